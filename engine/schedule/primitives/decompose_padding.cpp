// A padded copy becomes a fill with the constant and a copy of the inside.
//
//   for i in range(10):                    for h in range(10):
//     block pad(h: 10 = i):                  block pad_fill(h: 10 = h):
//       t[h] = x[h - 1] if h >= 1              t[h] = 0.0
//              and h < 9 else 0.0          for i in range(10):
//                                            block pad(h: 10 = i):
//                                              where i >= 1 and i < 9
//                                              t[h] = x[h - 1]
//
// Requirements:
// 1. block: the block exists.
// 2. padding: its body is one store of a choice between a value and a constant, at plain iterators.
// 3. complete: it is no reduction, not opaque, and alone writes its buffer.
// 4. domain: the block's loops run over all values of its iterators.
// 5. nest: no block of the same nest reads the buffer, and its loops are all ordinary.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/move.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> decompose_padding(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  const Block& block = *place.block;
  const Store* store = singleStore(block);
  const auto* choice = store ? as<Select>(store->value) : nullptr;
  const bool isConstant =
      choice && (as<FloatImm>(choice->whenFalse) || as<IntImm>(choice->whenFalse));
  bool readsInCondition = false;
  if (choice) {
    walk(choice->condition,
         [&](const Expr& e) { return readsInCondition |= e->kind == ExprKind::Load, true; });
  }
  if (!isConstant || readsInCondition || !plainIterators(store->buffer, store->indices)) {
    return refuse(step, {"padding",
                         "the body of block {0} is no choice between a value and a constant",
                         {subjectOf(block)}});
  }
  if (hasReduceIterators(block)) {
    return refuse(step, {"complete", "block {0} is a reduction", {subjectOf(block)}});
  }
  HEDDLE_CHECK(checkMovable(state, step, place));
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  bool isAlone = std::all_of(place.loops.begin(), place.loops.end(),
                             [](const For* l) { return l->forKind == ForKind::serial; });
  for (const Place& r : readersOf(blocksIn(state.program.body), store->buffer->id)) {
    isAlone &= r.path[rootDepth] != place.path[rootDepth];
  }
  if (!isAlone) {
    return refuse(step, {"nest",
                         "a block of the same nest reads {1}, or a loop around {0} is scheduled",
                         {subjectOf(block), subjectOf(store->buffer)},
                         "decompose_padding before compute_at"});
  }
  State next = state;
  const std::string name = unusedBlockName(state, block.f.name + "_fill");
  std::vector<NewLoop> list;
  for (const BlockIter& iter : block.f.iters)
    list.push_back({iter.var->name, constant(0), iter.extent});
  const Nest nest = makeNest(next, name, list);
  Block::Fields fill{next.program.freshId<BlockId>(), name};
  Substitution fresh;
  for (size_t i = 0; i < block.f.iters.size(); ++i) {
    const VarRef var = Var::make(next.program.freshId<VarId>(), list[i].name);
    fresh[block.f.iters[i].var->id] = var;
    fill.iters.push_back({var, list[i].extent, IterKind::spatial, nest.bindings[i]});
  }
  std::vector<Expr> indices;
  for (const Expr& e : store->indices) indices.push_back(substitute(e, fresh));
  fill.body = Store::make(store->buffer, indices, choice->whenFalse);
  recomputeRegions(next.program, fill);
  next.blocks[name] = fill.id;
  Block::Fields f = block.f;
  f.predicate = logicalAnd(f.predicate, substitute(choice->condition, bindingsOf(block)));
  f.body = withSpan(Store::make(store->buffer, store->indices, choice->whenTrue), store->span);
  recomputeRegions(next.program, f);
  next.program.body = withReplaced(place.path, withSpan(Block::make(std::move(f)), block.span));
  const auto at = pathTo(next.program.body, block.f.id);
  insertAtRoot(next.program, *at,
               wrap(nest, withSpan(Block::make(std::move(fill)), block.span), block.span), true);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
