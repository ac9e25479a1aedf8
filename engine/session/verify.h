// Compares what the build computes with the reference interpreter, group by group.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/runner/runner.h"
#include "engine/session/model_state.h"

namespace heddle::session {

// 1. The graph as imported, interpreted, gives the expected outputs (or those of `options.expected`).
// 2. The optimised graph, interpreted, gives every group's expected outputs.
// 3. The build with every group's outputs exposed is run and compared, worst first.
// With `bisect`, a mismatch is traced: the first pass whose graph interprets differently from the imported one, or,
// when no pass is to blame, the first group in execution order whose kernel is wrong although its inputs are right.
Result<VerifyView> verifyBuild(runner::Runner& runner, const ModelState& state,
                               const std::map<std::string, Tensor>& inputs,
                               const VerifyOptions& options, const std::string& cacheDir,
                               const JobControl& job);

}  // namespace heddle::session
