// A loop of one iteration around a block or a loop, for others to be moved to.
//
//   block b(v: 8 = i):             for unit in range(1):
//     ...                            block b(v: 8 = i):
//                                      ...
//
// Requirements:
// 1. loop, block: the loop or the block exists.
// 2. target: exactly one of loop and block is given.
// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/primitive.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> add_unit_loop(const State& state, const Step& step) {
  const bool isLoop = step.arguments.count("loop") > 0;
  if (isLoop == (step.arguments.count("block") > 0)) {
    return refuse(step, {"target", "exactly one of loop and block is to be given"});
  }
  Path path;
  if (isLoop) {
    HEDDLE_TRY(path, findLoop(state, step, argument<LoopName>(step, "loop")));
  } else {
    HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
    path = place.path;
  }
  State next = state;
  const std::string name = resultName(state, step, 0, "unit");
  For::Fields f{next.program.freshId<LoopId>(), Var::make(next.program.freshId<VarId>(), name),
                constant(0), constant(1)};
  f.body = path.back();
  next.loops[name] = f.id;
  next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
