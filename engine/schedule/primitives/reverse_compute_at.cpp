// The consumer is computed inside a loop of its producer, as soon as its input is complete.
//
//   for o in range(4):             for o in range(4):
//     for p in range(2):             for p in range(2):
//       block a(v: 8 = o*2 + p):       block a(v: 8 = o*2 + p):
//         t[v] = x[v] * 2.0              t[v] = x[v] * 2.0
//   for i in range(8):               for w in range(2):
//     block b(w: 8 = i):               block b(w: 8 = o*2 + w):
//       y[w] = t[w] + 1.0                y[w] = t[w] + 1.0
//
// The new loops are named "<block>.<iterator>"; those of extent one are left out.
//
// Requirements:
// 1. block, loop: both exist.
// 2. complete: the block has no opaque iterators, is no reduction without its init, and alone
// writes its buffers.
// 3. ancestor: the loop does not stand around the block already.
// 4. producers: a block below the loop writes what it reads; all other producers come before the
// loop's nest.
// 5. final: no loop at or around the given one drives a reduction of those producers.
// 6. whole: the producers below the loop write the buffer completely.
// 7. covered: what the block reads in one iteration is written in the same iteration.
// 8. order: nothing between uses what the block writes.
// 9. domain: the block's loops run over all values of its iterators.
// 10. inside: all places that it names lie in the buffer; what a border is made of would be
// computed in no iteration.
// 11. rolled: it does not use a buffer that rolling_buffer made.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/move.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

// Every buffer that the block reads: its writers stand below the loop, or before the loop's nest.
Status checkProducers(const State& state, const Step& step, const Place& place, const For& loop,
                      std::vector<Place>& below) {
  bool isPast = false, isInside = false;
  for (const Place& p : blocksIn(state.program.body)) {
    if (p.block->f.id == place.block->f.id) break;
    isInside = isBelow(p, loop.id);
    isPast |= isInside;
    for (const BufferRegion& r : place.block->f.reads) {
      if (!writesBuffer(*p.block, r.buffer->id)) continue;
      if (isInside) below.push_back(p);
      if (!isPast || isInside) continue;
      return refuse(step, {"producers",
                           "block {0} between the loop and {1} writes {2}",
                           {subjectOf(*p.block), subjectOf(*place.block), subjectOf(r.buffer)},
                           "move block {0} first"});
    }
    for (const BufferRegion& w : place.block->f.writes) {
      if (!isPast || !readsBuffer(*p.block, w.buffer->id)) continue;
      return refuse(
          step,
          {"order", "block {0} uses {1} in between", {subjectOf(*p.block), subjectOf(w.buffer)}});
    }
  }
  if (!below.empty()) return {};
  return refuse(step, {"producers",
                       "no block below {1} writes what block {0} reads",
                       {subjectOf(*place.block), subjectOf(loop)}});
}

Status checkFinal(const Step& step, const Place& producer, const For& loop) {
  for (const For* l : producer.loops) {
    for (const BlockIter* iter : drivenBy(*producer.block, *l)) {
      if (iter->kind != IterKind::reduce) continue;
      return refuse(
          step, {"final",
                 "loop {0} drives the reduction of block {1}, whose result is not complete inside",
                 {subjectOf(*l), subjectOf(*producer.block)},
                 "reorder the reduction inwards"});
    }
    if (l->id == loop.id) break;
  }
  return {};
}

// Whether every instance names places in the buffer, so that each has an iteration that makes what
// it reads.
bool isInside(const Program& program, const Block& block, const BufferRegion& r) {
  const Bounds bounds = boundsInside(program, block);
  for (size_t d = 0; d < r.ranges.size(); ++d) {
    const Range& range = r.ranges[d];
    if (!provablyTrue(Compare::make(CompareOp::ge, range.begin, constant(0)), bounds) ||
        !provablyTrue(Compare::make(CompareOp::le, range.begin + range.extent, r.buffer->shape[d]),
                      bounds))
      return false;
  }
  return true;
}

}  // namespace

Result<State> reverse_compute_at(const State& state, const Step& step) {
  HEDDLE_TRY(const auto move, findMove(state, step));
  const auto& [place, path] = move;
  const Block& block = *place.block;
  const For& loop = *as<For>(path.back());
  std::vector<Place> producers;
  HEDDLE_CHECK(checkProducers(state, step, place, loop, producers));
  for (const Place& p : producers) HEDDLE_CHECK(checkFinal(step, p, loop));
  const Bounds bounds = boundsOf(state.program, loopsOn(path));
  const size_t depth = loopsOn(path).size();
  IteratorRanges ranges;
  std::vector<std::pair<BufferRegion, Box>> made;
  for (const BufferRegion& r : block.f.reads) {
    std::optional<Box> box;
    bool isWhole = false;
    for (const Place& p : producers) {
      if (!writesBuffer(*p.block, r.buffer->id)) continue;
      const auto here = touched(state.program, p, p.block->f.writes, r.buffer->id, depth);
      if (!box || (here && !box->isExact)) box = here;
      isWhole |= writesWhole(state.program, p, r.buffer);
    }
    if (!box) continue;
    if (!isWhole) {
      return refuse(step, {"whole",
                           "the blocks below {0} do not write all of {1}",
                           {subjectOf(loop), subjectOf(r.buffer)}});
    }
    if (!isInside(state.program, block, r)) {
      return refuse(step, {"inside",
                           "block {0} names places outside of {1}, for a border that no iteration "
                           "of {2} would make",
                           {subjectOf(block), subjectOf(r.buffer), subjectOf(loop)},
                           "decompose_padding first, or compute_at the producer"});
    }
    restrictRanges(ranges, block, r, *box, bounds);
    made.emplace_back(r, *box);
  }
  State next = state;
  const Stmt nest = rebuilt(next, place, ranges, bounds);
  next.program.body = withReplaced(place.path, nullptr);
  const Path target = *pathTo(next.program.body, loop.id);
  For::Fields f = loop.fields();
  f.body = Seq::make({as<For>(target.back())->body, nest});
  next.program.body = withReplaced(target, withSpan(For::make(std::move(f)), loop.span));
  const Place moved = *placeOf(next.program.body, block.f.id);
  for (const auto& [region, box] : made) {
    const auto needed =
        touched(next.program, moved, moved.block->f.reads, region.buffer->id, depth);
    if (needed && covers(box, *needed, region.buffer, bounds)) continue;
    return refuse(step, {"covered",
                         "one iteration of {0} does not write all of {1} that block {2} would read",
                         {subjectOf(loop), subjectOf(region.buffer), subjectOf(block)},
                         "choose a loop further out"});
  }
  return next;
}

}  // namespace heddle::schedule::primitives_impl
