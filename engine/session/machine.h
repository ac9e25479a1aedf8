// What this machine is and can do, measured.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/session/machine_limits.h"
#include "engine/support/cancel_token.h"
#include "engine/support/result.h"

namespace heddle::session {

struct MachineFacts : MachineLimits {
  std::string description;          // "AMD EPYC, znver4, 4 cores"
  int cores = 1;
  double peakGflops(int threads) const { return peakGflopsOneThread * threads; }
  // Of the nearest level that holds `workingSet` bytes. With several threads: what was measured
  // with all cores.
  double gbytesPerSecond(int64_t workingSet, int threads) const;
  double mainMemoryGbytesPerSecond(int threads) const {
    return gbytesPerSecond(INT64_MAX, threads);
  }
};

// Takes about half a second, in a process of its own, `runner` (heddle-runner): what it fills goes with it. In this
// process where that does not start, or is empty. Errors: "cancelled".
Result<MachineFacts> measureMachine(const std::string& runner = {}, const CancelToken& cancel = {});
// What was measured before on a machine of the same description, from `cacheDirectory`; measured
// and kept there the first time, and once a day, when the better figure stays. An empty directory
// keeps nothing.
Result<MachineFacts> knownMachine(const std::string& cacheDirectory, const std::string& runner = {},
                                  const CancelToken& cancel = {});
// The same, if it needs no measurement.
std::optional<MachineFacts> keptMachine(const std::string& cacheDirectory);
// Without measuring: description and cores only.
MachineFacts describeMachine();

}  // namespace heddle::session
