// The block uses a copy of the buffer that is laid out in the order of the block's iterators.
//
//   block b(i: 4 = i, k: 3 = k):   block x_reindex_copy(i: 4 = i, k: 3 = k):
//     ... x[i*2 + k] ...             x_reindex[i, k] = x[i*2 + k]
//                                  ...
//                                  block b(i: 4 = i, k: 3 = k):
//                                    ... x_reindex[i, k] ...
//
// What is read is copied before the block's nest, what is written after it.
//
// Requirements:
// 1. block, buffer: they exist, and the block reads or writes the buffer.
// 2. complete: the block is not opaque, and the order of its iterators does not matter.
// 3. access: it uses the buffer at one place in each instance, which only its iterators determine.
// 4. size: the iterators of that place have constant extents with a product of at most 2^26.
// 5. inside: the place lies in the buffer for all values of the iterators.
// 6. producer, whole: what is read is complete before the nest, and what is written is all of the
// buffer.
// 7. writer: what is written is written by this block alone, at distinct plain iterators.
// 8. nest: no other block of the nest reads what is written.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/move.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

constexpr int64_t maxElements = int64_t{1} << 26;

// The one place that all accesses name; nothing when there are several.
std::optional<std::vector<Expr>> placeIn(const Block& block, const Buffer& buffer) {
  std::optional<std::vector<Expr>> out;
  bool isOne = true;
  const auto note = [&](const Buffer& b, const std::vector<Expr>& indices, const Expr& predicate) {
    if (b->id != buffer->id) return;
    isOne &= !predicate;
    for (size_t d = 0; d < indices.size(); ++d) {
      isOne &= indices[d]->type == ValueType{};
      isOne &= !out || structurallyEqual((*out)[d], indices[d]);
    }
    out = indices;
  };
  walk(
      Seq::make({block.f.init, block.f.body}),
      [&](const Stmt& s) {
        if (const auto* store = as<Store>(s)) note(store->buffer, store->indices, store->predicate);
        return true;
      },
      [&](const Expr& e) {
        if (const auto* load = as<Load>(e)) note(load->buffer, load->indices, load->predicate);
        return true;
      });
  if (!isOne || !out) return {};
  // Of iterators and symbols only.
  std::set<VarId> inner;
  walk(block.f.body, [&](const Stmt& s) {
    if (const auto* loop = as<For>(s)) inner.insert(loop->var->id);
    return true;
  });
  for (const Expr& e : *out) {
    walk(e, [&](const Expr& x) {
      const auto* v = as<Var>(x);
      isOne &= x->kind != ExprKind::Load && !(v && inner.count(v->id));
      return true;
    });
  }
  return isOne ? out : std::nullopt;
}

std::vector<const BlockIter*> iteratorsOf(const Block& block, const std::vector<Expr>& place) {
  std::vector<const BlockIter*> out;
  for (const BlockIter& iter : block.f.iters) {
    const bool isUsed = std::any_of(place.begin(), place.end(),
                                    [&](const Expr& e) { return mentions(e, iter.var->id); });
    if (isUsed) out.push_back(&iter);
  }
  return out;
}

Status checkPlace(const State& state, const Step& step, const Block& block, const Buffer& buffer,
                  const std::vector<Expr>& place) {
  int64_t elements = 1;
  for (const BlockIter* iter : iteratorsOf(block, place)) {
    const auto extent = constantInt(iter->extent);
    if (extent && !__builtin_mul_overflow(elements, *extent, &elements) && elements <= maxElements)
      continue;
    return refuse(step, {"size",
                         "a copy of {1} in the order of block {0} would be too large or of unknown "
                         "size",
                         {subjectOf(block), subjectOf(buffer)},
                         "read_at copies what one iteration of a loop needs"});
  }
  const Bounds bounds = boundsInside(state.program, block);
  for (size_t d = 0; d < place.size(); ++d) {
    if (provablyTrue(Compare::make(CompareOp::ge, place[d], constant(0)), bounds) &&
        provablyTrue(Compare::make(CompareOp::lt, place[d], buffer->shape[d]), bounds))
      continue;
    return refuse(step, {"inside",
                         "block {0} may name a place outside of {1}",
                         {subjectOf(block), subjectOf(buffer)},
                         "decompose_padding first"});
  }
  return {};
}

Status checkWrite(const State& state, const Step& step, const Place& place, const Buffer& buffer,
                  const std::vector<Expr>& indices) {
  const Block& block = *place.block;
  const auto places = blocksIn(state.program.body);
  const bool readsOld = !block.f.init && std::any_of(block.f.reads.begin(), block.f.reads.end(),
                                                     [&](const BufferRegion& r) {
                                                       return r.buffer->id == buffer->id;
                                                     });
  const auto plain = plainIterators(buffer, indices);
  bool isTold = plain.has_value();
  for (const BlockIter& iter : block.f.iters) {
    const bool isNamed = plain && std::any_of(plain->begin(), plain->end(), [&](const VarRef& v) {
                           return v && v->id == iter.var->id;
                         });
    isTold &= iter.kind == IterKind::reduce ? !isNamed : isNamed || constantInt(iter.extent) == 1;
  }
  if (writersOf(places, buffer->id).size() != 1 || readsOld || !isTold) {
    return refuse(step, {"writer",
                         "block {0} does not write {1} alone at distinct plain iterators",
                         {subjectOf(block), subjectOf(buffer)},
                         "cache_write works at any place"});
  }
  if (!writesWhole(state.program, place, buffer)) {
    return refuse(step, {"whole",
                         "block {0} is not known to write every element of {1}",
                         {subjectOf(block), subjectOf(buffer)}});
  }
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  for (const Place& r : readersOf(places, buffer->id)) {
    if (r.path[rootDepth] != place.path[rootDepth]) continue;
    return refuse(step, {"nest",
                         "block {0} of the same nest reads {1}",
                         {subjectOf(*r.block), subjectOf(buffer)},
                         "reindex before compute_at"});
  }
  return {};
}

// The block that copies between `place` in the buffer and the iterators' place in the staging one.
Stmt makeStaging(State& state, const std::string& name, const std::vector<const BlockIter*>& iters,
                 const std::vector<Expr>& place, const Buffer& buffer, const Buffer& staging,
                 bool isRead) {
  std::vector<NewLoop> list;
  for (const BlockIter* iter : iters) list.push_back({iter->var->name, constant(0), iter->extent});
  const Nest nest = makeNest(state, name, list);
  Block::Fields f{state.program.freshId<BlockId>(), name};
  Substitution fresh;
  std::vector<Expr> at, there;
  for (size_t i = 0; i < iters.size(); ++i) {
    const VarRef var = Var::make(state.program.freshId<VarId>(), list[i].name);
    fresh[iters[i]->var->id] = var;
    at.push_back(var);
    f.iters.push_back({var, list[i].extent, IterKind::spatial, nest.bindings[i]});
  }
  for (const Expr& e : place) there.push_back(substitute(e, fresh));
  f.body = isRead ? Store::make(staging, at, Load::make(buffer, there))
                  : Store::make(buffer, there, Load::make(staging, at));
  recomputeRegions(state.program, f);
  state.blocks[name] = f.id;
  return wrap(nest, Block::make(std::move(f)), 0);
}

}  // namespace

Result<State> reindex(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  const Block& block = *place.block;
  const bool isWrite = writesBuffer(block, buffer->id);
  if (!isWrite && !readsBuffer(block, buffer->id)) {
    return refuse(step, {"buffer",
                         "block {0} neither reads nor writes {1}",
                         {subjectOf(block), subjectOf(buffer)}});
  }
  if (hasOpaqueIterators(block)) {
    return refuse(step, {"complete",
                         "block {0} is opaque or the order of its iterators matters",
                         {subjectOf(block)}});
  }
  const auto at = placeIn(block, buffer);
  const auto iters = at ? iteratorsOf(block, *at) : std::vector<const BlockIter*>{};
  if (iters.empty()) {
    return refuse(step, {"access",
                         "block {0} does not use {1} at one place that its iterators determine",
                         {subjectOf(block), subjectOf(buffer)},
                         isWrite ? "cache_write" : "cache_read"});
  }
  HEDDLE_CHECK(checkPlace(state, step, block, buffer, *at));
  HEDDLE_CHECK(isWrite ? checkWrite(state, step, place, buffer, *at)
                       : checkStageable(state, step, place, buffer));
  State next = state;
  BufferNode node = *buffer;
  node.id = next.program.freshId<BufferId>();
  node.name = unusedBufferName(state, buffer->name + "_reindex");
  node.scope = Scope::global;
  node.strides.clear(), node.shape.clear();
  std::vector<Expr> own;
  for (const BlockIter* iter : iters) node.shape.push_back(iter->extent), own.push_back(iter->var);
  const Buffer staging = makeBuffer(node);
  next.buffers[staging->name] = staging->id;
  next.program.allocs.push_back(staging);
  Block::Fields f = block.f;
  const auto onStmt = [&](const Stmt& s) -> Stmt {
    const auto* store = as<Store>(s);
    if (!store || store->buffer->id != buffer->id) return s;
    return withSpan(Store::make(staging, own, store->value), s->span);
  };
  const auto onExpr = [&](const Expr& e) -> Expr {
    const auto* load = as<Load>(e);
    return load && load->buffer->id == buffer->id ? Load::make(staging, own) : e;
  };
  if (f.init) f.init = rewrite(f.init, onStmt, onExpr);
  f.body = rewrite(f.body, onStmt, onExpr);
  recomputeRegions(next.program, f);
  next.program.body = withReplaced(place.path, withSpan(Block::make(std::move(f)), block.span));
  const auto path = pathTo(next.program.body, block.f.id);
  const std::string name = unusedBlockName(next, node.name + "_copy");
  const Stmt copy = makeStaging(next, name, iters, *at, buffer, staging, !isWrite);
  insertAtRoot(next.program, *path, copy, !isWrite);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
