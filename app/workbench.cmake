# The window as a library, so that tests link it; the program is its main and the whole engine.
set(CMAKE_AUTOMOC ON)
heddle_library(app
  SOURCES actions.cpp command_palette.cpp main_window.cpp main_window_actions.cpp
          main_window_docks.cpp perspectives.cpp status_line.cpp tour.cpp
  PUBLIC heddle_views_compare heddle_views_context heddle_views_graph heddle_views_inspector
         heddle_views_ir heddle_views_panels heddle_views_profile heddle_views_start)

add_executable(heddle_workbench workbench_main.cpp)
set_target_properties(heddle_workbench PROPERTIES OUTPUT_NAME heddle-workbench)
target_compile_definitions(heddle_workbench PRIVATE HEDDLE_VERSION="${PROJECT_VERSION}")
target_link_libraries(heddle_workbench PRIVATE heddle_app heddle_views_engine)
set(CMAKE_AUTOMOC OFF)
