// A note for later passes on a loop or a block.
//
//   for i in range(4):             for i in range(4) with unroll_limit = 16:
//     ...                            ...
//
// Requirements:
// 1. loop, block: the loop or the block exists.
// 2. target: exactly one of loop and block is given.
// 3. key: the key is not empty.
// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/primitive.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> annotate(const State& state, const Step& step) {
  const bool isLoop = step.arguments.count("loop") > 0;
  if (isLoop == (step.arguments.count("block") > 0)) {
    return refuse(step, {"target", "exactly one of loop and block is to be given"});
  }
  const auto& key = argument<std::string>(step, "key");
  if (key.empty()) return refuse(step, {"key", "the key is empty"});
  const Argument& given = step.arguments.at("value");
  Annotation value;
  if (const auto* i = std::get_if<int64_t>(&given)) value = *i;
  if (const auto* d = std::get_if<double>(&given)) value = *d;
  if (const auto* s = std::get_if<std::string>(&given)) value = *s;
  State next = state;
  if (isLoop) {
    HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
    For::Fields f = as<For>(path.back())->fields();
    f.annotations[key] = value;
    next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
    return next;
  }
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  Block::Fields f = place.block->f;
  f.annotations[key] = value;
  next.program.body =
      withReplaced(place.path, withSpan(Block::make(std::move(f)), place.block->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
