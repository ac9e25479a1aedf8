// What a kernel should take: its arithmetic against its memory traffic, after the roofline of
// Williams, Waterman and Patterson (CACM 52(4), 2009).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/build/module.h"
#include "engine/session/machine.h"
#include "profiler/analysis/roofline.h"

namespace heddle::session {

// The roofs for a kernel that touches `bytes`: those of the nearest memory level that holds them,
// for in a model the kernel before has just written what this one reads.
profiler::Peaks peaksFor(int64_t bytes, const MachineFacts& machine, int threads);

// Operations as the f32 peak counts them: VNNI sums four products of bytes where one of floats
// would stand, so such operations are a quarter of one where the target has it.
double peakFlops(const operators::Cost& cost, const Target& target);
// What a kernel reached of the peak of the threads that ran it.
double shareOfPeak(const operators::Cost& cost, double milliseconds, const Target& target,
                   const MachineFacts& machine, int threads);

// Time that arithmetic at the peak or memory traffic needs at least, whichever is longer, plus the
// cost of one launch.
double predictMilliseconds(double flops, int64_t bytes, const MachineFacts& machine, int threads);

// The same for a group that was lowered, where arithmetic takes what all its operations cost
// (codegen/estimate.h), or what `portMilliseconds` says when that is known: a simulation of the
// machine code of its multiply-adds.
double predictMilliseconds(const build::CompiledGroup& group, const Target& target,
                           const MachineFacts& machine, int threads, double portMilliseconds = 0);

}  // namespace heddle::session
