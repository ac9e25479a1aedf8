// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/simplify.h"

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

Expr rejoined(LinearSum sum) {
  rejoinDivisions(sum);
  return toExpr(sum);
}

// The largest g > 1 dividing the divisor for which all terms of `sum` that are no multiples of g
// stay within [0, g): (g*A + s) // (g*d) == A // d.
int64_t separatingFactor(const LinearSum& sum, int64_t divisor, const Bounds& bounds) {
  int64_t best = 1;
  for (const auto& term : sum.terms) {
    const int64_t g = std::gcd(term.second, divisor);
    if (g <= best || g == divisor) continue;
    const auto rest = intervalOf(divide(sum, g).rest, bounds);
    if (rest && rest->min >= 0 && rest->max < g) best = g;
  }
  return best;
}

}  // namespace

Expr simplifyFloorDiv(const Expr& e, int64_t divisor, const Bounds& bounds) {
  const LinearSum sum = linearSum(e);
  if (!sum.isValid) return nullptr;
  Quotient q = divide(sum, divisor);
  const auto rest = intervalOf(q.rest, bounds);
  if (rest && floorDivide(rest->min, divisor) == floorDivide(rest->max, divisor)) {
    q.quotient.constant += floorDivide(rest->min, divisor);
    return rejoined(std::move(q.quotient));
  }
  Expr inner;
  const int64_t g = separatingFactor(q.rest, divisor, bounds);
  if (g > 1) {
    inner = simplifyFloorDiv(toExpr(divide(q.rest, g).quotient), divisor / g, bounds);
    if (!inner) return nullptr;
  } else {
    const Expr dividend = toExpr(q.rest);
    const auto* nested = as<Binary>(dividend);
    const auto by =
        nested && nested->op == BinaryOp::floorDiv ? constantInt(nested->b) : std::nullopt;
    int64_t product = 0;
    if (by && *by > 0 && !__builtin_mul_overflow(*by, divisor, &product)) {
      inner = simplifyFloorDiv(nested->a, product, bounds);
    } else {
      inner = Binary::make(BinaryOp::floorDiv, dividend, constant(divisor));
    }
  }
  q.quotient.add(linearSum(inner), 1);
  return q.quotient.isValid ? rejoined(std::move(q.quotient)) : nullptr;
}

Expr simplifyFloorMod(const Expr& e, int64_t divisor, const Bounds& bounds) {
  LinearSum sum = linearSum(e);
  if (!sum.isValid) return nullptr;
  // x % (k*c) % c == x % c, also inside a sum.
  for (const auto& [atom, c] : std::map(sum.terms)) {
    const auto* mod = as<Binary>(atom);
    const auto by = mod && mod->op == BinaryOp::floorMod ? constantInt(mod->b) : std::nullopt;
    if (!by || *by <= 0 || *by % divisor != 0) continue;
    const int64_t factor = c;
    sum.terms.erase(atom);
    sum.add(linearSum(mod->a), factor);
  }
  LinearSum rest = divide(sum, divisor).rest;
  if (!rest.isValid) return nullptr;
  const auto range = intervalOf(rest, bounds);
  if (range && floorDivide(range->min, divisor) == floorDivide(range->max, divisor)) {
    rest.constant -= floorDivide(range->min, divisor) * divisor;
    return rejoined(std::move(rest));
  }
  const int64_t g = separatingFactor(rest, divisor, bounds);
  if (g == 1) return Binary::make(BinaryOp::floorMod, toExpr(rest), constant(divisor));
  Quotient q = divide(rest, g);
  const Expr inner = simplifyFloorMod(toExpr(q.quotient), divisor / g, bounds);
  if (!inner) return nullptr;
  q.rest.add(linearSum(inner), g);
  return q.rest.isValid ? rejoined(std::move(q.rest)) : nullptr;
}

Expr simplifyIndexBinary(const Binary& n, const Bounds& bounds) {
  switch (n.op) {
    case BinaryOp::add:
    case BinaryOp::sub:
    case BinaryOp::mul: {
      const Expr e = Binary::make(n.op, n.a, n.b);
      LinearSum sum = linearSum(e);
      return sum.isValid ? rejoined(std::move(sum)) : nullptr;
    }
    case BinaryOp::floorDiv:
    case BinaryOp::floorMod: {
      const auto divisor = constantInt(n.b);
      if (!divisor || *divisor <= 0) return nullptr;
      return n.op == BinaryOp::floorDiv ? simplifyFloorDiv(n.a, *divisor, bounds)
                                        : simplifyFloorMod(n.a, *divisor, bounds);
    }
    default:
      return nullptr;
  }
}

std::optional<AffineForm> affineForm(const Expr& e) {
  if (!isIndex(e)) return {};
  const LinearSum sum = linearSum(e);
  if (!sum.isValid) return {};
  AffineForm form;
  form.constant = sum.constant;
  for (const auto& [atom, c] : sum.terms) {
    if (atom->kind != ExprKind::Var) return {};
    form.terms.emplace_back(std::static_pointer_cast<const Var>(atom), c);
  }
  return form;
}

int64_t AffineForm::coefficient(VarId id) const {
  for (const auto& [var, c] : terms) {
    if (var->id == id) return c;
  }
  return 0;
}

bool provablyTrue(const Expr& condition, const Bounds& bounds) {
  const Expr simple = simplify(condition, bounds);
  if (const auto* b = as<Broadcast>(simple)) return constantInt(b->value) == 1;
  return constantInt(simple) == 1;
}

}  // namespace heddle::loops
