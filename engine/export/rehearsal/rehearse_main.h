// The process that rehearses an exported module: loads the .so as any user's program would.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace heddle::exporter {

struct RehearsalFiles {
  std::string sharedObject;     // path of the .so
  std::string createFunction;   // heddle_NAME_create
  std::string params;           // path, or empty
  std::string inputs, outputs;  // tensor files: read and written
};

// Returns the exit status: 0, or 1 after a line on stderr.
int rehearseMain(const RehearsalFiles& files);

}  // namespace heddle::exporter
