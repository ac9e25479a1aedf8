// A reduction is computed in parts, one for each iteration of a loop, and a new block adds up the
// parts.
//
//   for i in range(4):             for i in range(4):
//     for k_o in range(4):           for k_o in range(4):
//       for k_i in range(2):           for k_i in range(2):
//         block s(v: 4 = i,              block s(v: 4 = i, k_i: 2 = k_i, reduce k_o: 4 = k_o):
//             reduce k: 8 = ...):          init: y_rf[k_i, v] = 0.0
//           init: y[v] = 0.0               y_rf[k_i, v] = y_rf[k_i, v] + x[v, k_o*2 + k_i]
//           y[v] = y[v] + x[v, k]    for v in range(4):
//                                      for k_i in range(2):
//                                        block s_final(v: 4 = v, reduce k_i: 2 = k_i):
//                                          init: y[v] = 0.0
//                                          y[v] = y[v] + y_rf[k_i, v]
//
// Requirements:
// 1. loop: the loop exists, and one block stands below it.
// 2. reduction: the block has an init, and its body is one store.
// 3. reducer: it adds, multiplies, or takes the minimum or maximum, starting from that operation's
// identity.
// 4. drives: the loop drives reduce iterators only, and has a constant extent.
// 5. mixed: no other loop drives reduce and spatial iterators at once.
// 6. domain: the block's loops run over all values of its iterators.
// 7. nest: no other block of the same nest uses the buffer, and no other block writes it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/move.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

struct Reducer {
  BinaryOp op;
  Expr identity, value;
};

std::optional<double> identityOf(BinaryOp op) {
  const double infinity = std::numeric_limits<double>::infinity();
  switch (op) {
    case BinaryOp::add:
      return 0;
    case BinaryOp::mul:
      return 1;
    case BinaryOp::max:
      return -infinity;
    case BinaryOp::min:
      return infinity;
    default:
      return {};
  }
}

// store is "b[...] = op(b[...], value)" or "op(value, b[...])", init stores the identity.
std::optional<Reducer> reducerOf(const Store& store, const Store& init) {
  const auto* b = as<Binary>(store.value);
  const auto identity = b ? identityOf(b->op) : std::nullopt;
  if (!identity) return {};
  const auto isRunning = [&](const Expr& e) {
    const auto* load = as<Load>(e);
    if (!load || load->buffer != store.buffer || load->predicate) return false;
    for (size_t d = 0; d < load->indices.size(); ++d) {
      if (!structurallyEqual(load->indices[d], store.indices[d])) return false;
    }
    return true;
  };
  const bool isLeft = isRunning(b->a);
  if (!isLeft && !isRunning(b->b)) return {};
  const auto* f = as<FloatImm>(init.value);
  const auto i = constantInt(init.value);
  if (!(f && f->value == *identity) && !(i && static_cast<double>(*i) == *identity)) return {};
  const Expr value = isLeft ? b->b : b->a;
  bool readsOwn = false;
  walk(value, [&](const Expr& e) {
    const auto* load = as<Load>(e);
    readsOwn |= load && load->buffer == store.buffer;
    return !readsOwn;
  });
  return readsOwn ? std::nullopt : std::optional(Reducer{b->op, init.value, value});
}

Result<std::vector<const For*>> reduceLoops(const Step& step, const Place& place, const For& loop) {
  std::vector<const For*> out;
  for (const For* l : place.loops) {
    bool isReduce = false, isSpatial = false;
    for (const BlockIter* iter : drivenBy(*place.block, *l)) {
      (iter->kind == IterKind::reduce ? isReduce : isSpatial) = true;
    }
    if (l == &loop &&
        (!isReduce || isSpatial || !constantInt(l->extent) || constantInt(l->min) != 0)) {
      return refuse(step, {"drives",
                           "loop {0} does not drive the reduction of block {1} alone",
                           {subjectOf(loop), subjectOf(*place.block)}});
    }
    if (isReduce && isSpatial) {
      return refuse(step, {"mixed",
                           "loop {0} drives reduce and spatial iterators of block {1} at once",
                           {subjectOf(*l), subjectOf(*place.block)}});
    }
    if (isReduce) out.push_back(l);
  }
  return out;
}

Status checkUses(const State& state, const Step& step, const Place& place, const Buffer& buffer) {
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  for (const Place& p : blocksIn(state.program.body)) {
    if (p.block == place.block) continue;
    const bool isNear = p.path[rootDepth] == place.path[rootDepth];
    if (!writesBuffer(*p.block, buffer->id) && !(isNear && readsBuffer(*p.block, buffer->id)))
      continue;
    return refuse(step, {"nest",
                         "block {0} writes {1}, or reads it in the same nest",
                         {subjectOf(*p.block), subjectOf(buffer)}});
  }
  return {};
}

std::vector<Expr> conjuncts(const Expr& e) {
  const auto* b = as<Binary>(e);
  if (!e) return {};
  if (!b || b->op != BinaryOp::logicalAnd) return {e};
  std::vector<Expr> out = conjuncts(b->a);
  for (const Expr& c : conjuncts(b->b)) out.push_back(c);
  return out;
}

}  // namespace

Result<State> rfactor(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  std::vector<Place> below;
  for (const Place& p : blocksIn(state.program.body)) {
    if (isBelow(p, loop.id)) below.push_back(p);
  }
  if (below.size() != 1) {
    return refuse(step, {"loop", "not exactly one block stands below {0}", {subjectOf(loop)}});
  }
  const Place& place = below[0];
  const Block& block = *place.block;
  const auto *store = as<Store>(block.f.body), *init = as<Store>(block.f.init);
  if (!store || !init || store->predicate || hasOpaqueIterators(block)) {
    return refuse(step, {"reduction",
                         "block {0} is no reduction of one store",
                         {subjectOf(block)},
                         "rfactor before decompose_reduction"});
  }
  const auto reducer = reducerOf(*store, *init);
  if (!reducer) {
    return refuse(step, {"reducer",
                         "block {0} does not add, multiply or take an extremum from its identity",
                         {subjectOf(block)}});
  }
  HEDDLE_TRY(const auto reducing, reduceLoops(step, place, loop));
  HEDDLE_CHECK(checkMovable(state, step, place));
  HEDDLE_CHECK(checkUses(state, step, place, store->buffer));
  State next = state;
  BufferNode node = *store->buffer;
  node.id = next.program.freshId<BufferId>();
  node.name = unusedBufferName(state, store->buffer->name + "_rf");
  node.scope = Scope::global;
  node.strides.clear();
  node.shape.insert(node.shape.begin(), loop.extent);
  const Buffer parts = makeBuffer(node);
  next.buffers[parts->name] = parts->id;
  next.program.allocs.push_back(parts);

  // The parts: an iterator per reduce loop; the factored one is spatial now.
  Block::Fields f = block.f;
  f.iters.clear();
  Substitution loopToIter, iterToValue;
  Expr partIndex;
  std::vector<BlockIter> reduceIters;
  for (const For* l : reducing) {
    const VarRef var = Var::make(next.program.freshId<VarId>(), l->var->name);
    loopToIter[l->var->id] = var;
    if (l == &loop) partIndex = var;
    BlockIter iter{var, l->extent, l == &loop ? IterKind::spatial : IterKind::reduce, l->var};
    if (l == &loop)
      f.iters.push_back(iter);
    else
      reduceIters.push_back(iter);
  }
  for (const BlockIter& iter : block.f.iters) {
    if (iter.kind == IterKind::spatial)
      f.iters.push_back(iter);
    else
      iterToValue[iter.var->id] = substitute(iter.binding, loopToIter);
  }
  f.iters.insert(f.iters.end(), reduceIters.begin(), reduceIters.end());
  // A guard of the reduction moves into the value, so that every part is started.
  Expr predicate, guard;
  for (const Expr& c : conjuncts(block.f.predicate)) {
    if (!mentionsAny(c, reducing)) {
      predicate = logicalAnd(predicate, c);
      continue;
    }
    guard = logicalAnd(guard, substitute(c, loopToIter));
    if (mentionsAny(guard, place.loops)) {
      return refuse(step, {"mixed",
                           "the predicate of block {0} mixes reduce and spatial loops",
                           {subjectOf(block)}});
    }
  }
  f.predicate = predicate;
  Expr value = substitute(reducer->value, iterToValue);
  if (guard) value = Select::make(guard, value, reducer->identity);
  std::vector<Expr> indices = store->indices, initIndices = init->indices;
  indices.insert(indices.begin(), partIndex), initIndices.insert(initIndices.begin(), partIndex);
  f.init = Store::make(parts, initIndices, reducer->identity);
  f.body =
      Store::make(parts, indices, Binary::make(reducer->op, Load::make(parts, indices), value));
  recomputeRegions(next.program, f);
  next.program.body = withReplaced(place.path, withSpan(Block::make(std::move(f)), block.span));

  // The sum of the parts.
  const std::string name = unusedBlockName(next, block.f.name + "_final");
  std::vector<NewLoop> list;
  for (const BlockIter& iter : block.f.iters) {
    if (iter.kind == IterKind::spatial) list.push_back({iter.var->name, constant(0), iter.extent});
  }
  list.push_back({loop.var->name, constant(0), loop.extent});
  const Nest nest = makeNest(next, name, list);
  Block::Fields g{next.program.freshId<BlockId>(), name};
  Substitution spatial;
  size_t position = 0;
  for (const BlockIter& iter : block.f.iters) {
    if (iter.kind != IterKind::spatial) continue;
    const VarRef var = Var::make(next.program.freshId<VarId>(), iter.var->name);
    spatial[iter.var->id] = var;
    g.iters.push_back({var, iter.extent, iter.kind, nest.bindings[position++]});
  }
  const VarRef part = Var::make(next.program.freshId<VarId>(), loop.var->name);
  g.iters.push_back({part, loop.extent, IterKind::reduce, nest.bindings[position]});
  std::vector<Expr> target;
  for (const Expr& e : store->indices) target.push_back(substitute(e, spatial));
  std::vector<Expr> source = target;
  source.insert(source.begin(), part);
  g.init = Store::make(store->buffer, target, reducer->identity);
  g.body = Store::make(
      store->buffer, target,
      Binary::make(reducer->op, Load::make(store->buffer, target), Load::make(parts, source)));
  recomputeRegions(next.program, g);
  next.blocks[name] = g.id;
  const auto at = pathTo(next.program.body, block.f.id);
  insertAtRoot(next.program, *at,
               wrap(nest, withSpan(Block::make(std::move(g)), block.span), block.span), false);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
