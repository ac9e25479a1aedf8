// Compares what the build computes with the reference interpreter, group by group.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/runner/runner.h"
#include "engine/session/model_state.h"

namespace heddle::session {

// 1. The graph as imported, interpreted, gives the expected outputs (those of `options.expected` count besides).
// 2. The build is run with every group's outputs exposed.
// 3. Each group is interpreted alone, on the inputs that the build itself computed, and compared: a row shows the
//    error of that one kernel and nothing that came before it. The outputs are compared with those of step 1.
// With `bisect`, a mismatch is traced: to the first pass whose graph interprets differently from the imported one, or,
// when no pass is to blame, to the first group in execution order whose kernel is wrong.
Result<VerifyView> verifyBuild(runner::Runner& runner, const ModelState& state,
                               const std::map<std::string, Tensor>& inputs,
                               const VerifyOptions& options, const std::string& cacheDir,
                               const JobControl& job);

}  // namespace heddle::session
