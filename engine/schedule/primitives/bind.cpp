// The iterations of the loop become an axis of a grid of threads.
//
//   for i in range(64):            for i in bind("blockIdx.x", 64):
//     block b(v: 64 = i):            block b(v: 64 = i):
//       ...                            ...
//
// Requirements:
// 1. loop: the loop exists.
// 2. serial: it is an ordinary loop.
// 3. thread: the axis is blockIdx, threadIdx or vthread, with .x, .y or .z.
// 4. nested: no loop around or inside it is bound to the same axis.
// 5. opaque, reduction, race, dependence: see checkDataParallel(); the iterations are independent.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> bind(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  const auto& thread = argument<std::string>(step, "thread");
  if (loop.forKind != ForKind::serial) {
    return refuse(step, {"serial", "loop {0} is already scheduled", {subjectOf(loop)}});
  }
  static const char* const axes[] = {"blockIdx.x",  "blockIdx.y",  "blockIdx.z",
                                     "threadIdx.x", "threadIdx.y", "threadIdx.z",
                                     "vthread.x",   "vthread.y",   "vthread.z"};
  if (std::find(std::begin(axes), std::end(axes), thread) == std::end(axes)) {
    return refuse(step, {"thread",
                         "{0} is no axis of a grid",
                         {{"argument", 0, thread}},
                         "for example blockIdx.x or threadIdx.x"});
  }
  if (const For* other = loopInNest(path, [&](const For& l) { return l.thread == thread; })) {
    return refuse(step, {"nested",
                         "loop {1} in the nest of {0} is bound to the same axis",
                         {subjectOf(loop), subjectOf(*other)}});
  }
  HEDDLE_CHECK(checkDataParallel(state, step, loop));
  State next = state;
  For::Fields f = loop.fields();
  f.forKind = ForKind::threadBinding;
  f.thread = thread;
  next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
