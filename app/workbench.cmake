# The window as a library, so that tests link it; the program is its main and the whole engine.
set(CMAKE_AUTOMOC ON)

set(languages en zh_CN)
set(translations "")
set(i18n_files "")
foreach(language IN LISTS languages)
  list(APPEND translations "${CMAKE_SOURCE_DIR}/resources/translations/heddle_${language}.ts")
  string(APPEND i18n_files "<file>heddle_${language}.qm</file>")
endforeach()
# The engine's sentences; written by hand, because lupdate does not read the engine.
list(APPEND translations "${CMAKE_SOURCE_DIR}/resources/translations/engine_zh_CN.ts")
string(APPEND i18n_files "<file>engine_zh_CN.qm</file>")
qt_add_translation(compiled_translations ${translations})
file(CONFIGURE OUTPUT heddle_i18n.qrc
     CONTENT "<RCC><qresource prefix=\"/i18n\">@i18n_files@</qresource></RCC>\n" @ONLY)
qt_add_resources(i18n_resources "${CMAKE_CURRENT_BINARY_DIR}/heddle_i18n.qrc")
add_custom_target(update_translations
  COMMAND Qt6::lupdate -I . -no-obsolete -locations none views app
          -ts resources/translations/heddle_zh_CN.ts
  COMMAND Qt6::lupdate -I . -no-obsolete -locations none -pluralonly views app
          -ts resources/translations/heddle_en.ts
  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM)

heddle_library(app
  SOURCES ${i18n_resources} actions.cpp cheat_sheet.cpp command_palette.cpp main_window.cpp main_window_actions.cpp
          main_window_docks.cpp main_window_schedule.cpp pass_menu.cpp perspectives.cpp status_line.cpp tour.cpp
          tour_schedule.cpp translations.cpp
  PUBLIC heddle_views_compare heddle_views_context heddle_views_export heddle_views_graph heddle_views_inspector
         heddle_views_ir heddle_views_panels heddle_views_profile heddle_views_run heddle_views_schedule
         heddle_views_start)

add_executable(heddle_workbench workbench_main.cpp)
set_target_properties(heddle_workbench PROPERTIES OUTPUT_NAME heddle-workbench)
target_compile_definitions(heddle_workbench PRIVATE HEDDLE_VERSION="${PROJECT_VERSION}")
target_link_libraries(heddle_workbench PRIVATE heddle_app heddle_views_engine)
set(CMAKE_AUTOMOC OFF)

install(TARGETS heddle_workbench RUNTIME DESTINATION bin)
install(FILES ${CMAKE_SOURCE_DIR}/resources/heddle-workbench.desktop DESTINATION share/applications)
install(FILES ${CMAKE_SOURCE_DIR}/resources/heddle-onnx.xml DESTINATION share/mime/packages)
install(FILES ${CMAKE_SOURCE_DIR}/resources/org.heddle.Workbench.metainfo.xml
        DESTINATION share/metainfo)
install(FILES ${CMAKE_SOURCE_DIR}/resources/icons/heddle.svg
        DESTINATION share/icons/hicolor/scalable/apps)
