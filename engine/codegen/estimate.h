// How long a lowered program should take, without compiling or running it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/loop_passes/lower.h"

namespace heddle::codegen {

// What a core does in a cycle.
struct CoreRates {
  double multiplyAdds = 1;  // on full registers
  double loadBytes = 64;    // from the first-level cache
};

// Of one kernel on one thread, with everything in the first-level cache.
struct KernelEstimate {
  double cycles = 0;
  int64_t parallelExtent = 1;  // iterations to divide among threads
};

// Every operation of the lowered statements, as often as its loops run (loops/walk_runs.h), at the
// innermost loop that it depends on, since code generation moves it out of the others. A loop takes
// as long as its busiest resource: arithmetic, loads, stores, issue, or the chain of operations
// that each iteration hands to the next. Functions cost what their expansions do, divisions and
// conversions what the hardware does; strided and indexed accesses go lane by lane. Costs are those
// of recent x86-64 cores, to a factor of two.
std::vector<KernelEstimate> estimate(const loop_passes::LoweredProgram& lowered,
                                     const Target& target, const CoreRates& rates);

}  // namespace heddle::codegen
