// The command-line twin of the workbench.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>

#include "app/cli/context.h"

namespace {

constexpr int kUsage = 2, kInternal = 4;

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
  for (const Command& command : commands)
    if (command.app->parsed()) return command.run(context);
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
