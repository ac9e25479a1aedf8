// Deployable modules: what a user takes away.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/build/module.h"

namespace heddle::exporter {

struct ExportOptions {
  std::vector<std::string> formats = {"so"};  // so, a, o
  bool separateParams = false;
  bool staticRuntime = true;                  // link libheddle_runtime into the .so
  std::string runtimeLibraryDir;              // where libheddle_runtime.a and .so lie
};

struct ExportReport {
  std::vector<std::string> files;
  int64_t totalBytes = 0;
  std::string requiredFeatures;
};

// Writes NAME.so/.a/.o, NAME.h, NAME.json, NAME.params, NAMEConfig.cmake and NAME.pc into `directory`, each
// under a temporary name first. Errors: "export.<what>".
Result<ExportReport> exportModule(const build::Module& module, const std::string& directory,
                                  const ExportOptions& options);

}  // namespace heddle::exporter
