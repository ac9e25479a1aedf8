// heddle-runner: runs compiled modules for the workbench and for the command line, apart from both.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "engine/export/rehearsal/rehearse_main.h"
#include "engine/runner/worker/server.h"
#include "engine/session/machine_limits.h"

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--serve") == 0)
    return heddle::runner::serverMain(std::atoi(argv[2]));
  if (argc == 6 && std::strcmp(argv[1], "--limits") == 0) return heddle::session::limitsMain(argv + 2);
  if (argc == 7 && std::strcmp(argv[1], "--rehearse") == 0)
    return heddle::exporter::rehearseMain({argv[2], argv[3], argv[4], argv[5], argv[6]});
  std::fprintf(stderr,
               "heddle-runner is started by heddle and heddle-workbench to run compiled modules.\n"
               "usage: heddle-runner --serve DESCRIPTOR\n"
               "       heddle-runner --limits CORES L1 L2 L3\n"
               "       heddle-runner --rehearse LIBRARY CREATE_FUNCTION PARAMS INPUTS OUTPUTS\n");
  return argc == 2 && std::strcmp(argv[1], "--help") == 0 ? 0 : 2;
}
