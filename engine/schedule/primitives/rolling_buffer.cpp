// Each iteration of a loop computes only what the one before has not left behind.
//
//   for o in range(8):             for o in range(8):
//     for i in range(3):             for i in range(3):
//       block a(v: 10 = o + i):        block a(v: 10 = o + i):
//         t[v] = x[v]                    where o == 0 or i >= 2
//     for k in range(3):                 t[v % 3] = x[v]
//       block b(..., k: 3 = k):      for k in range(3):
//         y[o] = y[o] + t[o + k]       block b(..., k: 3 = k):
//                                        y[o] = y[o] + t[(o + k) % 3]
//
// The buffer keeps one window, and its elements come round again. Blocks that use it stay where
// they are from then on.
//
// Requirements:
// 1. block, loop: they exist.
// 2. complete: the block alone makes its only buffer, which is no parameter, and starts its sums
// itself.
// 3. below: it and all readers stand below the loop, the block first, none of them opaque.
// 4. serial: the loop is ordinary or unrolled, and no loop inside it is bound to threads.
// 5. window: the loop moves the block's elements along one dimension, evenly, and by less than it
// computes in an iteration; it computes all that is read.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/linear.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

Status checkBlock(const State& state, const Step& step, const Place& place) {
  const Block& block = *place.block;
  const bool isOne = block.f.writes.size() == 1;
  const BufferId id = isOne ? block.f.writes[0].buffer->id : BufferId{};
  const bool isUpdate =
      !block.f.init && std::any_of(block.f.reads.begin(), block.f.reads.end(),
                                   [&](const BufferRegion& r) { return r.buffer->id == id; });
  if (isOne && !hasOpaqueIterators(block) && !isUpdate && !isParameter(state.program, id) &&
      (block.f.init || !hasReduceIterators(block)) && block.f.writes[0].buffer->strides.empty() &&
      writersOf(blocksIn(state.program.body), id).size() == 1)
    return {};
  return refuse(step, {"complete",
                       "block {0} does not alone make one buffer of its own",
                       {subjectOf(block)},
                       "rolling_buffer before decompose_reduction"});
}

Status checkReaders(const State& state, const Step& step, const Place& place, const For& loop,
                    const Buffer& buffer) {
  const auto places = blocksIn(state.program.body);
  bool isPast = false, isRead = false;
  for (const Place& p : places) {
    isPast |= p.block->f.id == place.block->f.id;
    if (!readsBuffer(*p.block, buffer->id)) continue;
    isRead = true;
    if (isPast && isBelow(p, loop.id) && p.block->f.opaqueFunction.empty()) continue;
    return refuse(step, {"below",
                         "block {0} reads {1} outside of {2}, or before it is computed",
                         {subjectOf(*p.block), subjectOf(buffer), subjectOf(loop)},
                         "compute_at brings the producer below the loop of its readers"});
  }
  if (isRead && isBelow(place, loop.id)) return {};
  return refuse(step, {"below",
                       "block {0} does not stand below {1}, or nothing reads what it makes",
                       {subjectOf(*place.block), subjectOf(loop)},
                       "compute_at brings the producer below the loop of its readers"});
}

Status checkLoops(const Step& step, const Place& place, const For& loop) {
  bool isInside = false;
  for (const For* l : place.loops) {
    const bool isHere = l->id == loop.id;
    const bool isOrdered = l->forKind == ForKind::serial || l->forKind == ForKind::unrolled;
    if ((isHere && !isOrdered) || (isInside && l->forKind == ForKind::threadBinding)) {
      return refuse(step, {"serial",
                           "the iterations of {0} do not follow each other",
                           {subjectOf(*l)},
                           "rolling_buffer along a loop that stays in order"});
    }
    isInside |= isHere;
  }
  return {};
}

struct Window {
  size_t dimension = 0;
  Expr end;  // one past what an iteration computes
  int64_t step = 0, size = 0;
};

std::optional<Window> windowOf(const Box& box, const For& loop) {
  std::optional<Window> out;
  for (size_t d = 0; d < box.ranges.size(); ++d) {
    const Range& r = box.ranges[d];
    if (!mentions(r.begin, loop.var->id) && !mentions(r.extent, loop.var->id)) continue;
    const LinearSum sum = linearSum(r.begin);
    const auto size = constantInt(r.extent);
    if (out || !sum.isValid || !size) return {};
    int64_t step = 0;
    for (const auto& [atom, c] : sum.terms) {
      const auto* v = as<Var>(atom);
      if (v && v->id == loop.var->id)
        step = c;
      else if (mentions(atom, loop.var->id))
        return {};
    }
    if (step < 1 || step >= *size) return {};
    out = Window{d, r.begin + r.extent, step, *size};
  }
  return out;
}

// Everywhere, the dimension's index modulo the window.
Stmt rolled(const Program& program, const Stmt& root, const Buffer& old, const Buffer& buffer,
            const Window& window) {
  const auto changed = [&](std::vector<Expr> indices) {
    indices[window.dimension] = floorMod(indices[window.dimension], constant(window.size));
    return indices;
  };
  const Stmt body = rewrite(
      root,
      [&](const Stmt& s) -> Stmt {
        const auto* store = as<Store>(s);
        if (!store || store->buffer->id != old->id) return s;
        return withSpan(
            Store::make(buffer, changed(store->indices), store->value, store->predicate), s->span);
      },
      [&](const Expr& e) -> Expr {
        const auto* load = as<Load>(e);
        return load && load->buffer->id == old->id
                   ? Load::make(buffer, changed(load->indices), load->predicate)
                   : e;
      });
  return rewrite(body, [&](const Stmt& s) -> Stmt {
    const auto* block = as<Block>(s);
    if (!block || (!writesBuffer(*block, old->id) && !readsBuffer(*block, old->id))) return s;
    Block::Fields f = block->f;
    recomputeRegions(program, f);
    return withSpan(Block::make(std::move(f)), s->span);
  });
}

}  // namespace

Result<State> rolling_buffer(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const Block& block = *place.block;
  const For& loop = *as<For>(path.back());
  HEDDLE_CHECK(checkBlock(state, step, place));
  const Buffer buffer = block.f.writes[0].buffer;
  HEDDLE_CHECK(checkReaders(state, step, place, loop, buffer));
  HEDDLE_CHECK(checkLoops(step, place, loop));
  const size_t depth = loopsOn(path).size();
  const Bounds bounds = boundsOf(state.program, loopsOn(path));
  const auto made = touched(state.program, place, block.f.writes, buffer->id, depth);
  const auto window = made && made->isExact ? windowOf(*made, loop) : std::nullopt;
  bool isCovered = window.has_value();
  for (const Place& r : readersOf(blocksIn(state.program.body), buffer->id)) {
    const auto needed = touched(state.program, r, r.block->f.reads, buffer->id, depth);
    isCovered = isCovered && needed && covers(*made, *needed, buffer, bounds);
  }
  if (!isCovered) {
    return refuse(step, {"window",
                         "{1} does not move a window over {2} in which its iterations overlap, or "
                         "block {0} does not compute all that is read",
                         {subjectOf(block), subjectOf(loop), subjectOf(buffer)},
                         "compute_at the block at the loop that moves the window"});
  }
  // New is what lies beyond the end of the iteration before.
  const BufferRegion& region = block.f.writes[0];
  const Expr at = substitute(region.ranges[window->dimension].begin, bindingsOf(block));
  const Expr isFirst = Compare::make(CompareOp::eq, loop.var, loop.min);
  const Expr isNew = Compare::make(
      CompareOp::ge, simplify(at - window->end + constant(window->step), bounds), constant(0));
  State next = state;
  BufferNode node = *buffer;
  node.shape[window->dimension] = constant(window->size);
  const Buffer rolledBuffer = makeBuffer(std::move(node));
  Block::Fields f = block.f;
  f.predicate = logicalAnd(f.predicate, Binary::make(BinaryOp::logicalOr, isFirst, isNew));
  next.program.body = withReplaced(place.path, withSpan(Block::make(std::move(f)), block.span));
  next.program.body = rolled(next.program, next.program.body, buffer, rolledBuffer, *window);
  replaceBuffer(next.program, buffer, rolledBuffer);
  next.windows.insert(buffer->id);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
