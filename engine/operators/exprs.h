// Short spellings for the expressions that operators are made of.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/expr.h"

namespace heddle::operators {

using loops::Expr;
using Indices = std::vector<Expr>;

// A literal of the element type: IntImm for integers and bool, FloatImm for floats.
Expr literal(double value, ElementType element);
// The neutral element of max (min): -inf (+inf), or the least (greatest) integer.
Expr lowest(ElementType element);
Expr highest(ElementType element);

Expr cast(const Expr& value, ElementType element);  // the same handle when nothing changes
Expr select(const Expr& condition, const Expr& whenTrue, const Expr& whenFalse);
Expr compare(loops::CompareOp op, const Expr& a, const Expr& b);
Expr logicalOr(const Expr& a, const Expr& b);
Expr binary(loops::BinaryOp op, const Expr& a, const Expr& b);
Expr call(loops::Intrinsic intrinsic, const Expr& a);
Expr call(loops::Intrinsic intrinsic, const Expr& a, const Expr& b);
inline Expr divide(const Expr& a, const Expr& b) {
  return binary(loops::BinaryOp::div, a, b);
}
// low <= index < high
Expr inRange(const Expr& index, int64_t low, int64_t high);
// min(max(index, 0), extent - 1)
Expr clampIndex(const Expr& index, int64_t extent);
// Counts from the end where negative, then clamps, so that data cannot make an access leave a
// buffer.
Expr safeIndex(const Expr& index, int64_t extent);

// The type that arithmetic happens in: f32 for the half-width floats, else the type itself.
ElementType computeElement(ElementType element);

// x as a numpy broadcast sees it: `out` indexes the result, the answer indexes an operand of
// `extents`.
Indices broadcastIndices(const Indices& out, const std::vector<int64_t>& extents);

}  // namespace heddle::operators
