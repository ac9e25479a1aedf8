// Deployable modules: what a user takes away.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/build/module.h"
#include "engine/support/cancel_token.h"

namespace heddle::exporter {

struct ExportOptions {
  std::vector<std::string> formats = {"so"};  // so, a, o
  bool separateParams = false;
  bool staticRuntime = true;      // link libheddle_runtime into the .so and the .a
  std::string runtimeLibraryDir;  // where libheddle_runtime.a and .so lie
  CancelToken cancel;
};

struct ExportReport {
  std::string name;                // of the files: module.name without what a file name cannot hold
  std::vector<std::string> files;  // paths, in the order written
  int64_t totalBytes = 0;
  std::string requiredFeatures;
};

// Writes NAME.so/.a/.o, NAME.h, NAME.json, NAME.params, NAMEConfig.cmake and NAME.pc, and heddle.h
// and plan.h beside them, into `directory`, each under a temporary name first. The .so needs
// nothing beyond libc and libm when the runtime is linked into it. Errors: "export.<what>";
// "export.linker" names what to install; "cancelled".
Result<ExportReport> exportModule(const build::Module& module, const std::string& directory,
                                  const ExportOptions& options);

struct Rehearsal {
  std::string directory, name;  // of an export that has a .so
  std::map<std::string, Tensor> inputs;
  std::map<std::string, Tensor> expected;  // what the runner gave for them
  std::string runnerPath;                  // heddle-runner
  CancelToken cancel;
};

// Loads DIRECTORY/NAME.so in a process with an empty environment and an empty working directory,
// runs it and compares every byte of the outputs. Returns what it found as a sentence. Errors:
// "export.rehearsal", "cancelled".
Result<Phrase> rehearse(const Rehearsal& rehearsal);

}  // namespace heddle::exporter
