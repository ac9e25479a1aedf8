// The start value of a reduction is set by a block of its own before the loop.
//
//   for i in range(4):             for i in range(4):
//     for k in range(8):             block sum_init(v: 4 = i):
//       block sum(v: 4 = i, ...        y[v] = 0.0
//         init: y[v] = 0.0           for k in range(8):
//         y[v] = y[v] + x[v, k]        block sum(v: 4 = i, reduce k: 8 = k):
//                                        y[v] = y[v] + x[v, k]
//
// Requirements:
// 1. block, loop: both exist.
// 2. reduction: the block has an init.
// 3. ancestor: the loop stands around the block.
// 4. outside: no loop around the given one drives a reduce iterator of the block.
// 5. mixed: no loop below drives reduce and spatial iterators, in bindings or in the predicate, at
// once.
// 6. start: where the reduction may be skipped by the predicate, its first step is not.
// 7. repeated: no loop at or inside the given one runs the block again for the same iterators.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

bool drives(const Block& block, const For& loop, IterKind kind) {
  for (const BlockIter* iter : drivenBy(block, loop)) {
    if (iter->kind == kind) return true;
  }
  return false;
}

std::vector<Expr> conjuncts(const Expr& e) {
  if (!e) return {};
  const auto* b = as<Binary>(e);
  if (!b || b->op != BinaryOp::logicalAnd) return {e};
  std::vector<Expr> out = conjuncts(b->a);
  for (const Expr& c : conjuncts(b->b)) out.push_back(c);
  return out;
}

// The part of the predicate that is about spatial loops. A condition on reduce loops alone holds in
// the first step, where they are all at zero.
Result<Expr> initPredicate(const State& state, const Step& step, const Place& place,
                           const std::vector<const For*>& reduceLoops) {
  Expr out;
  for (const Expr& c : conjuncts(place.block->f.predicate)) {
    if (!mentionsAny(c, reduceLoops)) {
      out = logicalAnd(out, c);
      continue;
    }
    Substitution zero;
    for (const For* loop : reduceLoops) zero[loop->var->id] = loop->min;
    const Expr first = substitute(c, zero);
    if (provablyTrue(first, boundsOf(state.program, place.loops))) continue;
    return refuse(step, {"start",
                         "the predicate of block {0} may skip the first step of the reduction",
                         {subjectOf(*place.block)},
                         "split the reduction by a divisor of its extent"});
  }
  return out;
}

}  // namespace

Result<State> decompose_reduction(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const Block& block = *place.block;
  const For& loop = *as<For>(path.back());
  if (!block.f.init) {
    return refuse(step, {"reduction", "block {0} has no init", {subjectOf(block)}});
  }
  const auto at = std::find(place.loops.begin(), place.loops.end(), &loop);
  if (at == place.loops.end()) {
    return refuse(step, {"ancestor",
                         "loop {1} does not stand around block {0}",
                         {subjectOf(block), subjectOf(loop)}});
  }
  for (auto it = place.loops.begin(); it != at; ++it) {
    if (!drives(block, **it, IterKind::reduce)) continue;
    return refuse(step, {"outside",
                         "loop {0} around {1} drives the reduction of block {2}",
                         {subjectOf(**it), subjectOf(loop), subjectOf(block)},
                         "decompose at {0} or reorder it inwards"});
  }
  std::vector<const For*> reduceLoops, spatialLoops;
  Substitution idle;  // loops of one iteration, which the init does without
  for (auto it = at; it != place.loops.end(); ++it) {
    const bool isReduce = drives(block, **it, IterKind::reduce),
               isSpatial = drives(block, **it, IterKind::spatial);
    if (isReduce && isSpatial) {
      return refuse(step, {"mixed",
                           "loop {0} drives reduce and spatial iterators of block {1} at once",
                           {subjectOf(**it), subjectOf(block)}});
    }
    if (!isReduce && !isSpatial && constantInt((*it)->extent) != 1) {
      return refuse(step,
                    {"repeated",
                     "loop {0} repeats block {1}, whose sum would go on instead of starting again",
                     {subjectOf(**it), subjectOf(block)},
                     "decompose at a loop further in"});
    }
    if (!isReduce && !isSpatial) idle[(*it)->var->id] = (*it)->min;
    if (isReduce) reduceLoops.push_back(*it);
    if (isSpatial) spatialLoops.push_back(*it);
  }
  State next = state;
  HEDDLE_TRY(const Expr predicate, initPredicate(state, step, place, reduceLoops));
  const std::string name = unusedBlockName(state, block.f.name + "_init");
  Block::Fields f{next.program.freshId<BlockId>(), name};
  next.blocks[name] = f.id;
  Substitution fresh, loopMap;
  std::vector<For::Fields> nest;
  for (const For* l : spatialLoops) {
    For::Fields copy = l->fields();
    copy.id = next.program.freshId<LoopId>();
    copy.var = Var::make(next.program.freshId<VarId>(), l->var->name);
    loopMap[l->var->id] = copy.var;
    next.loops[name + "." + shortName(state, *l)] = copy.id;
    nest.push_back(std::move(copy));
  }
  for (const BlockIter& iter : block.f.iters) {
    if (iter.kind != IterKind::spatial) continue;
    const VarRef var = Var::make(next.program.freshId<VarId>(), iter.var->name);
    fresh[iter.var->id] = var;
    f.iters.push_back({var, iter.extent, iter.kind, substitute(iter.binding, loopMap)});
  }
  f.predicate = predicate ? substitute(substitute(predicate, idle), loopMap) : predicate;
  f.body = substitute(block.f.init, fresh);
  recomputeRegions(next.program, f);
  Stmt init = withSpan(Block::make(std::move(f)), block.f.init->span);
  for (size_t i = nest.size(); i-- > 0;) {
    nest[i].body = init;
    nest[i].min = substitute(nest[i].min, loopMap),
    nest[i].extent = substitute(nest[i].extent, loopMap);
    init = withSpan(For::make(nest[i]), spatialLoops[i]->span);
  }
  Block::Fields update = block.f;
  update.init = nullptr;
  recomputeRegions(next.program, update);
  next.program.body =
      withReplaced(place.path, withSpan(Block::make(std::move(update)), block.span));
  const auto target = pathTo(next.program.body, loop.id);
  next.program.body = withReplaced(*target, Seq::make({init, target->back()}));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
