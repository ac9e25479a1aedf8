// Runs another program and waits for it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/support/cancel_token.h"
#include "engine/support/result.h"

namespace heddle::exporter {

struct ProgramRun {
  int waitStatus = 0;
  std::string output;  // stdout and stderr together, the last 64 KiB
  bool isGood() const { return waitStatus == 0; }
};

enum class Environment : uint8_t { inherited, empty };

// `arguments[0]` is the path; an empty `directory` is the current one. Ended after ten minutes, or
// when cancelled. Errors: "export.program", "cancelled".
Result<ProgramRun> runProgram(const std::vector<std::string>& arguments, Environment environment,
                              const std::string& directory = {}, const CancelToken& cancel = {});

// The first of `names` that lies in PATH or where LLVM keeps its tools; empty when there is none.
std::string findProgram(const std::vector<std::string>& names);

}  // namespace heddle::exporter
