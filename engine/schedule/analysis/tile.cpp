// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/tile.h"

#include <algorithm>
#include <set>

#include "engine/loops/linear.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule {

using namespace loops;

namespace {

const For* loopOf(const Expr& atom, const std::vector<const For*>& loops) {
  const auto* var = as<Var>(atom);
  for (const For* l : loops) {
    if (var && l->var->id == var->id) return l;
  }
  return nullptr;
}

// The chain of loops from the path's last one to its only block.
Status findChain(const State& state, const Step& step, const Path& path, Tile& tile) {
  const For& loop = *as<For>(path.back());
  std::vector<Place> below;
  for (const Place& p : blocksIn(state.program.body)) {
    if (isBelow(p, loop.id)) below.push_back(p);
  }
  bool isChain = below.size() == 1;
  if (isChain) {
    tile.place = below[0];
    for (size_t i = path.size(); i + 1 < tile.place.path.size(); ++i)
      isChain &= as<For>(tile.place.path[i]) != nullptr;
  }
  if (!isChain) {
    return refuse(step, {"single",
                         "not one block alone stands below {0}",
                         {subjectOf(loop)},
                         below.empty() ? "" : "choose a loop further in"});
  }
  const auto first = std::find_if(tile.place.loops.begin(), tile.place.loops.end(),
                                  [&](const For* l) { return l->id == loop.id; });
  tile.inner.assign(first, tile.place.loops.end());
  for (const For* l : tile.inner) {
    if (l->forKind == ForKind::serial && constantInt(l->min) == 0 && constantInt(l->extent))
      continue;
    return refuse(step, {"serial",
                         "loop {0} is already scheduled, or does not run from 0 to a constant",
                         {subjectOf(*l)},
                         "do this before the loop is scheduled"});
  }
  return {};
}

Result<Tile::Part> partOf(const Step& step, const Tile& tile, const BlockIter& iter,
                          std::set<LoopId>& used) {
  const Block& block = *tile.place.block;
  const auto notAffine = [&]() {
    return refuse(
        step, {"affine",
               "the loops do not move iterator {1} of block {0} by whole tiles",
               {subjectOf(block), {"value", 0, iter.var->name}},
               "split, and reorder so that the inner loops of the splits stand inside"});
  };
  const LinearSum sum = linearSum(iter.binding);
  if (!sum.isValid) return notAffine();
  Tile::Part part{constant(0), constant(0)};
  std::vector<std::pair<int64_t, int64_t>> steps;  // coefficient, trips
  LinearSum outer;
  outer.constant = sum.constant;
  for (const auto& [atom, c] : sum.terms) {
    const For* loop = loopOf(atom, tile.inner);
    if (!loop) {
      if (mentionsAny(atom, tile.inner)) return notAffine();
      outer.add(atom, c);
      continue;
    }
    if (c < 1 || !used.insert(loop->id).second) return notAffine();
    if (constantInt(loop->extent) != 1) steps.emplace_back(c, *constantInt(loop->extent));
    part.inside = part.inside + atom * constant(c);
  }
  std::sort(steps.begin(), steps.end());
  for (const auto& [c, trips] : steps) {
    if (c != part.size || trips < 1 || __builtin_mul_overflow(part.size, trips, &part.size))
      return notAffine();
  }
  const Quotient quotient = divide(outer, part.size);
  if (!quotient.rest.isConstant() || quotient.rest.constant != 0) return notAffine();
  part.outer = toExpr(quotient.quotient);
  const auto extent = constantInt(iter.extent);
  if (part.size != 1 && (!extent || *extent % part.size != 0)) {
    return refuse(step, {"divides",
                         "tiles of {1} do not divide iterator {2} of block {0}",
                         {subjectOf(block),
                          {"value", 0, std::to_string(part.size)},
                          {"value", 0, iter.var->name}},
                         "split by a divisor of the extent, or pad_einsum first"});
  }
  return part;
}

// The inner loops around `body`, in variables of their own when `isFresh`.
Stmt wrapped(State& state, const std::vector<const For*>& loops, Stmt body, bool isFresh) {
  Substitution fresh;
  for (size_t i = loops.size(); i-- > 0;) {
    For::Fields f = loops[i]->fields();
    if (isFresh) {
      f.id = state.program.freshId<LoopId>();
      f.var = Var::make(state.program.freshId<VarId>(), f.var->name);
      fresh[loops[i]->var->id] = f.var;
    }
    f.body = std::move(body);
    body = withSpan(For::make(std::move(f)), loops[i]->span);
  }
  return fresh.empty() ? body : substitute(body, fresh);
}

}  // namespace

Result<Tile> tileBelow(const State& state, const Step& step, const Path& path) {
  Tile tile;
  HEDDLE_CHECK(findChain(state, step, path, tile));
  const Block& block = *tile.place.block;
  if (hasOpaqueIterators(block) || !block.f.allocs.empty()) {
    return refuse(step,
                  {"plain", "block {0} is opaque or has buffers of its own", {subjectOf(block)}});
  }
  if (block.f.predicate && mentionsAny(block.f.predicate, tile.inner)) {
    return refuse(step, {"guard",
                         "the predicate of block {0} depends on the loops of the tile",
                         {subjectOf(block)},
                         "split by divisors of the extents, or pad_einsum first"});
  }
  std::set<LoopId> used;
  for (const BlockIter& iter : block.f.iters) {
    HEDDLE_TRY(Tile::Part part, partOf(step, tile, iter, used));
    tile.parts.push_back(std::move(part));
  }
  return tile;
}

Block::Fields blockOf(State& state, const Tile& tile) {
  Block::Fields f = tile.place.block->f;
  Substitution values;
  std::vector<const For*> spatial;
  for (size_t i = 0; i < f.iters.size(); ++i) {
    BlockIter& iter = f.iters[i];
    const Tile::Part& part = tile.parts[i];
    const VarRef var = Var::make(state.program.freshId<VarId>(), iter.var->name);
    values[iter.var->id] = Expr(var) * constant(part.size) + part.inside;
    if (part.size != 1) iter.extent = constant(*constantInt(iter.extent) / part.size);
    iter.var = var, iter.binding = part.outer;
  }
  for (const For* loop : tile.inner) {
    for (const BlockIter* iter : drivenBy(*tile.place.block, *loop)) {
      if (iter->kind == IterKind::spatial) spatial.push_back(loop);
    }
  }
  Bounds bounds = boundsOf(state.program, tile.inner);
  for (const BlockIter& iter : f.iters) {
    if (const auto extent = intervalOf(iter.extent, bounds))
      bounds[iter.var->id] = {0, std::max<int64_t>(extent->max - 1, 0)};
  }
  if (f.init) f.init = wrapped(state, spatial, simplify(substitute(f.init, values), bounds), true);
  f.body = wrapped(state, tile.inner, simplify(substitute(f.body, values), bounds), false);
  recomputeRegions(state.program, f);
  return f;
}

}  // namespace heddle::schedule
