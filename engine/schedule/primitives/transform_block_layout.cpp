// The block's iterators, and with them its loops, are made anew by a map.
//
//   for i in range(8):             for i_0 in range(2):
//     block b(i: 8 = i):             for i_1 in range(4):
//       y[i] = x[i]                    block b(i_0: 2 = i_0, i_1: 4 = i_1):
//                                        y[i_0*4 + i_1] = x[i_0*4 + i_1]
//
// The new loops stand in the order of the map's results; the step may name them.
//
// Requirements:
// 1. block: the block exists.
// 2. complete: it is not opaque, the order of its iterators is free, and it has no own buffers.
// 3. plain: each iterator has a loop of its own over all its values, and there is no predicate.
// 4. alone: these ordinary loops stand around nothing else.
// 5. map: the map can be read, and has one old index for each iterator.
// 6. injective: it brings no two iterations to the same place.
// 7. bijective: it leaves no gaps, and can be turned round: sums of multiples of old indices, their
// quotients and remainders.
// 8. kinds: no new iterator mixes reduce and spatial ones.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/linear.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/evaluate.h"
#include "engine/schedule/analysis/index_map.h"
#include "engine/schedule/analysis/plain_nest.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

// A part of an old index that a new one holds: (old // stride) % size, for some size.
struct Digit {
  VarId old;
  int64_t stride;
};
std::optional<Digit> digitOf(const Expr& atom) {
  if (const auto* v = as<Var>(atom)) return Digit{v->id, 1};
  const auto* b = as<Binary>(atom);
  const auto c = b ? constantInt(b->b) : std::nullopt;
  if (!c || *c < 1) return {};
  if (b->op == BinaryOp::floorMod) return digitOf(b->a);
  const auto* v = as<Var>(b->a);
  if (b->op != BinaryOp::floorDiv || !v) return {};
  return Digit{v->id, *c};
}

// Old indices from new ones, by reading each new index as a number whose digits are parts of old
// ones. A guess, to be checked.
std::optional<Substitution> guessInverse(const IndexMap& map, const std::vector<VarRef>& newVars,
                                         const Bounds& bounds) {
  Substitution out;
  for (const VarRef& v : map.oldVars) out[v->id] = constant(0);
  for (size_t i = 0; i < map.newIndices.size(); ++i) {
    const LinearSum sum = linearSum(map.newIndices[i]);
    if (!sum.isValid || sum.constant != 0) return {};
    std::vector<std::pair<int64_t, Expr>> parts;
    for (const auto& [atom, c] : sum.terms) parts.emplace_back(c, atom);
    std::sort(parts.begin(), parts.end(),
              [](const auto& a, const auto& b) { return a.first > b.first; });
    Expr rest = newVars[i];
    for (const auto& [c, atom] : parts) {
      const auto digit = digitOf(atom);
      if (!digit || c < 1) return {};
      out[digit->old] = out[digit->old] + floorDiv(rest, constant(c)) * constant(digit->stride);
      rest = floorMod(rest, constant(c));
    }
  }
  for (auto& [id, e] : out) e = simplify(e, bounds);
  return out;
}

// All points of old iterators that move together, at most 2^22, lead to new ones that lead back,
// and there are no more of those.
bool isInverseOf(const IndexMap& map, const std::vector<size_t>& group,
                 const std::vector<int64_t>& extents, const std::vector<VarRef>& newVars,
                 const Substitution& inverse) {
  int64_t points = 1, room = 1;
  for (size_t d : group) {
    if (__builtin_mul_overflow(points, extents[d], &points) || points > (int64_t{1} << 22))
      return false;
  }
  for (size_t i = 0; i < map.newIndices.size(); ++i) {
    const bool isOwn = std::any_of(group.begin(), group.end(), [&](size_t d) {
      return mentions(map.newIndices[i], map.oldVars[d]->id);
    });
    if (isOwn && __builtin_mul_overflow(room, map.newExtents[i], &room)) return false;
  }
  if (room != points) return false;
  Values olds, news;
  for (const VarRef& v : map.oldVars) olds[v->id] = 0;
  for (int64_t p = 0; p < points; ++p) {
    int64_t rest = p;
    for (size_t d : group) olds[map.oldVars[d]->id] = rest % extents[d], rest /= extents[d];
    for (size_t i = 0; i < newVars.size(); ++i)
      news[newVars[i]->id] = evaluate(map.newIndices[i], olds).value_or(-1);
    for (size_t d : group) {
      const VarId v = map.oldVars[d]->id;
      if (evaluate(inverse.at(v), news) != olds.at(v)) return false;
    }
  }
  return true;
}

bool isInverse(const IndexMap& map, const std::vector<int64_t>& extents,
               const std::vector<VarRef>& newVars, const Substitution& inverse) {
  for (size_t i = 0; i < map.newIndices.size(); ++i) {
    if (constantInt(map.newIndices[i]) && map.newExtents[i] != 1) return false;
  }
  const auto groups = groupsOf(map);
  return std::all_of(groups.begin(), groups.end(), [&](const auto& group) {
    return isInverseOf(map, group, extents, newVars, inverse);
  });
}

// "i" where only i moves it, "i_1" for its second part, "i_j" for a mixture.
std::vector<std::string> namesFor(const IndexMap& map) {
  std::vector<std::string> out;
  std::map<std::string, int> count, used;
  for (const Expr& e : map.newIndices) {
    std::string name;
    for (const VarRef& v : map.oldVars) {
      if (mentions(e, v->id)) name += (name.empty() ? "" : "_") + v->name;
    }
    out.push_back(name.empty() ? "unit" : name);
    ++count[out.back()];
  }
  for (std::string& name : out) {
    const std::string base = name;
    if (count[base] > 1) name += "_" + std::to_string(used[base]++);
  }
  return out;
}

Result<IterKind> kindOf(const Step& step, const Block& block, const IndexMap& map, const Expr& e) {
  std::set<IterKind> kinds;
  for (size_t i = 0; i < map.oldVars.size(); ++i) {
    if (mentions(e, map.oldVars[i]->id)) kinds.insert(block.f.iters[i].kind);
  }
  if (kinds.size() <= 1) return kinds.empty() ? IterKind::spatial : *kinds.begin();
  return refuse(step, {"kinds",
                       "a new iterator of block {0} would mix reduce and spatial ones",
                       {subjectOf(block)},
                       "keep reduce iterators apart"});
}

}  // namespace

Result<State> transform_block_layout(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  const Block& block = *place.block;
  HEDDLE_TRY(const auto loops, plainNest(step, place));
  std::vector<int64_t> extents;
  for (const BlockIter& iter : block.f.iters)
    extents.push_back(constantInt(iter.extent).value_or(1));
  State next = state;
  HEDDLE_TRY(const IndexMap map,
             parseIndexMap(next.program, step, argument<std::string>(step, "map"), extents));
  const auto names = namesFor(map);
  Block::Fields f = block.f;
  f.iters.clear();
  std::vector<VarRef> newVars;
  std::vector<For::Fields> nest;
  Bounds bounds;
  for (const auto& [name, id] : state.loops) {
    const bool isOwn =
        std::any_of(loops.begin(), loops.end(), [&](const For* l) { return l && l->id == id; });
    if (isOwn) next.loops.erase(name);
  }
  for (size_t i = 0; i < map.newIndices.size(); ++i) {
    HEDDLE_TRY(const IterKind kind, kindOf(step, block, map, map.newIndices[i]));
    const VarRef var = Var::make(next.program.freshId<VarId>(), names[i]);
    newVars.push_back(var);
    bounds[var->id] = {0, map.newExtents[i] - 1};
    Expr binding = constant(0);
    if (map.newExtents[i] != 1) {
      const std::string name = resultName(next, step, nest.size(), block.f.name + "." + names[i]);
      For::Fields loop{next.program.freshId<LoopId>(),
                       Var::make(next.program.freshId<VarId>(), names[i]), constant(0),
                       constant(map.newExtents[i])};
      next.loops[name] = loop.id;
      binding = loop.var;
      nest.push_back(std::move(loop));
    }
    f.iters.push_back({var, constant(map.newExtents[i]), kind, binding});
  }
  const auto inverse = guessInverse(map, newVars, bounds);
  if (!inverse || !isInverse(map, extents, newVars, *inverse)) {
    return refuse(step, {"bijective",
                         "the map leaves gaps between the iterations of block {0}, or cannot be "
                         "turned round",
                         {subjectOf(block)},
                         "factors that divide the extents leave no gaps"});
  }
  Substitution values;
  for (size_t i = 0; i < block.f.iters.size(); ++i)
    values[block.f.iters[i].var->id] = inverse->at(map.oldVars[i]->id);
  if (f.init) f.init = simplify(substitute(f.init, values), bounds);
  f.body = simplify(substitute(f.body, values), bounds);
  recomputeRegions(next.program, f);
  Stmt body = withSpan(Block::make(std::move(f)), block.span);
  for (size_t i = nest.size(); i-- > 0;) {
    nest[i].body = std::move(body);
    body = withSpan(For::make(std::move(nest[i])), block.span);
  }
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  next.program.body = withReplaced(
      {place.path.begin(), place.path.begin() + static_cast<long>(rootDepth) + 1}, body);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
