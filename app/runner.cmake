# heddle-runner, the process that generated code runs in.
add_executable(heddle-runner runner_main.cpp)
target_link_libraries(heddle-runner PRIVATE heddle_runner_worker heddle_export_rehearsal heddle_machine_limits)
