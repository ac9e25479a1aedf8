// A run that did not end well, in words.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/build/module.h"
#include "engine/runner/child_process.h"
#include "engine/runner/run_files.h"

namespace heddle::runner {

// Which run it was. `sides` as in the ring; `files` null while a module is loaded.
struct FailureContext {
  std::vector<const build::Module*> sides;
  const RunFiles* files = nullptr;
  Limits limits;
};

// Requires an outcome that is not an "ok" reply. Code "runner.<failure>".
Diagnostic describeFailure(const Outcome& outcome, const FailureContext& context);

}  // namespace heddle::runner
