// The blocks inside a loop write a buffer of their own, which each iteration copies out at its end.
//
//   for i in range(4):             for i in range(4):
//     for j in range(8):             for j in range(8):
//       block b(...):                  block b(...):
//         y[i, j] = ...                  y_local[i, j] = ...
//                                    for a1 in range(8):
//                                      block y_local_copy(a0: 4 = i, a1: 8 = a1):
//                                        y[a0, a1] = y_local[a0, a1]
//
// Requirements:
// 1. loop, buffer, scope: they exist; the scope is global, local or registers.
// 2. writers: a block below the loop writes the buffer, and none that does is opaque or stands
// elsewhere.
// 3. serial: no loop from the given one inwards that moves the writes is bound to a thread.
// 4. readers: nothing else below the loop reads the buffer.
// 5. final: neither the loop nor one around it moves a reduction into the buffer.
// 6. whole: an iteration writes all that it would copy out.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/stage.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

Status checkWriter(const Step& step, const Place& w, const For& loop, const Buffer& buffer) {
  if (!isBelow(w, loop.id) || !w.block->f.opaqueFunction.empty()) {
    return refuse(step, {"writers",
                         "block {0} writes {1} outside of {2}, or is opaque",
                         {subjectOf(*w.block), subjectOf(buffer), subjectOf(loop)},
                         "choose a loop around all blocks that write it"});
  }
  bool isInside = false;
  for (const For* l : w.loops) {
    const bool isHere = l->id == loop.id;
    for (const BlockIter* iter :
         isInside ? std::vector<const BlockIter*>{} : drivenBy(*w.block, *l)) {
      if (iter->kind == IterKind::spatial) continue;
      return refuse(step, {"final",
                           "loop {0} moves the reduction of block {1}, which goes on in {2}",
                           {subjectOf(*l), subjectOf(*w.block), subjectOf(buffer)},
                           "reorder the reduction inwards"});
    }
    isInside |= isHere;
    if (!isInside || l->forKind != ForKind::threadBinding) continue;
    return refuse(step, {"serial",
                         "loop {0} is bound to threads, which would copy for each other",
                         {subjectOf(*l)},
                         "write_at before bind"});
  }
  return {};
}

}  // namespace

Result<State> write_at(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  const For& loop = *as<For>(path.back());
  HEDDLE_TRY(const Scope scope, parseScope(step, argument<std::string>(step, "scope")));
  const size_t depth = loopsOn(path).size();
  const Bounds bounds = boundsOf(state.program, loopsOn(path));
  const auto places = blocksIn(state.program.body);
  std::optional<Box> all;
  std::vector<Box> made;
  std::vector<BlockId> writers;
  for (const Place& w : writersOf(places, buffer->id)) {
    HEDDLE_CHECK(checkWriter(step, w, loop, buffer));
    const auto box = touched(state.program, w, w.block->f.writes, buffer->id, depth);
    all = all ? unionOf(*all, *box, buffer, bounds) : *box;
    made.push_back(*box);
    writers.push_back(w.block->f.id);
  }
  if (writers.empty()) {
    return refuse(step, {"writers",
                         "no block below {0} writes {1}",
                         {subjectOf(loop), subjectOf(buffer)},
                         "choose a loop around the block that writes it"});
  }
  for (const Place& r : readersOf(places, buffer->id)) {
    if (!isBelow(r, loop.id)) continue;
    return refuse(step, {"readers",
                         "block {0} below {1} reads {2}",
                         {subjectOf(*r.block), subjectOf(loop), subjectOf(buffer)},
                         "set_scope keeps the buffer near instead"});
  }
  const bool isWhole = std::any_of(
      made.begin(), made.end(), [&](const Box& box) { return covers(box, *all, buffer, bounds); });
  if (!isWhole) {
    return refuse(step,
                  {"whole",
                   "one iteration of {0} is not known to write all of what it would copy to {1}",
                   {subjectOf(loop), subjectOf(buffer)},
                   "cache_write before decompose_reduction and splits with a rest"});
  }
  State next = state;
  const Buffer staging = makeStage(next, buffer, scope, argument<std::string>(step, "scope"));
  useStage(next, buffer, staging, writers);
  addToBody(next, loop, copyOf(next, *all, staging, buffer, bounds), false);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
