// Each iteration of a loop copies what the blocks inside read of a buffer, and they read the copy.
//
//   for i in range(4):             for i in range(4):
//     for k in range(8):             for a1 in range(8):
//       block b(...):                  block x_local_copy(a0: 4 = i, a1: 8 = a1):
//         ... x[i, k] ...                x_local[a0, a1] = x[a0, a1]
//                                    for k in range(8):
//                                      block b(...):
//                                        ... x_local[i, k] ...
//
// Requirements:
// 1. loop, buffer, scope: they exist; the scope is global, local or registers.
// 2. readers: a block below the loop reads the buffer, and none that does is opaque.
// 3. serial: no loop from the given one inwards that moves the reads is bound to a thread.
// 4. producer, whole: the buffer is complete before the nest of the loop.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/move.h"
#include "engine/schedule/analysis/stage.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> read_at(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  const For& loop = *as<For>(path.back());
  HEDDLE_TRY(const Scope scope, parseScope(step, argument<std::string>(step, "scope")));
  const size_t depth = loopsOn(path).size();
  const Bounds bounds = boundsOf(state.program, loopsOn(path));
  std::optional<Box> needed;
  std::vector<BlockId> readers;
  for (const Place& r : readersOf(blocksIn(state.program.body), buffer->id)) {
    if (!isBelow(r, loop.id)) continue;
    if (!r.block->f.opaqueFunction.empty()) {
      return refuse(step, {"readers",
                           "block {0} below {1} is opaque and reads {2}",
                           {subjectOf(*r.block), subjectOf(loop), subjectOf(buffer)}});
    }
    for (size_t i = depth - 1; i < r.loops.size(); ++i) {
      if (r.loops[i]->forKind != ForKind::threadBinding) continue;
      return refuse(step, {"serial",
                           "loop {0} is bound to threads, which would copy for each other",
                           {subjectOf(*r.loops[i])},
                           "read_at before bind"});
    }
    const auto box = touched(state.program, r, r.block->f.reads, buffer->id, depth);
    needed = needed ? unionOf(*needed, *box, buffer, bounds) : *box;
    readers.push_back(r.block->f.id);
    HEDDLE_CHECK(checkStageable(state, step, r, buffer));
  }
  if (readers.empty()) {
    return refuse(step, {"readers",
                         "no block below {0} reads {1}",
                         {subjectOf(loop), subjectOf(buffer)},
                         "choose a loop around a block that reads the buffer"});
  }
  State next = state;
  const Buffer staging = makeStage(next, buffer, scope, argument<std::string>(step, "scope"));
  useStage(next, buffer, staging, readers);
  addToBody(next, loop, copyOf(next, *needed, buffer, staging, bounds), true);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
