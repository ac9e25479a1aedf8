// Places buffers with lifetimes in one arena.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/build/module.h"

namespace heddle::build {

// Gives every buffer an offset, a multiple of 64, such that buffers whose lifetimes overlap do not share bytes.
// Greedy by size, best fit (Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference",
// MLSys 2020 workshop). arenaBytes is the highest end, sumBytes the need without reuse.
MemoryPlan planMemory(std::vector<BufferPlan> buffers);

}  // namespace heddle::build
