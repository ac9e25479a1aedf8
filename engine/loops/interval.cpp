// Ranges of values of expressions, vectors included (over all lanes).
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "engine/loops/fold.h"
#include "engine/loops/linear.h"
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

using Maybe = std::optional<Interval>;

Maybe divided(const Interval& a, const Interval& b) {
  if (b.min != b.max || b.min <= 0) return {};
  return Interval{floorDivide(a.min, b.min), floorDivide(a.max, b.min)};
}

Maybe modulo(const Interval& a, const Interval& b) {
  if (b.min <= 0) return {};
  if (b.min == b.max && floorDivide(a.min, b.min) == floorDivide(a.max, b.min)) {
    return Interval{floorModulo(a.min, b.min), floorModulo(a.max, b.min)};
  }
  return Interval{0, b.max - 1};
}

Maybe product(const Interval& a, const Interval& b) {
  int64_t corners[4];
  if (__builtin_mul_overflow(a.min, b.min, &corners[0]) ||
      __builtin_mul_overflow(a.min, b.max, &corners[1]) ||
      __builtin_mul_overflow(a.max, b.min, &corners[2]) ||
      __builtin_mul_overflow(a.max, b.max, &corners[3])) {
    return {};
  }
  return Interval{*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
}

Maybe sum(const Interval& a, const Interval& b) {
  Interval out{};
  if (__builtin_add_overflow(a.min, b.min, &out.min) ||
      __builtin_add_overflow(a.max, b.max, &out.max))
    return {};
  return out;
}

Maybe difference(const Interval& a, const Interval& b) {
  Interval out{};
  if (__builtin_sub_overflow(a.min, b.max, &out.min) ||
      __builtin_sub_overflow(a.max, b.min, &out.max))
    return {};
  return out;
}

Maybe combine(BinaryOp op, const Interval& a, const Interval& b) {
  switch (op) {
    case BinaryOp::add:
      return sum(a, b);
    case BinaryOp::sub:
      return difference(a, b);
    case BinaryOp::mul:
      return product(a, b);
    case BinaryOp::floorDiv:
      return divided(a, b);
    case BinaryOp::floorMod:
      return modulo(a, b);
    case BinaryOp::div:
      return a.min >= 0 ? divided(a, b) : Maybe();
    case BinaryOp::mod:
      return a.min >= 0 ? modulo(a, b) : Maybe();
    case BinaryOp::min:
      return Interval{std::min(a.min, b.min), std::min(a.max, b.max)};
    case BinaryOp::max:
      return Interval{std::max(a.min, b.min), std::max(a.max, b.max)};
    default:
      return {};
  }
}

// Whether the element type holds the whole range, so that nothing wrapped on the way.
Maybe fitting(ElementType element, const Maybe& r) {
  if (!r || element == ElementType::i64) return r;
  if (element == ElementType::u64) return r->min >= 0 ? r : Maybe();
  if (wrapTo(element, r->min) != r->min || wrapTo(element, r->max) != r->max) return {};
  return r;
}

struct Ranges {
  const Bounds& bounds;
  Maybe operator()(const IntImm& n) const {
    if (n.type.element == ElementType::u64 && n.value < 0) return {};
    return Interval{n.value, n.value};
  }
  Maybe operator()(const FloatImm&) const { return {}; }
  Maybe operator()(const Var& n) const {
    auto it = bounds.find(n.id);
    return it == bounds.end() ? Maybe() : it->second;
  }
  Maybe operator()(const Binary& n) const {
    if (isFloat(n.type.element)) return {};
    const Maybe b = intervalOf(n.b, bounds);
    if (!b) return {};
    const Maybe a = intervalOf(n.a, bounds);
    if (a) return fitting(n.type.element, combine(n.op, *a, *b));
    if (n.op == BinaryOp::floorMod && b->min > 0) return Interval{0, b->max - 1};
    return {};
  }
  Maybe operator()(const Compare&) const { return Interval{0, 1}; }
  Maybe operator()(const Not&) const { return Interval{0, 1}; }
  Maybe operator()(const Select& n) const {
    const Maybe a = intervalOf(n.whenTrue, bounds), b = intervalOf(n.whenFalse, bounds);
    if (!a || !b) return {};
    return Interval{std::min(a->min, b->min), std::max(a->max, b->max)};
  }
  Maybe operator()(const Cast& n) const {
    if (!isInteger(n.type.element) || isFloat(n.value->type.element)) return {};
    return fitting(n.type.element, intervalOf(n.value, bounds));
  }
  Maybe operator()(const Load& n) const { return elementRange(n.type.element); }
  Maybe operator()(const Call&) const { return {}; }
  Maybe operator()(const Ramp& n) const {
    const Maybe base = intervalOf(n.base, bounds), stride = intervalOf(n.stride, bounds);
    if (!base || !stride) return {};
    const Maybe last = product(*stride, {0, n.type.lanes - 1});
    return last ? fitting(n.type.element, sum(*base, *last)) : Maybe();
  }
  Maybe operator()(const Broadcast& n) const { return intervalOf(n.value, bounds); }
  Maybe operator()(const Shuffle&) const { return {}; }

  static Maybe elementRange(ElementType element) {
    switch (element) {
      case ElementType::boolean:
        return Interval{0, 1};
      case ElementType::i8:
        return Interval{-128, 127};
      case ElementType::u8:
        return Interval{0, 255};
      case ElementType::i16:
        return Interval{-32768, 32767};
      case ElementType::u16:
        return Interval{0, 65535};
      default:
        return {};
    }
  }
};

}  // namespace

std::optional<Interval> intervalOf(const Expr& e, const Bounds& bounds) {
  const Maybe direct = dispatch(e, Ranges{bounds});
  const auto* binary = as<Binary>(e);
  const bool isSum = binary && (binary->op == BinaryOp::add || binary->op == BinaryOp::sub);
  if (!isSum || e->type != ValueType{}) return direct;
  // The sum sees terms that cancel.
  const Maybe joined = intervalOf(linearSum(e), bounds);
  if (!direct || !joined) return direct ? direct : joined;
  return Interval{std::max(direct->min, joined->min), std::min(direct->max, joined->max)};
}

}  // namespace heddle::loops
