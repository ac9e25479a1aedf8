// Links the objects of an export with the system's tools.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/support/cancel_token.h"
#include "engine/support/result.h"

namespace heddle::exporter {

struct LinkJob {
  std::vector<std::string> objects;  // of the module and of heddle_NAME_create
  std::string outputPath;
  std::string soname;          // of a .so
  std::string identifier;      // heddle_<identifier>_create stays visible
  std::string runtimeArchive;  // libheddle_runtime.a; empty: not linked in
  std::string runtimeShared;   // libheddle_runtime.so, needed when the archive is not linked in
  std::string workDirectory;   // for temporary files
  bool isForeign = false;      // for another machine: only LLVM's tools will do
  CancelToken cancel;          // ends the tool that runs
};

// Errors: "export.linker" where no linker is installed, "export.link" with what the linker said.
Status linkShared(const LinkJob& job);
// One object whose only visible symbol is heddle_NAME_create.
Status linkObject(const LinkJob& job);
// linkObject's object and the members of the runtime's archive. Requires runtimeArchive.
Status linkArchive(const LinkJob& job);

}  // namespace heddle::exporter
