// What a child may use, and what it leaves behind when it dies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/runner/ring.h"

namespace heddle::runner {

// For the child, before it touches foreign code: address space, files, no core; dies with `server`.
void applyLimits(int64_t memoryBytes, int serverPid);
// Raises the limit of CPU time by `seconds` from now.
void allowCpuSeconds(int32_t seconds);
// Deadly signals are noted in the ring that noteFaultsIn() named last, then take their course.
void installFaultHandlers();
void noteFaultsIn(RingHeader* header);

}  // namespace heddle::runner
