// The block's formula is applied where its input is computed.
//
//   block a(v: 8 = i):             block a(v: 8 = i):
//     t[v] = x[v] * 2.0              y[v] = x[v] * 2.0 + 1.0
//   ...
//   block b(v: 8 = j):
//     y[v] = t[v] + 1.0
//
// Requirements:
// 1. block: the block exists.
// 2. complete: it has spatial iterators only and its body is one store of a scalar.
// 3. producer: of the buffers that it reads, exactly one is written by a block, and by one block
// only.
// 4. consumer: that buffer is no output and nobody else reads it.
// 5. load: it reads the buffer at distinct plain iterators, all of its own, over the whole buffer.
// 6. reduction: the producer has no reduction, and its body is one store.
// 7. order: nothing between the producer and the block writes what the block reads, or uses what it
// writes.
// 8. domain: the block runs for all values of its iterators, and alone writes its buffer
// (complete).
// 9. rolled: it does not use a buffer that rolling_buffer made.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/move.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

struct Pair {
  Place producer;
  Buffer buffer;
};

Result<Pair> producerOf(const State& state, const Step& step, const Place& place) {
  const auto places = blocksIn(state.program.body);
  std::vector<Pair> found;
  for (const BufferRegion& r : place.block->f.reads) {
    for (const Place& w : writersOf(places, r.buffer->id)) {
      if (w.block->f.id != place.block->f.id) found.push_back({w, r.buffer});
    }
  }
  if (found.size() != 1) {
    return refuse(step, {"producer",
                         "block {0} has {1} producers, not one",
                         {subjectOf(*place.block), {"value", 0, std::to_string(found.size())}},
                         "compute_inline the other producers first"});
  }
  if (isOutput(state.program, found[0].buffer->id) ||
      readersOf(places, found[0].buffer->id).size() != 1) {
    return refuse(
        step,
        {"consumer", "{0} is an output or read by other blocks too", {subjectOf(found[0].buffer)}});
  }
  return found[0];
}

// The iterators at which every load of the buffer stands.
std::optional<std::vector<VarRef>> loadIterators(const Block& block, const Buffer& buffer) {
  std::optional<std::vector<VarRef>> out;
  bool isGood = true;
  walk(
      block.f.body, [](const Stmt&) { return true; },
      [&](const Expr& e) {
        const auto* load = as<Load>(e);
        if (!load || load->buffer->id != buffer->id) return true;
        const auto here = plainIterators(buffer, load->indices);
        isGood = isGood && here && (!out || *out == *here);
        out = here;
        return true;
      });
  return isGood ? out : std::nullopt;
}

Status checkBetween(const State& state, const Step& step, const Pair& pair, const Place& place) {
  bool isBetween = false;
  for (const Place& p : blocksIn(state.program.body)) {
    if (p.block->f.id == place.block->f.id) break;
    if (isBetween) {
      for (const BufferRegion& r : place.block->f.reads) {
        if (writesBuffer(*p.block, r.buffer->id)) {
          return refuse(step, {"order",
                               "block {0} writes {1} in between",
                               {subjectOf(*p.block), subjectOf(r.buffer)}});
        }
      }
      for (const BufferRegion& w : place.block->f.writes) {
        if (writesBuffer(*p.block, w.buffer->id) || readsBuffer(*p.block, w.buffer->id)) {
          return refuse(step, {"order",
                               "block {0} uses {1} in between",
                               {subjectOf(*p.block), subjectOf(w.buffer)}});
        }
      }
    }
    isBetween |= p.block->f.id == pair.producer.block->f.id;
  }
  return {};
}

}  // namespace

Result<State> reverse_compute_inline(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  const Block& block = *place.block;
  const Store* store = singleStore(block);
  HEDDLE_CHECK(checkNotRolled(state, step, block));
  if (!store || hasReduceIterators(block) || hasOpaqueIterators(block)) {
    return refuse(
        step,
        {"complete", "block {0} is a reduction or not one store of a scalar", {subjectOf(block)}});
  }
  HEDDLE_TRY(const Pair pair, producerOf(state, step, place));
  const Block& producer = *pair.producer.block;
  const Store* made = singleStore(producer);
  if (hasReduceIterators(producer) || hasOpaqueIterators(producer) || !made) {
    return refuse(step, {"reduction",
                         "block {0} is a reduction or not one store",
                         {subjectOf(producer)},
                         "reverse_compute_at computes the block right after it instead"});
  }
  const auto iterators = loadIterators(block, pair.buffer);
  Substitution map;
  bool coversAll = iterators.has_value();
  if (iterators) {
    for (size_t d = 0; d < iterators->size(); ++d) {
      if (!(*iterators)[d]) continue;
      const auto iter =
          std::find_if(block.f.iters.begin(), block.f.iters.end(),
                       [&](const BlockIter& i) { return i.var->id == (*iterators)[d]->id; });
      coversAll = coversAll && iter != block.f.iters.end() &&
                  structurallyEqual(iter->extent, pair.buffer->shape[d]);
      map[(*iterators)[d]->id] = made->indices[d];
    }
    for (const BlockIter& iter : block.f.iters) {
      if (map.count(iter.var->id)) continue;
      coversAll = coversAll && constantInt(iter.extent) == 1;
      map[iter.var->id] = constant(0);
    }
  }
  if (!coversAll) {
    return refuse(step,
                  {"load",
                   "block {0} does not read {1} at its own plain iterators over the whole buffer",
                   {subjectOf(block), subjectOf(pair.buffer)}});
  }
  HEDDLE_CHECK(checkMovable(state, step, place));
  HEDDLE_CHECK(checkBetween(state, step, pair, place));
  Block::Fields f = producer.f;
  std::vector<Expr> indices;
  for (const Expr& e : store->indices) indices.push_back(substitute(e, map));
  const Expr value = rewrite(substitute(store->value, map), [&](const Expr& e) -> Expr {
    const auto* load = as<Load>(e);
    return load && load->buffer->id == pair.buffer->id ? made->value : e;
  });
  const Bounds bounds = boundsInside(state.program, producer);
  f.body =
      withSpan(simplify(Store::make(store->buffer, std::move(indices), value), bounds), made->span);
  recomputeRegions(state.program, f);
  State next = state;
  next.program.body =
      withReplaced(pair.producer.path, withSpan(Block::make(std::move(f)), producer.span));
  const auto path = pathTo(next.program.body, block.f.id);
  next.program.body = withReplaced(*path, nullptr);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
