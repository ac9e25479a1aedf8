add_executable(heddle_cli
  cli/build_spec.cpp
  cli/commands/compare.cpp
  cli/commands/compile.cpp
  cli/commands/conformance.cpp
  cli/commands/explain.cpp
  cli/commands/export.cpp
  cli/commands/inspect.cpp
  cli/commands/lesson.cpp
  cli/commands/print.cpp
  cli/commands/profile.cpp
  cli/commands/run.cpp
  cli/commands/schedule.cpp
  cli/commands/verify.cpp
  cli/context.cpp
  cli/inputs.cpp
  cli/main.cpp
  cli/output.cpp
  cli/schedule_output.cpp
  cli/schedules.cpp)
set_target_properties(heddle_cli PROPERTIES OUTPUT_NAME heddle)
target_compile_definitions(heddle_cli PRIVATE HEDDLE_VERSION="${PROJECT_VERSION}")
target_link_libraries(heddle_cli PRIVATE heddle_session heddle_conformance nlohmann_json::nlohmann_json)
target_precompile_headers(heddle_cli PRIVATE <CLI/CLI.hpp> <nlohmann/json.hpp>)
