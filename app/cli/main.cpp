// The command-line twin of the workbench.
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "app/cli/context.h"
#include "engine/session/leave_on_cancel.h"

namespace {

constexpr int kUsage = 2, kInternal = 4;

// After an interrupt: what work is left behind may clean up, but is not waited for long. What it holds goes with the
// process, and the runner ends when we do.
[[noreturn]] void endAtOnce(int code) {
  heddle::session::waitForLeftWork(std::chrono::milliseconds(100));
  std::cout.flush();
  std::fflush(nullptr);
  std::_Exit(code);
}

int runCommand(int argc, char** argv) {
  using namespace heddle::cli;
  CLI::App app{"Compiles neural networks, runs, explains, verifies, profiles and exports them."};
  app.name("heddle");
  app.set_version_flag("--version", "heddle " HEDDLE_VERSION);
  app.require_subcommand(1);
  Context context;
  const Command commands[] = {addInspect(app, context.common),    addCompile(app, context.common),
                              addRun(app, context.common),        addVerify(app, context.common),
                              addProfile(app, context.common),    addCompare(app, context.common),
                              addExport(app, context.common),     addExplain(app, context.common),
                              addPrint(app, context.common),      addLesson(app, context.common),
                              addSchedule(app, context.common),   addConformance(app, context.common)};
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  for (const Command& command : commands) {
    if (!command.app->parsed()) continue;
    const int code = command.run(context);
    // Work that was cancelled may be left, and what it holds takes time to free.
    if (interruptToken().isCancelled()) endAtOnce(code);
    return code;
  }
  return kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  heddle::cli::installInterruptHandler();
  try {
    return runCommand(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "heddle: internal error: %s\n", error.what());
    return kInternal;
  }
}
