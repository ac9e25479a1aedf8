// Compares what the build computes with the reference interpreter, group by group.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/runner/runner.h"
#include "engine/session/model_state.h"

namespace heddle::session {

// 1. The build is run with every group's outputs exposed.
// 2. Each group is interpreted alone, on the inputs that the build itself computed, and compared
//    (checkGroup): a row shows the error of that one kernel and nothing that came before it.
// 3. The graph as imported is interpreted and gives the expected outputs (those of
//    `options.expected` count besides). Where it quantises, it follows the build
//    (interpretFollowing): each rounding is compared at its own node, and one step off is right only
//    at a border of rounding. Nodes where anything differs get a row.
// With `bisect`, a mismatch is traced: to the first pass whose graph interprets differently from the
// imported one, or, when no pass is to blame, to the first group in execution order whose kernel is
// wrong.
Result<VerifyView> verifyBuild(runner::Runner& runner, const ModelStateRef& state,
                               const std::map<std::string, Tensor>& inputs,
                               const VerifyOptions& options, const std::string& cacheDir,
                               const JobControl& job);

}  // namespace heddle::session
