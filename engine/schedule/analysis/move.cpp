// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/move.h"

#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"

namespace heddle::schedule {

using namespace loops;

namespace {

// Iterators that share loops, as after fuse, with those loops.
struct Group {
  std::vector<const BlockIter*> iters;
  std::vector<const For*> loops;
};

std::vector<Group> groupsOf(const Place& place) {
  std::vector<Group> groups;
  for (const BlockIter& iter : place.block->f.iters) {
    Group group{{&iter}, {}};
    for (const For* loop : place.loops) {
      if (mentions(iter.binding, loop->var->id)) group.loops.push_back(loop);
    }
    std::vector<Group> rest;
    for (Group& other : groups) {
      const bool isShared =
          std::any_of(other.loops.begin(), other.loops.end(), [&](const For* loop) {
            return std::find(group.loops.begin(), group.loops.end(), loop) != group.loops.end();
          });
      if (!isShared) {
        rest.push_back(std::move(other));
        continue;
      }
      group.iters.insert(group.iters.end(), other.iters.begin(), other.iters.end());
      for (const For* loop : other.loops) {
        if (std::find(group.loops.begin(), group.loops.end(), loop) == group.loops.end())
          group.loops.push_back(loop);
      }
    }
    rest.push_back(std::move(group));
    groups = std::move(rest);
  }
  return groups;
}

// One iterator: its binding takes every value of the extent. Several: as many iterations as points,
// none guarded; bindings tell iterations apart, as primitives keep them.
bool runsAll(const Group& group, const Place& place, const Bounds& bounds) {
  const auto holds = [&](CompareOp op, const Expr& a, const Expr& b) {
    return provablyTrue(Compare::make(op, a, b), bounds);
  };
  for (const For* loop : group.loops) {
    if (mentionsAny(loop->extent, place.loops) || mentionsAny(loop->min, place.loops)) return false;
  }
  if (group.iters.size() == 1) {
    const auto range = rangeOver(group.iters[0]->binding, group.loops, bounds);
    return range && range->isExact && holds(CompareOp::le, range->lo, constant(0)) &&
           holds(CompareOp::ge, range->hi + constant(1), group.iters[0]->extent);
  }
  if (place.block->f.predicate && mentionsAny(place.block->f.predicate, group.loops)) return false;
  Expr trips = constant(1), points = constant(1);
  for (const For* loop : group.loops) {
    if (constantInt(loop->min) != 0) return false;
    trips = trips * loop->extent;
  }
  for (const BlockIter* iter : group.iters) points = points * iter->extent;
  return holds(CompareOp::eq, trips, points);
}

bool runsWholeDomain(const Program& program, const Place& place) {
  if (!isDomainGuard(place.block->f.predicate, *place.block, boundsOf(program, place.loops)))
    return false;
  const Bounds bounds = boundsOf(program, {});
  for (const Group& group : groupsOf(place)) {
    if (!runsAll(group, place, bounds)) return false;
  }
  return true;
}

}  // namespace

Status checkMovable(const State& state, const Step& step, const Place& place) {
  const Block& block = *place.block;
  if (hasOpaqueIterators(block)) {
    return refuse(
        step, {"complete", "the order of the iterations of block {0} matters", {subjectOf(block)}});
  }
  if (hasReduceIterators(block) && !block.f.init) {
    return refuse(step, {"complete",
                         "block {0} is a reduction whose start value another block sets",
                         {subjectOf(block)},
                         "move the block before decompose_reduction"});
  }
  for (const BufferRegion& w : block.f.writes) {
    const bool isUpdate =
        !block.f.init && std::any_of(block.f.reads.begin(), block.f.reads.end(),
                                     [&](const auto& r) { return r.buffer->id == w.buffer->id; });
    if (!isUpdate && writersOf(blocksIn(state.program.body), w.buffer->id).size() == 1) continue;
    return refuse(step, {"complete",
                         "block {0} is not the only one that makes {1}",
                         {subjectOf(block), subjectOf(w.buffer)}});
  }
  if (!runsWholeDomain(state.program, place)) {
    return refuse(step, {"domain",
                         "block {0} is not known to run for all values of its iterators",
                         {subjectOf(block)}});
  }
  return {};
}

Result<Move> findMove(const State& state, const Step& step) {
  HEDDLE_TRY(Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  HEDDLE_TRY(Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const Block& block = *place.block;
  const For& loop = *as<For>(path.back());
  HEDDLE_CHECK(checkMovable(state, step, place));
  HEDDLE_CHECK(checkNotRolled(state, step, block));
  if (isBelow(place, loop.id)) {
    return refuse(
        step,
        {"ancestor", "block {0} stands below {1} already", {subjectOf(block), subjectOf(loop)}});
  }
  return Move{std::move(place), std::move(path)};
}

bool writesWhole(const Program& program, const Place& original, const Buffer& buffer) {
  if (!runsWholeDomain(program, original)) return false;
  // The iterators as loops of their own.
  const Block& block = *original.block;
  Place place{&block, {}, {}};
  std::vector<Stmt> loops;
  Block::Fields fields = block.f;
  fields.predicate = nullptr;  // guards leave out no instance of the domain
  for (BlockIter& iter : fields.iters) {
    loops.push_back(For::make({LoopId{1}, iter.var, constant(0), iter.extent}));
    place.loops.push_back(as<For>(loops.back()));
    iter.binding = iter.var;
  }
  const Stmt plain = Block::make(std::move(fields));
  place.block = as<Block>(plain);
  const auto box = touched(program, place, block.f.writes, buffer->id, 0);
  Box whole;
  for (const Expr& extent : buffer->shape) whole.ranges.push_back({constant(0), extent});
  return box && covers(*box, whole, buffer, boundsOf(program, {}));
}

Status checkStageable(const State& state, const Step& step, const Place& place,
                      const Buffer& buffer) {
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  bool isPast = false;
  bool isWhole = isParameter(state.program, buffer->id) && !isOutput(state.program, buffer->id);
  for (const Place& p : blocksIn(state.program.body)) {
    isPast |= p.path[rootDepth] == place.path[rootDepth];
    if (!writesBuffer(*p.block, buffer->id)) continue;
    isWhole |= writesWhole(state.program, p, buffer);
    if (!isPast) continue;
    return refuse(step, {"producer",
                         "block {0} writes {1} in the same nest or later",
                         {subjectOf(*p.block), subjectOf(buffer), {"value", 0, step.primitive}},
                         "{2} before compute_at"});
  }
  if (isWhole) return {};
  return refuse(step, {"whole",
                       "no block is known to write all of {0}",
                       {subjectOf(buffer), {"value", 0, step.primitive}},
                       "{1} before transform_layout"});
}

namespace {

// The extents below the iterator in an index such as a*6 + b*2 + c, with c < 2 and b < 3: each
// coefficient is what the smaller ones span. Nothing for another index.
bool isMixedRadix(const AffineForm& form, const Block& block) {
  std::vector<std::pair<int64_t, int64_t>> digits;  // coefficient, extent
  for (const auto& [var, coefficient] : form.terms) {
    const auto iter =
        std::find_if(block.f.iters.begin(), block.f.iters.end(),
                     [&, id = var->id](const BlockIter& i) { return i.var->id == id; });
    const auto extent = iter == block.f.iters.end() ? std::nullopt : constantInt(iter->extent);
    if (!extent) return false;
    digits.emplace_back(coefficient, *extent);
  }
  std::sort(digits.begin(), digits.end());
  int64_t span = 1;
  for (const auto& [coefficient, extent] : digits) {
    if (coefficient != span || __builtin_mul_overflow(span, extent, &span)) return false;
  }
  return true;
}

// The values of an iterator for which the index lies in `range` for some values of the others;
// nothing when they are not known exactly.
std::optional<Range> rangeOfDigit(const AffineForm& form, const BlockIter& iter, const Range& range,
                                  const Bounds& bounds) {
  const int64_t coefficient = form.coefficient(iter.var->id);
  const bool isTop = std::all_of(form.terms.begin(), form.terms.end(),
                                 [&](const auto& term) { return term.second <= coefficient; });
  const Expr step = constant(coefficient);
  const bool isAligned = constantInt(simplify(floorMod(range.begin, step), bounds)) == 0;
  const auto size = constantInt(range.extent);
  const bool isOne = size == 1 || (isAligned && size == coefficient);
  if (!isOne && !(isTop && isAligned && size && *size % coefficient == 0)) return {};
  Expr digit = floorDiv(range.begin, step);
  if (!isTop) digit = floorMod(digit, iter.extent);
  return Range{simplify(digit, bounds), constant(isOne ? 1 : *size / coefficient)};
}

}  // namespace

void restrictRanges(IteratorRanges& ranges, const Block& block, const BufferRegion& region,
                    const Box& box, const Bounds& bounds) {
  for (const BlockIter& iter : block.f.iters) {
    if (iter.kind != IterKind::spatial) continue;
    for (size_t d = 0; d < region.ranges.size(); ++d) {
      const auto form = affineForm(region.ranges[d].begin);
      if (!form || form->coefficient(iter.var->id) == 0) continue;
      if (constantInt(region.ranges[d].extent) != 1) continue;
      Range range{simplify(box.ranges[d].begin - constant(form->constant), bounds),
                  box.ranges[d].extent};
      if (form->terms.size() != 1 || form->coefficient(iter.var->id) != 1) {
        const auto digit =
            isMixedRadix(*form, block) ? rangeOfDigit(*form, iter, range, bounds) : std::nullopt;
        if (!digit) continue;
        range = *digit;
      }
      const auto [it, isNew] = ranges.emplace(iter.var->id, range);
      const bool isSame = structurallyEqual(it->second.begin, range.begin) &&
                          structurallyEqual(it->second.extent, range.extent);
      if (!isNew && !isSame) it->second = {constant(0), iter.extent};
    }
  }
}

Stmt rebuilt(State& state, const Place& place, const IteratorRanges& ranges, const Bounds& bounds) {
  std::vector<NewLoop> list;
  for (const BlockIter& iter : place.block->f.iters) {
    Range range{constant(0), iter.extent};
    const auto it = ranges.find(iter.var->id);
    if (it != ranges.end()) {
      const auto extent = constantInt(iter.extent), size = constantInt(it->second.extent);
      // A range that is as long as the extent and starts at or before 0 is the whole.
      if (!extent || !size || *size < *extent || constantInt(it->second.begin) == std::nullopt)
        range = it->second;
    }
    list.push_back({iter.var->name, range.begin, range.extent});
  }
  const std::string& name = [&]() -> const std::string& {
    for (const auto& [blockName, id] : state.blocks) {
      if (id == place.block->f.id) return blockName;
    }
    return place.block->f.name;
  }();
  std::erase_if(state.loops,
                [&](const auto& entry) { return entry.first.starts_with(name + "."); });
  const Nest nest = makeNest(state, name, list);
  Bounds inside = bounds;
  for (const For::Fields& f : nest.loops) {
    if (const auto trips = intervalOf(f.extent, bounds))
      inside[f.var->id] = {0, std::max<int64_t>(0, trips->max - 1)};
  }
  Block::Fields f = place.block->f;
  f.predicate = nullptr;
  for (size_t i = 0; i < f.iters.size(); ++i) {
    f.iters[i].binding = simplify(nest.bindings[i], inside);
    f.predicate = logicalAnd(f.predicate, guardOf(f.iters[i].binding, f.iters[i].extent, inside));
  }
  return wrap(nest, withSpan(Block::make(std::move(f)), place.block->span), place.block->span);
}

}  // namespace heddle::schedule
