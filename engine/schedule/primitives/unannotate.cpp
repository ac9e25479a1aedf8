// Takes a note off a loop or a block.
//
//   for i in range(4) with unroll_limit = 16:   for i in range(4):
//     ...                                         ...
//
// Requirements:
// 1. loop, block: the loop or the block exists.
// 2. target: exactly one of loop and block is given.
// 3. key: there is a note of that name.
// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/primitive.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> unannotate(const State& state, const Step& step) {
  const bool isLoop = step.arguments.count("loop") > 0;
  if (isLoop == (step.arguments.count("block") > 0)) {
    return refuse(step, {"target", "exactly one of loop and block is to be given"});
  }
  const auto& key = argument<std::string>(step, "key");
  State next = state;
  if (isLoop) {
    HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
    For::Fields f = as<For>(path.back())->fields();
    if (f.annotations.erase(key) == 0) {
      return refuse(
          step, {"key", "loop {0} has no note of that name", {subjectOf(*as<For>(path.back()))}});
    }
    next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
    return next;
  }
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  Block::Fields f = place.block->f;
  if (f.annotations.erase(key) == 0) {
    return refuse(step, {"key", "block {0} has no note of that name", {subjectOf(*place.block)}});
  }
  next.program.body =
      withReplaced(place.path, withSpan(Block::make(std::move(f)), place.block->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
