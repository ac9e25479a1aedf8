// Runs, profiles and comparisons through the runner.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/runner/runner.h"
#include "engine/session/machine.h"
#include "engine/session/model_state.h"

namespace heddle::session {

// `unit` "ms". The interval is the 95 % bootstrap interval of the median.
Measurement makeMeasurement(const std::vector<double>& seconds, const MeasureOptions& options,
                            const MachineFacts& machine, const std::string& command);

// Requires a build.
Result<RunView> measureRun(runner::Runner& runner, const ModelState& state,
                           const std::map<std::string, Tensor>& inputs, const MeasureOptions& options,
                           const MachineFacts& machine, const JobControl& job);
Result<ProfileView> measureProfile(runner::Runner& runner, const ModelState& state,
                                   const std::map<std::string, Tensor>& inputs,
                                   const MeasureOptions& options, const MachineFacts& machine,
                                   const JobControl& job);
Result<CompareView> measureComparison(runner::Runner& runner, const ModelState& a,
                                      const ModelState& b, const std::map<std::string, Tensor>& inputs,
                                      const MeasureOptions& options, const MachineFacts& machine,
                                      const JobControl& job);

// Random values for every input: floats uniform in [0, 1), integers 0 or 1 ("random"), or "zeros", "ones".
// Requires static shapes. Errors: "session.fill_mode".
Result<std::map<std::string, Tensor>> fillInputs(const ModelState& state, uint64_t seed,
                                                 const std::string& mode);

}  // namespace heddle::session
