// Values for the arguments of steps, for forms and for suggestions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

// What the user points at.
enum class TargetKind : uint8_t { loop, block, buffer };
struct Target {
  TargetKind kind = TargetKind::loop;
  std::string name;
};

// Values that make sense for the argument, the likeliest first, at most 64; they fit the arguments
// that `step` has already. Not all are legal. A value that the step has is not repeated.
std::vector<Argument> choicesFor(const State& state, const Step& step, const ArgumentSpec& spec);

// The name that steps use; empty for what is gone.
std::string nameOf(const State& state, LoopId loop);
std::string nameOf(const State& state, BlockId block);
std::string nameOf(const State& state, BufferId buffer);

// Divisors of n from 2 to n - 1, those near `wanted` first.
std::vector<int64_t> divisorsNear(int64_t n, int64_t wanted);

}  // namespace heddle::schedule
