// The block's formula replaces every read of what it computes.
//
//   block a(v: 8 = i):             block b(v: 8 = j):
//     t[v] = x[v] * 2.0              y[v] = x[v] * 2.0 + 1.0
//   ...
//   block b(v: 8 = j):
//     y[v] = t[v] + 1.0
//
// Requirements:
// 1. block: the block exists.
// 2. complete: it has spatial iterators only, and is the only block that writes its buffer.
// 3. store: its body is one store of a scalar at distinct plain iterators, all of them.
// 4. output: its buffer is no output, and some block reads it.
// 5. inputs: nothing that it reads is written again after it.
// 6. order: every reader comes after it.
// 7. rolled: it does not use a buffer that rolling_buffer made.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

Status checkOrder(const State& state, const Step& step, const Place& place, const Buffer& buffer) {
  const auto places = blocksIn(state.program.body);
  bool isPast = false, isRead = false;
  for (const Place& p : places) {
    if (p.block->f.id == place.block->f.id) {
      isPast = true;
      continue;
    }
    if (readsBuffer(*p.block, buffer->id)) {
      isRead = true;
      if (!isPast) {
        return refuse(step, {"order",
                             "block {0} reads {1} before it is computed",
                             {subjectOf(*p.block), subjectOf(buffer)}});
      }
    }
    for (const BufferRegion& r : place.block->f.reads) {
      if (!isPast || !writesBuffer(*p.block, r.buffer->id)) continue;
      return refuse(step, {"inputs",
                           "block {0} writes {1} again, which {2} reads",
                           {subjectOf(*p.block), subjectOf(r.buffer), subjectOf(*place.block)}});
    }
  }
  if (!isRead || isOutput(state.program, buffer->id)) {
    return refuse(step, {"output",
                         "{0} is an output or read by no block",
                         {subjectOf(buffer)},
                         "reverse_compute_inline moves the formula to the block's producer"});
  }
  return {};
}

}  // namespace

Result<State> compute_inline(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  const Block& block = *place.block;
  const Store* store = singleStore(block);
  HEDDLE_CHECK(checkNotRolled(state, step, block));
  if (hasReduceIterators(block) || hasOpaqueIterators(block) || block.f.init) {
    return refuse(step, {"complete",
                         "block {0} is a reduction or opaque",
                         {subjectOf(block)},
                         "compute_at computes it where it is needed"});
  }
  if (!store) {
    return refuse(
        step, {"store", "the body of block {0} is not one store of a scalar", {subjectOf(block)}});
  }
  const auto iterators = plainIterators(store->buffer, store->indices);
  std::set<VarId> stored;
  if (iterators) {
    for (const VarRef& v : *iterators) stored.insert(v ? v->id : VarId{});
  }
  const bool usesAll =
      iterators && std::all_of(block.f.iters.begin(), block.f.iters.end(), [&](const BlockIter& i) {
        return stored.count(i.var->id) || constantInt(i.extent) == 1;
      });
  const bool readsOwn =
      std::any_of(block.f.reads.begin(), block.f.reads.end(),
                  [&](const BufferRegion& r) { return r.buffer->id == store->buffer->id; });
  if (!usesAll || readsOwn) {
    return refuse(
        step,
        {"store", "block {0} does not store at distinct plain iterators", {subjectOf(block)}});
  }
  if (writersOf(blocksIn(state.program.body), store->buffer->id).size() != 1) {
    return refuse(step,
                  {"complete", "{0} is written by several blocks", {subjectOf(store->buffer)}});
  }
  HEDDLE_CHECK(checkOrder(state, step, place, store->buffer));
  Substitution ones;  // iterators of extent one that no index names
  for (const BlockIter& iter : block.f.iters) {
    if (!stored.count(iter.var->id)) ones[iter.var->id] = constant(0);
  }
  const Expr value = substitute(store->value, ones);
  const auto inlined = [&](const Expr& e) -> Expr {
    const auto* load = as<Load>(e);
    if (!load || load->buffer->id != store->buffer->id) return e;
    Substitution map;
    for (size_t d = 0; d < load->indices.size(); ++d) {
      if ((*iterators)[d]) map[(*iterators)[d]->id] = load->indices[d];
    }
    return substitute(value, map);
  };
  State next = state;
  next.program.body = withReplaced(place.path, nullptr);
  next.program.body = rewrite(next.program.body, [&](const Stmt& s) -> Stmt {
    const auto* reader = as<Block>(s);
    if (!reader || !readsBuffer(*reader, store->buffer->id)) return s;
    Block::Fields f = reader->f;
    f.init = f.init ? rewrite(f.init, {}, inlined) : f.init;
    f.body = rewrite(f.body, {}, inlined);
    const Bounds bounds = boundsInside(next.program, *reader);
    f.init = simplify(f.init, bounds), f.body = simplify(f.body, bounds);
    recomputeRegions(next.program, f);
    return withSpan(Block::make(std::move(f)), s->span);
  });
  return next;
}

}  // namespace heddle::schedule::primitives_impl
