// Rules for everything that is no index arithmetic, and the walk that applies them all.
// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "engine/loops/fold.h"
#include "engine/loops/linear.h"
#include "engine/loops/simplify_rules.h"
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

bool isIndex(const Expr& e) {
  return e->type == ValueType{};
}
bool isIntegral(const Expr& e) {
  return !isFloat(e->type.element);
}

// A literal, or a broadcast literal.
std::optional<int64_t> literal(const Expr& e) {
  if (const auto* b = as<Broadcast>(e)) return constantInt(b->value);
  return constantInt(e);
}

Expr withLanes(const Expr& scalar, int lanes) {
  return lanes == 1 ? scalar : Broadcast::make(scalar, lanes);
}
Expr boolean(bool value, int lanes) {
  return withLanes(IntImm::make(value, ElementType::boolean), lanes);
}

std::optional<Interval> differenceOf(const Expr& a, const Expr& b, const Bounds& bounds) {
  if (isIndex(a)) {
    LinearSum d = linearSum(a);
    d.add(linearSum(b), -1);
    return intervalOf(d, bounds);
  }
  const auto x = intervalOf(a, bounds), y = intervalOf(b, bounds);
  Interval d{};
  if (!x || !y || __builtin_sub_overflow(x->min, y->max, &d.min) ||
      __builtin_sub_overflow(x->max, y->min, &d.max)) {
    return {};
  }
  return d;
}

std::optional<bool> decide(CompareOp op, const Interval& d) {
  switch (op) {
    case CompareOp::lt:
      return d.max < 0 ? std::optional(true) : d.min >= 0 ? std::optional(false) : std::nullopt;
    case CompareOp::le:
      return d.max <= 0 ? std::optional(true) : d.min > 0 ? std::optional(false) : std::nullopt;
    case CompareOp::gt:
      return d.min > 0 ? std::optional(true) : d.max <= 0 ? std::optional(false) : std::nullopt;
    case CompareOp::ge:
      return d.min >= 0 ? std::optional(true) : d.max < 0 ? std::optional(false) : std::nullopt;
    case CompareOp::eq:
      if (d.min == 0 && d.max == 0) return true;
      return d.min > 0 || d.max < 0 ? std::optional(false) : std::nullopt;
    case CompareOp::ne:
      if (d.min == 0 && d.max == 0) return false;
      return d.min > 0 || d.max < 0 ? std::optional(true) : std::nullopt;
  }
  return {};
}

// g*A + s < K with 0 <= s < g and K a multiple of g is A < K/g.
Expr scaledDown(const LinearSum& left, int64_t right, const Bounds& bounds) {
  for (const auto& term : left.terms) {
    const int64_t g = std::gcd(term.second, right);
    if (g <= 1) continue;
    const Quotient q = divide(left, g);
    const auto rest = intervalOf(q.rest, bounds);
    if (rest && rest->min >= 0 && rest->max < g) {
      return Compare::make(CompareOp::lt, toExpr(q.quotient), constant(right / g));
    }
  }
  return nullptr;
}

class Simplifier {
 public:
  explicit Simplifier(const Bounds& bounds) : m_bounds(bounds) {}

  Expr expr(const Expr& e) const {
    if (const auto* select = as<Select>(e)) return selected(*select);
    // Children first, then the rule of the node; selects narrow the bounds of their sides.
    bool changed = false;
    const Expr rebuilt = mapChildren(e, changed);
    const Expr ruled = dispatch(rebuilt, *this);
    return ruled ? ruled : rebuilt;
  }

  template <class Node>
  Expr operator()(const Node&) const {
    return nullptr;
  }
  Expr operator()(const Binary& n) const {
    if (n.type == ValueType{}) {
      if (Expr e = simplifyIndexBinary(n, m_bounds)) return e;
    }
    if (!isIntegral(n.a)) return nullptr;
    const auto a = literal(n.a), b = literal(n.b);
    if (a && b) {
      if (auto v = foldBinary(n.op, n.type.element, *a, *b)) {
        return withLanes(IntImm::make(*v, n.type.element), n.type.lanes);
      }
    }
    if (Expr e = neutral(n, a, b)) return e;
    if (Expr e = minMax(n)) return e;
    return n.type.isScalar() ? nullptr : vector(n);
  }
  Expr operator()(const Compare& n) const {
    if (!isIntegral(n.a)) return nullptr;
    const auto a = literal(n.a), b = literal(n.b);
    if (a && b) return boolean(foldCompare(n.op, n.a->type.element, *a, *b), n.type.lanes);
    if (n.a->type.element == ElementType::u64) return nullptr;
    if (const auto d = differenceOf(n.a, n.b, m_bounds)) {
      if (const auto known = decide(n.op, *d)) return boolean(*known, n.type.lanes);
    }
    return isIndex(n.a) ? cancelled(n) : nullptr;
  }
  Expr operator()(const Not& n) const {
    if (const auto v = literal(n.value)) return boolean(!*v, n.type.lanes);
    if (const auto* inner = as<Not>(n.value)) return inner->value;
    const auto* c = as<Compare>(n.value);
    if (!c || !isIntegral(c->a)) return nullptr;
    static constexpr CompareOp opposite[] = {CompareOp::ne, CompareOp::eq, CompareOp::ge,
                                             CompareOp::gt, CompareOp::le, CompareOp::lt};
    return Compare::make(opposite[static_cast<int>(c->op)], c->a, c->b);
  }
  Expr operator()(const Cast& n) const {
    if (n.type == n.value->type) return n.value;
    const auto v = literal(n.value);
    if (!v || !isIntegral(n.value) || isFloat(n.type.element)) return nullptr;
    return withLanes(IntImm::make(*v, n.type.element), n.type.lanes);
  }
  Expr operator()(const Load& n) const {
    if (!n.predicate || literal(n.predicate) != 1) return nullptr;
    return Load::make(n.buffer, n.indices);
  }
  Expr operator()(const Ramp& n) const {
    return constantInt(n.stride) == 0 ? Broadcast::make(n.base, n.type.lanes) : nullptr;
  }

 private:
  Expr mapChildren(const Expr& e, bool& changed) const {
    // A rewrite of depth one: the callback of the root's children recurses here.
    const auto child = [&](const Expr& c) {
      if (!c) return c;
      Expr r = expr(c);
      changed |= r != c;
      return r;
    };
    if (const auto* n = as<Binary>(e)) {
      Expr a = child(n->a), b = child(n->b);
      return changed ? Binary::make(n->op, a, b) : e;
    }
    if (const auto* n = as<Compare>(e)) {
      Expr a = child(n->a), b = child(n->b);
      return changed ? Compare::make(n->op, a, b) : e;
    }
    if (const auto* n = as<Not>(e)) {
      Expr v = child(n->value);
      return changed ? Not::make(v) : e;
    }
    if (const auto* n = as<Cast>(e)) {
      Expr v = child(n->value);
      return changed ? Cast::make(n->type, v) : e;
    }
    if (const auto* n = as<Ramp>(e)) {
      Expr b = child(n->base), s = child(n->stride);
      return changed ? Ramp::make(b, s, n->type.lanes) : e;
    }
    if (const auto* n = as<Broadcast>(e)) {
      Expr v = child(n->value);
      return changed ? Broadcast::make(v, n->type.lanes) : e;
    }
    std::vector<Expr> list;
    if (const auto* n = as<Load>(e)) {
      for (const Expr& i : n->indices) list.push_back(child(i));
      Expr p = child(n->predicate);
      return changed ? Load::make(n->buffer, std::move(list), p) : e;
    }
    if (const auto* n = as<Call>(e)) {
      for (const Expr& a : n->args) list.push_back(child(a));
      return changed ? Call::make(n->type, n->intrinsic, std::move(list)) : e;
    }
    if (const auto* n = as<Shuffle>(e)) {
      for (const Expr& v : n->vectors) list.push_back(child(v));
      return changed ? Shuffle::make(std::move(list), n->indices) : e;
    }
    return e;
  }

  Expr selected(const Select& n) const {
    const Expr condition = expr(n.condition);
    if (const auto v = literal(condition)) return *v ? expr(n.whenTrue) : expr(n.whenFalse);
    const Bounds whenTrue = narrowed(m_bounds, condition, true);
    const Bounds whenFalse = narrowed(m_bounds, condition, false);
    const Expr a = Simplifier(whenTrue).expr(n.whenTrue),
               b = Simplifier(whenFalse).expr(n.whenFalse);
    if (structurallyEqual(a, b)) return a;
    return Select::make(condition, a, b);
  }

  static Expr neutral(const Binary& n, std::optional<int64_t> a, std::optional<int64_t> b) {
    switch (n.op) {
      case BinaryOp::add:
        return a == 0 ? n.b : b == 0 ? n.a : nullptr;
      case BinaryOp::sub:
        return b == 0 ? n.a : nullptr;
      case BinaryOp::mul:
        if (a == 1 || b == 0) return n.b;
        return b == 1 || a == 0 ? n.a : nullptr;
      case BinaryOp::div:
      case BinaryOp::floorDiv:
        return b == 1 ? n.a : nullptr;
      case BinaryOp::logicalAnd:
        if (a == 1 || b == 0) return n.b;
        return b == 1 || a == 0 ? n.a : structurallyEqual(n.a, n.b) ? n.a : nullptr;
      case BinaryOp::logicalOr:
        if (a == 0 || b == 1) return n.b;
        return b == 0 || a == 1 ? n.a : structurallyEqual(n.a, n.b) ? n.a : nullptr;
      default:
        return nullptr;
    }
  }
  Expr minMax(const Binary& n) const {
    if (n.op != BinaryOp::min && n.op != BinaryOp::max) return nullptr;
    if (n.type.element == ElementType::u64) return nullptr;
    const auto d = differenceOf(n.a, n.b, m_bounds);
    if (!d) return nullptr;
    const bool isMin = n.op == BinaryOp::min;
    if (d->max <= 0) return isMin ? n.a : n.b;
    if (d->min >= 0) return isMin ? n.b : n.a;
    return nullptr;
  }
  // Moves what both sides share to neither, and divides by common factors.
  Expr cancelled(const Compare& n) const {
    LinearSum d = linearSum(n.a);
    const LinearSum right = linearSum(n.b);
    const size_t before = d.terms.size() + right.terms.size();
    d.add(right, -1);
    if (!d.isValid || d.constant == INT64_MIN) return nullptr;
    LinearSum left = d;
    left.constant = 0;
    if (n.op == CompareOp::lt) {
      if (Expr e = scaledDown(left, -d.constant, m_bounds)) return e;
    }
    if (d.terms.size() == before && (right.isConstant() || linearSum(n.a).isConstant()))
      return nullptr;
    if (d.terms.size() == before) return nullptr;
    LinearSum negative;
    for (const auto& [atom, c] : std::map(left.terms)) {
      if (c >= 0) continue;
      left.terms.erase(atom);
      negative.add(atom, -c);
    }
    negative.constant = -d.constant;
    return Compare::make(n.op, toExpr(left), toExpr(negative));
  }

  // Arithmetic of ramps and broadcasts stays a ramp or a broadcast.
  Expr vector(const Binary& n) const {
    const auto *ra = as<Ramp>(n.a), *rb = as<Ramp>(n.b);
    const auto *ba = as<Broadcast>(n.a), *bb = as<Broadcast>(n.b);
    const int lanes = n.type.lanes;
    const auto again = [&](BinaryOp op, const Expr& x, const Expr& y) {
      return expr(Binary::make(op, x, y));
    };
    if (ba && bb) return Broadcast::make(again(n.op, ba->value, bb->value), lanes);
    if (n.op == BinaryOp::add || n.op == BinaryOp::sub) {
      if (ra && bb) return Ramp::make(again(n.op, ra->base, bb->value), ra->stride, lanes);
      if (ba && rb && n.op == BinaryOp::add) {
        return Ramp::make(again(n.op, ba->value, rb->base), rb->stride, lanes);
      }
      if (ra && rb) {
        const Expr stride = again(n.op, ra->stride, rb->stride);
        return expr(Ramp::make(again(n.op, ra->base, rb->base), stride, lanes));
      }
    }
    if (n.op == BinaryOp::mul && (ra || rb) && (ba || bb)) {
      const Ramp* r = ra ? ra : rb;
      const Expr factor = ra ? bb->value : ba->value;
      return Ramp::make(again(n.op, r->base, factor), again(n.op, r->stride, factor), lanes);
    }
    if ((n.op == BinaryOp::floorDiv || n.op == BinaryOp::floorMod) && ra && bb)
      return dividedRamp(n.op, *ra, *bb);
    return nullptr;
  }
  Expr dividedRamp(BinaryOp op, const Ramp& ramp, const Broadcast& by) const {
    const auto stride = constantInt(ramp.stride), divisor = constantInt(by.value);
    if (!stride || !divisor || *divisor <= 0 || !isIndex(ramp.base)) return nullptr;
    const int lanes = ramp.type.lanes;
    const Expr quotient = expr(Binary::make(BinaryOp::floorDiv, ramp.base, by.value));
    const Expr rest = expr(Binary::make(BinaryOp::floorMod, ramp.base, by.value));
    if (*stride % *divisor == 0) {
      if (op == BinaryOp::floorMod) return Broadcast::make(rest, lanes);
      return expr(Ramp::make(quotient, constant(*stride / *divisor), lanes));
    }
    // All lanes fall into one multiple of the divisor.
    const auto first = intervalOf(rest, m_bounds);
    if (*stride < 0 || !first || first->max + *stride * (lanes - 1) >= *divisor) return nullptr;
    if (op == BinaryOp::floorDiv) return Broadcast::make(quotient, lanes);
    return Ramp::make(rest, ramp.stride, lanes);
  }

  const Bounds& m_bounds;
};

}  // namespace

Expr simplify(const Expr& e, const Bounds& bounds) {
  if (!e) return e;
  const Expr out = Simplifier(bounds).expr(e);
  return structurallyEqual(out, e) ? e : out;
}

Bounds narrowed(Bounds bounds, const Expr& condition, bool isTrue) {
  if (const auto* n = as<Not>(condition)) return narrowed(std::move(bounds), n->value, !isTrue);
  if (const auto* b = as<Binary>(condition)) {
    if (b->op == (isTrue ? BinaryOp::logicalAnd : BinaryOp::logicalOr)) {
      return narrowed(narrowed(std::move(bounds), b->a, isTrue), b->b, isTrue);
    }
    return bounds;
  }
  const auto* c = as<Compare>(condition);
  if (!c || !isIndex(c->a)) return bounds;
  LinearSum d = linearSum(c->a);
  d.add(linearSum(c->b), -1);
  if (!d.isValid || d.terms.size() != 1) return bounds;
  const auto& [atom, factor] = *d.terms.begin();
  const auto* var = as<Var>(atom);
  if (!var || (factor != 1 && factor != -1)) return bounds;
  auto it = bounds.find(var->id);
  if (it == bounds.end() || d.constant == INT64_MIN) return bounds;
  // factor * var + constant (op) 0
  CompareOp op = c->op;
  static constexpr CompareOp opposite[] = {CompareOp::ne, CompareOp::eq, CompareOp::ge,
                                           CompareOp::gt, CompareOp::le, CompareOp::lt};
  if (!isTrue) op = opposite[static_cast<int>(op)];
  const int64_t bound = factor == 1 ? -d.constant : d.constant;
  static constexpr CompareOp mirrored[] = {CompareOp::eq, CompareOp::ne, CompareOp::gt,
                                           CompareOp::ge, CompareOp::lt, CompareOp::le};
  if (factor == -1) op = mirrored[static_cast<int>(op)];
  Interval& range = it->second;
  if (op == CompareOp::lt) range.max = std::min(range.max, bound - 1);
  if (op == CompareOp::le || op == CompareOp::eq) range.max = std::min(range.max, bound);
  if (op == CompareOp::gt) range.min = std::max(range.min, bound + 1);
  if (op == CompareOp::ge || op == CompareOp::eq) range.min = std::max(range.min, bound);
  // An empty range means dead code; keep a sane interval so that nothing is decided both ways.
  if (range.min > range.max) range.max = range.min;
  return bounds;
}

}  // namespace heddle::loops
