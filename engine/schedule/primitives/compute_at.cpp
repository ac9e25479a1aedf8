// The producer is computed inside a loop of its consumers, as much as they need there.
//
//   for i in range(10):            for o in range(4):
//     block pad(v: 10 = i):          for i in range(4):
//       t[v] = ...                     block pad(v: 10 = o*2 + i):
//   for o in range(4):                   t[v] = ...
//     for p in range(2):             for p in range(2):
//       block b(w: 8 = o*2 + p):       block b(w: 8 = o*2 + p):
//         y[w] = t[w] + t[w + 2]         y[w] = t[w] + t[w + 2]
//
// The new loops are named "<block>.<iterator>"; those of extent one are left out.
//
// Requirements:
// 1. block, loop: both exist.
// 2. complete: the block has no opaque iterators, is no reduction without its init, and alone
// writes its buffers.
// 3. output: it writes no output.
// 4. ancestor: the loop does not stand around the block already.
// 5. consumers: every block that reads its buffers stands below the loop, and there is one.
// 6. producers: what it reads is complete before the loop's first consumer, and not written again
// after the block.
// 7. domain: the block's loops run over all values of its iterators.
// 8. rolled: it does not use a buffer that rolling_buffer made.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/move.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

Status checkConsumers(const State& state, const Step& step, const Place& place, const For& loop) {
  const auto places = blocksIn(state.program.body);
  for (const BufferRegion& w : place.block->f.writes) {
    if (isOutput(state.program, w.buffer->id)) {
      return refuse(step, {"output",
                           "block {0} writes the output {1}",
                           {subjectOf(*place.block), subjectOf(w.buffer)},
                           "reverse_compute_at moves it to its producer"});
    }
    const auto readers = readersOf(places, w.buffer->id);
    for (const Place& r : readers) {
      if (isBelow(r, loop.id)) continue;
      return refuse(step, {"consumers",
                           "block {0} reads {1} and does not stand below {2}",
                           {subjectOf(*r.block), subjectOf(w.buffer), subjectOf(loop)}});
    }
    if (readers.empty()) {
      return refuse(step, {"consumers",
                           "no block below {1} reads what block {0} writes",
                           {subjectOf(*place.block), subjectOf(loop)}});
    }
  }
  return {};
}

Status checkProducers(const State& state, const Step& step, const Place& place, const For& loop) {
  bool isPast = false;
  for (const Place& p : blocksIn(state.program.body)) {
    if (p.block->f.id == place.block->f.id) {
      isPast = true;
      continue;
    }
    for (const BufferRegion& r : place.block->f.reads) {
      if (!writesBuffer(*p.block, r.buffer->id) || (!isPast && !isBelow(p, loop.id))) continue;
      return refuse(step,
                    {"producers",
                     "block {0} writes {1}, which {2} reads, below the loop or after the block",
                     {subjectOf(*p.block), subjectOf(r.buffer), subjectOf(*place.block)}});
    }
  }
  return {};
}

}  // namespace

Result<State> compute_at(const State& state, const Step& step) {
  HEDDLE_TRY(const auto move, findMove(state, step));
  const auto& [place, path] = move;
  const Block& block = *place.block;
  const For& loop = *as<For>(path.back());
  HEDDLE_CHECK(checkConsumers(state, step, place, loop));
  HEDDLE_CHECK(checkProducers(state, step, place, loop));
  // What the consumers need in one iteration of the loop, as ranges of the block's iterators.
  const auto places = blocksIn(state.program.body);
  const Bounds bounds = boundsOf(state.program, loopsOn(path));
  IteratorRanges ranges;
  for (const BufferRegion& w : block.f.writes) {
    std::optional<Box> needed;
    for (const Place& r : readersOf(places, w.buffer->id)) {
      const auto box =
          touched(state.program, r, r.block->f.reads, w.buffer->id, loopsOn(path).size());
      needed = needed ? unionOf(*needed, *box, w.buffer, bounds) : box;
    }
    restrictRanges(ranges, block, w, *needed, bounds);
  }
  State next = state;
  const Stmt nest = rebuilt(next, place, ranges, bounds);
  next.program.body = withReplaced(place.path, nullptr);
  Path target = *pathTo(next.program.body, loop.id);
  // Directly before the first statement of the loop that holds a consumer.
  const auto* seq = as<Seq>(as<For>(target.back())->body);
  std::vector<Stmt> stmts = seq ? seq->stmts : std::vector<Stmt>{as<For>(target.back())->body};
  for (size_t i = 0; i < stmts.size(); ++i) {
    bool reads = false;
    for (const Place& p : blocksIn(stmts[i])) {
      for (const BufferRegion& w : block.f.writes) reads |= readsBuffer(*p.block, w.buffer->id);
    }
    if (!reads) continue;
    stmts.insert(stmts.begin() + static_cast<long>(i), nest);
    break;
  }
  For::Fields f = as<For>(target.back())->fields();
  f.body = Seq::make(std::move(stmts));
  next.program.body = withReplaced(target, withSpan(For::make(std::move(f)), loop.span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
