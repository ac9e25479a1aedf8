// The iterations of the loop are divided among threads.
//
//   for i in range(4):             for i in parallel(4):
//     block b(v: 4 = i):             block b(v: 4 = i):
//       ...                            ...
//
// Requirements:
// 1. loop: the loop exists.
// 2. serial: it is an ordinary loop.
// 3. nested: no loop around or inside it is parallel.
// 4. opaque, reduction, race, dependence: see checkDataParallel(); the iterations are independent.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> parallel(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  if (loop.forKind != ForKind::serial) {
    return refuse(step, {"serial", "loop {0} is already scheduled", {subjectOf(loop)}});
  }
  const auto isParallel = [](const For& l) { return l.forKind == ForKind::parallel; };
  if (const For* other = loopInNest(path, isParallel)) {
    return refuse(step, {"nested",
                         "loop {1} is parallel already and stands in one nest with {0}",
                         {subjectOf(loop), subjectOf(*other)},
                         "fuse the two loops first"});
  }
  HEDDLE_CHECK(checkDataParallel(state, step, loop));
  State next = state;
  For::Fields f = loop.fields();
  f.forKind = ForKind::parallel;
  next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
