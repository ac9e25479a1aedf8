// What a child is asked to measure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/runner/ring.h"

namespace heddle::runner {

// Payload of MessageType::run; per side follow u32 slot, u32 inputs, u64 offset each, u32 outputs,
// u64 offset each. With wantOutputs 0 there are no output offsets.
struct RunOrder {
  RingShape ring;
  int32_t threads = 1;
  int32_t warmup = 0, number = 1, repeat = 1;
  int32_t wantOutputs = 0, wantEvents = 0, wantCounters = 0;
  int32_t profiledRuns = 0;  // of a comparison, per side
  int32_t cpuSeconds = 0;    // the limit of this request
};

// How long a block of a comparison should take.
constexpr double kBlockSeconds = 0.010;

}  // namespace heddle::runner
