// Sums of multiples: the canonical form behind the simplifier.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "engine/loops/simplify.h"

namespace heddle::loops {

// A total order on expressions: variables by id first, then by structure.
int compareExprs(const Expr& a, const Expr& b);
struct ExprOrder {
  bool operator()(const Expr& a, const Expr& b) const { return compareExprs(a, b) < 0; }
};

// constant + sum of coefficient * atom, over scalar i64. An atom is anything that is no sum.
// Arithmetic that would overflow makes the sum invalid, and whoever uses it gives up.
struct LinearSum {
  std::map<Expr, int64_t, ExprOrder> terms;  // no zero coefficients
  int64_t constant = 0;
  bool isValid = true;

  void add(const Expr& atom, int64_t coefficient);
  void add(const LinearSum& other, int64_t factor);
  bool isConstant() const { return terms.empty(); }
};

// `e` is scalar i64.
LinearSum linearSum(const Expr& e);
Expr toExpr(const LinearSum& sum);
// x//c*c + x%c becomes x, also through nested divisions.
void rejoinDivisions(LinearSum& sum);
std::optional<Interval> intervalOf(const LinearSum& sum, const Bounds& bounds);

// The terms and constant of `sum` that are multiples of `divisor`, divided by it, and the rest with
// a constant in [0, divisor).
struct Quotient {
  LinearSum quotient, rest;
};
Quotient divide(const LinearSum& sum, int64_t divisor);

}  // namespace heddle::loops
