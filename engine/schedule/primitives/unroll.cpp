// The loop is written out, iteration by iteration.
//
//   for i in range(4):             for i in unrolled(4):
//     block b(v: 4 = i):             block b(v: 4 = i):
//       ...                            ...
//
// Requirements:
// 1. loop: the loop exists.
// 2. serial: it is an ordinary loop.
// 3. extent: its extent is a constant of at most 1024.
// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/primitive.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> unroll(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  if (loop.forKind != ForKind::serial) {
    return refuse(step, {"serial", "loop {0} is already scheduled", {subjectOf(loop)}});
  }
  const auto extent = constantInt(loop.extent);
  if (!extent || *extent > 1024) {
    return refuse(step, {"extent",
                         "the extent of {0} is not a constant of at most 1024",
                         {subjectOf(loop)},
                         "split the loop first"});
  }
  State next = state;
  For::Fields f = loop.fields();
  f.forKind = ForKind::unrolled;
  next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
