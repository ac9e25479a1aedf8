// What a kernel can take at least: the roofline of Williams, Waterman and Patterson (CACM 52(4),
// 2009).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/session/machine.h"
#include "profiler/analysis/roofline.h"

namespace heddle::session {

// The roofs for a kernel that touches `bytes`: those of the nearest memory level that holds them,
// for in a model the kernel before has just written what this one reads.
profiler::Peaks peaksFor(int64_t bytes, const MachineFacts& machine, int threads);

// Time that arithmetic or memory traffic needs at least, whichever is longer, plus the cost of one
// launch.
double predictMilliseconds(int64_t flops, int64_t bytes, const MachineFacts& machine, int threads);

}  // namespace heddle::session
