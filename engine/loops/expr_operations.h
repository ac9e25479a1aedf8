// Operations on expressions, lane by lane.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/expr_node.h"

namespace heddle::loops {

// div: floats; integers truncate towards zero. mod: floats as C fmod; integers truncate (sign of
// the dividend). floorDiv and floorMod: integers only, divisor not zero. logicalAnd/Or: bool
// operands, both evaluated. min/max on floats: NaN if either is NaN. Integers wrap.
enum class BinaryOp : uint8_t {
  add,
  sub,
  mul,
  div,
  mod,
  floorDiv,
  floorMod,
  min,
  max,
  bitAnd,
  bitOr,
  bitXor,
  shiftLeft,
  shiftRight,
  logicalAnd,
  logicalOr,
};
struct Binary final : ExprNode {
  BinaryOp op;
  Expr a, b;  // same type
  static Expr make(BinaryOp op, Expr a, Expr b);

 private:
  Binary(ValueType t, BinaryOp o, Expr x, Expr y)
      : ExprNode(ExprKind::Binary, t), op(o), a(std::move(x)), b(std::move(y)) {}
};

enum class CompareOp : uint8_t { eq, ne, lt, le, gt, ge };
struct Compare final : ExprNode {  // result is bool with the operands' lanes
  CompareOp op;
  Expr a, b;
  static Expr make(CompareOp op, Expr a, Expr b);

 private:
  Compare(ValueType t, CompareOp o, Expr x, Expr y)
      : ExprNode(ExprKind::Compare, t), op(o), a(std::move(x)), b(std::move(y)) {}
};

struct Not final : ExprNode {
  Expr value;  // bool
  static Expr make(Expr value);

 private:
  Not(ValueType t, Expr v) : ExprNode(ExprKind::Not, t), value(std::move(v)) {}
};

// Only the chosen side is evaluated where it would trap or read out of bounds: a load in an untaken
// side of a scalar select must not happen.
struct Select final : ExprNode {
  Expr condition, whenTrue, whenFalse;
  static Expr make(Expr condition, Expr whenTrue, Expr whenFalse);

 private:
  Select(ValueType t, Expr c, Expr x, Expr y)
      : ExprNode(ExprKind::Select, t),
        condition(std::move(c)),
        whenTrue(std::move(x)),
        whenFalse(std::move(y)) {}
};

// Float to integer truncates and saturates (NaN gives 0); to bool is "not zero"; integers wrap.
struct Cast final : ExprNode {
  Expr value;
  static Expr make(ValueType to, Expr value);

 private:
  Cast(ValueType t, Expr v) : ExprNode(ExprKind::Cast, t), value(std::move(v)) {}
};

}  // namespace heddle::loops
