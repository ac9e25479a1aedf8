// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/regions.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <numeric>

#include "engine/loops/linear.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/digits.h"

namespace heddle::schedule {

using namespace loops;

namespace {

Expr last(const For& loop) {
  return loop.min + loop.extent - constant(1);
}

const For* loopOf(const Expr& atom, const std::vector<const For*>& inner) {
  const auto* var = as<Var>(atom);
  for (const For* loop : inner) {
    if (var && loop->var->id == var->id) return loop;
  }
  return nullptr;
}

// Sums of inner loops' multiples reach every value in between when, sorted by size, each step is at
// most one more than what the smaller ones span: o*16 + i with i < 16.
bool isContiguous(std::vector<std::pair<int64_t, int64_t>> steps) {
  std::sort(steps.begin(), steps.end());
  int64_t span = 0;
  for (const auto& [step, trips] : steps) {
    if (trips <= 1) continue;
    if (step > span + 1) return false;
    int64_t reach = 0;
    if (__builtin_mul_overflow(step, trips - 1, &reach) ||
        __builtin_add_overflow(span, reach, &span))
      return false;
  }
  return true;
}

std::optional<SymbolicRange> atomRange(const Expr& atom, const std::vector<const For*>& inner,
                                       const Bounds& bounds) {
  const auto* b = as<Binary>(atom);
  const auto divisor = b ? constantInt(b->b) : std::nullopt;
  if (b && b->op == BinaryOp::floorDiv && divisor && *divisor > 0) {
    if (auto a = rangeOver(b->a, inner, bounds)) {
      return SymbolicRange{simplify(floorDiv(a->lo, b->b), bounds),
                           simplify(floorDiv(a->hi, b->b), bounds), false};
    }
  }
  if (b && (b->op == BinaryOp::min || b->op == BinaryOp::max)) {
    auto x = rangeOver(b->a, inner, bounds), y = rangeOver(b->b, inner, bounds);
    if (x && y) {
      return SymbolicRange{simplify(Binary::make(b->op, x->lo, y->lo), bounds),
                           simplify(Binary::make(b->op, x->hi, y->hi), bounds), false};
    }
  }
  Bounds all = bounds;
  for (const For* loop : inner) {
    const auto first = intervalOf(loop->min, all), trips = intervalOf(loop->extent, all);
    if (first && trips && trips->max > 0)
      all[loop->var->id] = {first->min, first->max + trips->max - 1};
  }
  if (const auto range = intervalOf(atom, all)) {
    return SymbolicRange{constant(range->min), constant(range->max), false};
  }
  return {};
}

// A range of one dimension of a region.
Range dimensionRange(const Range& range, const Expr& dimension,
                     const std::vector<const For*>& inner, const Bounds& bounds, bool& isExact) {
  const Range whole{constant(0), dimension};
  const auto begin = rangeOver(range.begin, inner, bounds);
  const auto extent = rangeOver(range.extent, inner, bounds);
  if (!begin || !extent) return isExact = false, whole;
  isExact &= begin->isExact;
  const Expr size = simplify(begin->hi - begin->lo + extent->hi, bounds);
  if (constantInt(size)) return {begin->lo, size};
  const auto known = intervalOf(size, bounds);
  if (known && constantInt(dimension))
    return isExact = false, Range{begin->lo, constant(known->max)};
  return {begin->lo, size};
}

// An inner loop that moves two dimensions walks a diagonal, not a box.
bool hasDiagonal(const std::vector<Range>& ranges, const std::vector<const For*>& inner) {
  for (const For* loop : inner) {
    int count = 0;
    for (const Range& r : ranges) count += mentions(r.begin, loop->var->id);
    if (count > 1) return true;
  }
  return false;
}

// Whether the block's body stores every element of a region of several, for certain: a store that
// no condition skips runs over exactly that box.
bool isFilled(const Program& program, const Block& block, const BufferRegion& region) {
  const bool isPoint = std::all_of(region.ranges.begin(), region.ranges.end(),
                                   [](const Range& r) { return constantInt(r.extent) == 1; });
  if (isPoint) return true;
  const Bounds bounds = boundsInside(program, block);
  bool isFull = false;
  std::vector<const For*> inner;
  const std::function<void(const Stmt&)> visit = [&](const Stmt& s) {
    if (const auto* seq = as<Seq>(s)) {
      for (const Stmt& child : seq->stmts) visit(child);
    } else if (const auto* loop = as<For>(s)) {
      inner.push_back(loop);
      visit(loop->body);
      inner.pop_back();
    }
    const auto* store = as<Store>(s);
    if (!store || store->buffer->id != region.buffer->id || store->predicate) return;
    std::vector<Range> points;
    bool isSame = true;
    for (size_t d = 0; d < store->indices.size(); ++d) {
      const auto range = rangeOver(store->indices[d], inner, bounds);
      const Range& r = region.ranges[d];
      points.push_back({store->indices[d], constant(1)});
      isSame = isSame && range && range->isExact &&
               constantInt(simplify(range->lo - r.begin, bounds)) == 0 &&
               constantInt(simplify(range->hi - range->lo + constant(1) - r.extent, bounds)) == 0;
    }
    isFull |= isSame && !hasDiagonal(points, inner);
  };
  visit(block.f.body);
  return isFull;
}

// A condition as "sum < 0"; nothing for what is no comparison of that kind.
std::optional<LinearSum> belowZero(const Expr& e) {
  const auto* c = as<Compare>(e);
  if (!c || c->a->type != ValueType{}) return {};
  const bool isSwapped = c->op == CompareOp::gt || c->op == CompareOp::ge;
  const bool isStrict = c->op == CompareOp::lt || c->op == CompareOp::gt;
  if (c->op == CompareOp::eq || c->op == CompareOp::ne) return {};
  LinearSum d = linearSum(isSwapped ? c->b : c->a);
  d.add(linearSum(isSwapped ? c->a : c->b), -1);
  if (!isStrict) d.constant -= 1;
  return d.isValid ? std::optional(d) : std::nullopt;
}

// given < 0 implies wanted < 0: shown by h*wanted - g*given staying below g for some h, g > 0.
bool implies(const LinearSum& given, const LinearSum& wanted, const Bounds& bounds) {
  for (const auto& [atom, c] : wanted.terms) {
    const auto it = given.terms.find(atom);
    if (it == given.terms.end() || (it->second < 0) != (c < 0)) continue;
    const int64_t common = std::gcd(it->second, c), h = std::abs(it->second / common),
                  g = std::abs(c / common);
    LinearSum slack;
    slack.add(wanted, h), slack.add(given, -g);
    const auto range = intervalOf(slack, bounds);
    if (range && range->max < g) return true;
  }
  return false;
}

}  // namespace

bool isDomainGuard(const Expr& predicate, const Block& block, const Bounds& bounds) {
  if (!predicate) return true;
  const auto* both = as<Binary>(predicate);
  if (both && both->op == BinaryOp::logicalAnd) {
    return isDomainGuard(both->a, block, bounds) && isDomainGuard(both->b, block, bounds);
  }
  const auto wanted = belowZero(predicate);
  if (!wanted) return false;
  for (const BlockIter& iter : block.f.iters) {
    const auto high = belowZero(Compare::make(CompareOp::lt, iter.binding, iter.extent));
    const auto low = belowZero(Compare::make(CompareOp::ge, iter.binding, constant(0)));
    if ((high && implies(*high, *wanted, bounds)) || (low && implies(*low, *wanted, bounds)))
      return true;
  }
  return false;
}

std::optional<SymbolicRange> rangeOver(const Expr& e, const std::vector<const For*>& inner,
                                       const Bounds& bounds) {
  if (e->type != ValueType{}) return {};
  const LinearSum sum = linearSum(e);
  if (!sum.isValid) return {};
  SymbolicRange out{constant(sum.constant), constant(sum.constant), true};
  std::vector<std::pair<int64_t, int64_t>> steps;
  for (const auto& [atom, c] : sum.terms) {
    const Expr factor = constant(c);
    if (!mentionsAny(atom, inner)) {
      out.lo = out.lo + atom * factor, out.hi = out.hi + atom * factor;
      continue;
    }
    std::optional<SymbolicRange> range;
    if (const For* loop = loopOf(atom, inner)) {
      if (const auto trips = constantInt(loop->extent))
        steps.emplace_back(c < 0 ? -c : c, *trips);
      else
        out.isExact &= c == 1 || c == -1;
      range = SymbolicRange{loop->min, last(*loop), true};
    } else {
      range = atomRange(atom, inner, bounds);
    }
    if (!range || mentionsAny(range->lo, inner) || mentionsAny(range->hi, inner)) return {};
    out.isExact &= range->isExact;
    out.lo = out.lo + (c < 0 ? range->hi : range->lo) * factor;
    out.hi = out.hi + (c < 0 ? range->lo : range->hi) * factor;
  }
  out.isExact &= isContiguous(std::move(steps));
  out.lo = simplify(out.lo, bounds), out.hi = simplify(out.hi, bounds);
  return out;
}

std::optional<Box> touched(const Program& program, const Place& place,
                           const std::vector<BufferRegion>& regions, BufferId buffer,
                           size_t depth) {
  const auto split = place.loops.begin() + static_cast<long>(depth);
  const std::vector<const For*> inner(split, place.loops.end()), outer(place.loops.begin(), split);
  const Bounds bounds = boundsOf(program, outer);
  const Substitution bindings = bindingsOf(*place.block);
  std::optional<Box> out;
  for (const BufferRegion& r : regions) {
    if (r.buffer->id != buffer) continue;
    std::vector<Expr> exprs;
    for (const Range& range : r.ranges) {
      exprs.push_back(substitute(range.begin, bindings));
      exprs.push_back(substitute(range.extent, bindings));
    }
    const Digits digits = takeApart(program, std::move(exprs), inner, bounds);
    Box box;
    std::vector<Range> ranges;
    for (size_t d = 0; d < r.ranges.size(); ++d) {
      ranges.push_back({digits.exprs[2 * d], digits.exprs[2 * d + 1]});
      box.ranges.push_back(
          dimensionRange(ranges[d], r.buffer->shape[d], digits.loops, bounds, box.isExact));
    }
    box.isExact &= !hasDiagonal(ranges, digits.loops) && isFilled(program, *place.block, r);
    box.isExact &=
        isDomainGuard(place.block->f.predicate, *place.block, boundsOf(program, place.loops));
    out = out ? unionOf(*out, box, r.buffer, bounds) : box;
  }
  return out;
}

bool covers(const Box& outside, const Box& inside, const Buffer& buffer, const Bounds& bounds) {
  if (!outside.isExact) return false;
  const auto holds = [&](CompareOp op, const Expr& a, const Expr& b) {
    return provablyTrue(Compare::make(op, a, b), bounds);
  };
  for (size_t d = 0; d < outside.ranges.size(); ++d) {
    const Range &o = outside.ranges[d], &i = inside.ranges[d];
    const bool startsBefore =
        holds(CompareOp::le, o.begin, constant(0)) || holds(CompareOp::le, o.begin, i.begin);
    const Expr end = o.begin + o.extent;
    const bool endsAfter = holds(CompareOp::ge, end, i.begin + i.extent) ||
                           holds(CompareOp::ge, end, buffer->shape[d]);
    if (!startsBefore || !endsAfter) return false;
  }
  return true;
}

bool isSeparate(const Box& box, const For& loop, const Bounds& bounds) {
  for (const Range& r : box.ranges) {
    const LinearSum sum = linearSum(r.begin);
    const auto it = sum.isValid ? sum.terms.find(loop.var) : sum.terms.end();
    if (it == sum.terms.end() || mentions(r.extent, loop.var->id)) continue;
    bool isPlain = true;  // nothing else of the sum moves with the loop
    for (const auto& [atom, c] : sum.terms)
      isPlain &= as<Var>(atom) == loop.var.get() || !mentions(atom, loop.var->id);
    const auto size = intervalOf(r.extent, bounds);
    if (isPlain && size && size->max <= std::abs(it->second)) return true;
  }
  return constantInt(loop.extent) == 1;
}

Box unionOf(const Box& a, const Box& b, const Buffer& buffer, const Bounds& bounds) {
  Box out;
  int different = 0;
  for (size_t d = 0; d < a.ranges.size(); ++d) {
    const Range &x = a.ranges[d], &y = b.ranges[d];
    const auto shift = constantInt(simplify(y.begin - x.begin, bounds));
    const auto sizeX = constantInt(x.extent), sizeY = constantInt(y.extent);
    if (shift == 0 && structurallyEqual(x.extent, y.extent)) {
      out.ranges.push_back(x);
      continue;
    }
    ++different;
    if (!shift || !sizeX || !sizeY) {
      out.ranges.push_back({constant(0), buffer->shape[d]});
      out.isExact = false;
      continue;
    }
    const int64_t begin = std::min<int64_t>(0, *shift), end = std::max(*sizeX, *shift + *sizeY);
    out.isExact &= *shift <= *sizeX && *shift + *sizeY >= 0;  // no gap
    out.ranges.push_back({simplify(x.begin + constant(begin), bounds), constant(end - begin)});
  }
  out.isExact = out.isExact && a.isExact && b.isExact && different <= 1;
  return out;
}

}  // namespace heddle::schedule
