# The two kinds of target this project has: a library per folder and a test program per folder.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

find_program(HEDDLE_CCACHE ccache)
if(HEDDLE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${HEDDLE_CCACHE}")
  # Without this ccache gives up on sources that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${HEDDLE_CCACHE}")
endif()

find_program(HEDDLE_MOLD mold)

# Flags every target of the project is compiled with.
add_library(heddle_flags INTERFACE)
target_include_directories(heddle_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(heddle_flags INTERFACE -Wall -Wextra -Wno-missing-field-initializers)
if(HEDDLE_WERROR)
  target_compile_options(heddle_flags INTERFACE -Werror)
endif()
if(HEDDLE_MOLD AND NOT HEDDLE_SANITIZE)
  target_link_options(heddle_flags INTERFACE -fuse-ld=mold)
endif()
if(HEDDLE_SANITIZE)
  target_compile_options(heddle_flags INTERFACE
    -fsanitize=${HEDDLE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(heddle_flags INTERFACE -fsanitize=${HEDDLE_SANITIZE})
endif()

# heddle_library(NAME SOURCES a.cpp... PUBLIC libs... PRIVATE libs...)
# One static library per folder, so that an include against the layers does not link.
function(heddle_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(ARG_SOURCES)
    add_library(heddle_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(heddle_${name} PUBLIC heddle_flags ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  else()
    add_library(heddle_${name} INTERFACE)
    target_link_libraries(heddle_${name} INTERFACE heddle_flags ${ARG_PUBLIC} ${ARG_PRIVATE})
  endif()
endfunction()

# What of a test takes time is the code that it calls, compiled elsewhere. Qt defines the folders of each test for its
# own main(): other definitions in each keep a precompiled header from being shared.
# GCC 12 warns of bounds in std::string's own code at this level, wrongly.
set(HEDDLE_TEST_OPTIONS -O1 -Wno-array-bounds -Wno-stringop-overread -Wno-stringop-overflow
    -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)

# The main() of test programs, and the headers that most of their sources begin with, precompiled once.
function(heddle_test_main name)
  add_library(${name} OBJECT ${ARGN})
  target_link_libraries(${name} PRIVATE heddle_flags heddle_test_support nlohmann_json::nlohmann_json)
  target_precompile_headers(${name} PRIVATE <QtTest> <nlohmann/json.hpp>)
  # As executables are compiled: both must be alike to share the precompiled header.
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE -fPIE ${HEDDLE_TEST_OPTIONS})
endfunction()

# heddle_test(NAME SOURCES a_test.cpp... LIBS libs... [WIDGETS])
# One program per folder; each class registered with HEDDLE_TEST becomes one CTest entry NAME.Class.
function(heddle_test name)
  cmake_parse_arguments(ARG "WIDGETS" "" "SOURCES;LIBS" ${ARGN})
  set(main heddle_test_main_core)
  if(ARG_WIDGETS)
    set(main heddle_test_main_widgets)
  endif()
  add_executable(test_${name} ${ARG_SOURCES} $<TARGET_OBJECTS:${main}>)
  target_precompile_headers(test_${name} REUSE_FROM ${main})
  target_compile_options(test_${name} PRIVATE ${HEDDLE_TEST_OPTIONS})
  set_target_properties(test_${name} PROPERTIES AUTOMOC ON
                        RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_link_libraries(test_${name} PRIVATE heddle_flags heddle_test_support Qt6::Test ${ARG_LIBS})
  if(ARG_WIDGETS)
    target_link_libraries(test_${name} PRIVATE Qt6::Widgets heddle_views_common)
  endif()
  target_compile_definitions(test_${name} PRIVATE
    HEDDLE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" HEDDLE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  foreach(source IN LISTS ARG_SOURCES)
    file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/${source}" registrations REGEX "^HEDDLE_TEST\\(")
    foreach(line IN LISTS registrations)
      string(REGEX REPLACE "^HEDDLE_TEST\\(([A-Za-z0-9_]+)\\).*" "\\1" class "${line}")
      add_test(NAME ${name}.${class} COMMAND test_${name} ${class})
      set_tests_properties(${name}.${class} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;HEDDLE_BIN=${CMAKE_BINARY_DIR}/bin;QTEST_FUNCTION_TIMEOUT=900000"
        TIMEOUT 900)
    endforeach()
  endforeach()
endfunction()
