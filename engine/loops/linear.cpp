// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/linear.h"

#include <algorithm>
#include <utility>

#include "engine/loops/fold.h"
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

template <class T>
int compareValues(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// Children in a fixed order; what else makes the node is in `detail`.
std::vector<Expr> childrenOf(const Expr& e) {
  std::vector<Expr> out;
  bool isRoot = true;
  walk(e, [&](const Expr& x) {
    if (std::exchange(isRoot, false)) return true;
    out.push_back(x);
    return false;
  });
  return out;
}

int64_t detail(const Expr& e) {
  if (const auto* n = as<IntImm>(e)) return n->value;
  if (const auto* n = as<Var>(e)) return static_cast<int64_t>(n->id.value);
  if (const auto* n = as<Binary>(e)) return static_cast<int64_t>(n->op);
  if (const auto* n = as<Compare>(e)) return static_cast<int64_t>(n->op);
  if (const auto* n = as<Call>(e)) return static_cast<int64_t>(n->intrinsic);
  if (const auto* n = as<Load>(e)) return static_cast<int64_t>(n->buffer->id.value);
  return 0;
}

int rank(ExprKind kind) {
  return kind == ExprKind::Var ? -1 : static_cast<int>(kind);
}

const Binary* divisionByConstant(const Expr& e, BinaryOp op) {
  const auto* b = as<Binary>(e);
  if (!b || b->op != op) return nullptr;
  const auto divisor = constantInt(b->b);
  return divisor && *divisor > 0 ? b : nullptr;
}

}  // namespace

int compareExprs(const Expr& a, const Expr& b) {
  if (a == b) return 0;
  if (int c = compareValues(rank(a->kind), rank(b->kind))) return c;
  if (int c = compareValues(static_cast<int>(a->type.element), static_cast<int>(b->type.element)))
    return c;
  if (int c = compareValues(a->type.lanes, b->type.lanes)) return c;
  if (int c = compareValues(detail(a), detail(b))) return c;
  if (const auto* x = as<FloatImm>(a)) {
    const auto* y = as<FloatImm>(b);
    if (!structurallyEqual(a, b))
      return x->value < y->value ? -1 : x->value > y->value ? 1 : a < b ? -1 : 1;
  }
  if (const auto* x = as<Shuffle>(a)) {
    if (int c = compareValues(x->indices, as<Shuffle>(b)->indices)) return c;
  }
  const std::vector<Expr> x = childrenOf(a), y = childrenOf(b);
  if (int c = compareValues(x.size(), y.size())) return c;
  for (size_t i = 0; i < x.size(); ++i) {
    if (int c = compareExprs(x[i], y[i])) return c;
  }
  return 0;
}

void LinearSum::add(const Expr& atom, int64_t coefficient) {
  if (coefficient == 0) return;
  int64_t& value = terms[atom];
  if (__builtin_add_overflow(value, coefficient, &value)) isValid = false;
  if (value == 0) terms.erase(atom);
}

void LinearSum::add(const LinearSum& other, int64_t factor) {
  isValid &= other.isValid;
  for (const auto& [atom, coefficient] : other.terms) {
    int64_t scaled = 0;
    if (__builtin_mul_overflow(coefficient, factor, &scaled))
      isValid = false;
    else
      add(atom, scaled);
  }
  int64_t scaled = 0;
  if (__builtin_mul_overflow(other.constant, factor, &scaled) ||
      __builtin_add_overflow(constant, scaled, &constant)) {
    isValid = false;
  }
}

LinearSum linearSum(const Expr& e) {
  LinearSum sum;
  if (const auto value = constantInt(e)) {
    sum.constant = *value;
    return sum;
  }
  const auto* b = as<Binary>(e);
  if (b && (b->op == BinaryOp::add || b->op == BinaryOp::sub)) {
    sum = linearSum(b->a);
    sum.add(linearSum(b->b), b->op == BinaryOp::add ? 1 : -1);
    return sum;
  }
  if (b && b->op == BinaryOp::mul) {
    const LinearSum x = linearSum(b->a), y = linearSum(b->b);
    if (x.isValid && y.isValid && (x.isConstant() || y.isConstant())) {
      sum.add(x.isConstant() ? y : x, x.isConstant() ? x.constant : y.constant);
      return sum;
    }
  }
  sum.add(e, 1);
  return sum;
}

Expr toExpr(const LinearSum& sum) {
  const auto term = [](const Expr& atom, int64_t c) {
    return c == 1 ? atom : Binary::make(BinaryOp::mul, atom, constant(c));
  };
  // Large steps first, as people write index arithmetic: o*16 + i.
  std::vector<std::pair<Expr, int64_t>> terms(sum.terms.begin(), sum.terms.end());
  const auto size = [](int64_t c) {
    return c < 0 ? 0 - static_cast<uint64_t>(c) : static_cast<uint64_t>(c);
  };
  std::stable_sort(terms.begin(), terms.end(),
                   [&](const auto& a, const auto& b) { return size(a.second) > size(b.second); });
  Expr e;
  for (const auto& [atom, c] : terms) {
    if (c <= 0) continue;
    e = e ? Binary::make(BinaryOp::add, e, term(atom, c)) : term(atom, c);
  }
  const bool startsWithConstant = !e && (sum.constant != 0 || sum.terms.empty());
  if (startsWithConstant) e = constant(sum.constant);
  for (const auto& [atom, c] : terms) {
    if (c >= 0) continue;
    const bool canNegate = c != INT64_MIN;
    if (!e)
      e = term(atom, c);
    else
      e = canNegate ? Binary::make(BinaryOp::sub, e, term(atom, -c))
                    : Binary::make(BinaryOp::add, e, term(atom, c));
  }
  if (startsWithConstant || sum.constant == 0) return e;
  if (sum.constant < 0 && sum.constant != INT64_MIN) {
    return Binary::make(BinaryOp::sub, e, constant(-sum.constant));
  }
  return Binary::make(BinaryOp::add, e, constant(sum.constant));
}

void rejoinDivisions(LinearSum& sum) {
  for (bool changed = true; changed && sum.isValid;) {
    changed = false;
    for (const auto& [atom, k] : sum.terms) {
      const Binary* mod = divisionByConstant(atom, BinaryOp::floorMod);
      if (!mod) continue;
      // The matching quotient is mod->a // divisor, which itself is canonical.
      int64_t divisor = *constantInt(mod->b), product = 0;
      Expr dividend = mod->a;
      if (const Binary* inner = divisionByConstant(dividend, BinaryOp::floorDiv)) {
        if (__builtin_mul_overflow(divisor, *constantInt(inner->b), &divisor)) continue;
        dividend = inner->a;
      }
      const Expr quotient = Binary::make(BinaryOp::floorDiv, dividend, constant(divisor));
      const auto it = sum.terms.find(quotient);
      if (it == sum.terms.end() || __builtin_mul_overflow(k, *constantInt(mod->b), &product))
        continue;
      if (it->second != product) continue;
      const Expr modAtom = atom, whole = mod->a;
      const int64_t factor = k;
      sum.terms.erase(quotient);
      sum.terms.erase(modAtom);
      sum.add(linearSum(whole), factor);
      changed = true;
      break;
    }
  }
}

std::optional<Interval> intervalOf(const LinearSum& sum, const Bounds& bounds) {
  if (!sum.isValid) return {};
  Interval total{sum.constant, sum.constant};
  for (const auto& [atom, c] : sum.terms) {
    const auto range = intervalOf(atom, bounds);
    if (!range) return {};
    int64_t low = 0, high = 0;
    if (__builtin_mul_overflow(range->min, c, &low) || __builtin_mul_overflow(range->max, c, &high))
      return {};
    if (c < 0) std::swap(low, high);
    if (__builtin_add_overflow(total.min, low, &total.min) ||
        __builtin_add_overflow(total.max, high, &total.max)) {
      return {};
    }
  }
  return total;
}

Quotient divide(const LinearSum& sum, int64_t divisor) {
  Quotient out;
  out.quotient.isValid = out.rest.isValid = sum.isValid;
  for (const auto& [atom, c] : sum.terms) {
    if (c % divisor == 0)
      out.quotient.add(atom, c / divisor);
    else
      out.rest.add(atom, c);
  }
  out.quotient.constant = floorDivide(sum.constant, divisor);
  out.rest.constant = floorModulo(sum.constant, divisor);
  return out;
}

}  // namespace heddle::loops
