// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// The remainder with the sign of the divisor, as Python's %.
Expr pythonMod(const Expr& a, const Expr& b) {
  const ElementType t = a->type.element;
  if (isUnsignedInteger(t)) return binary(BinaryOp::mod, a, b);
  if (isInteger(t)) return binary(BinaryOp::floorMod, a, b);
  const Expr zero = literal(0, t);
  const Expr remainder = binary(BinaryOp::mod, a, b);
  const Expr differs = compare(CompareOp::ne, lessThan(remainder, zero), lessThan(b, zero));
  return select(logicalAnd(compare(CompareOp::ne, remainder, zero), differs), remainder + b,
                remainder);
}

Expr power(const Expr& base, const Expr& exponent) {
  const ElementType t = base->type.element;
  if (const auto* imm = as<FloatImm>(exponent); imm && isFloat(t)) {
    if (imm->value == 1) return base;
    if (imm->value == 2) return base * base;
    if (imm->value == 3) return base * base * base;
    if (imm->value == 0.5) return call(Intrinsic::sqrt, base);
    if (imm->value == -1) return divide(literal(1, t), base);
  }
  if (isFloat(t)) return call(Intrinsic::pow, base, cast(exponent, t));
  const ElementType f64 = ElementType::f64;
  return cast(call(Intrinsic::pow, cast(base, f64), cast(exponent, f64)), t);
}

// Shifts by the width or more give 0.
Expr shift(BinaryOp direction, const Expr& a, const Expr& b) {
  const ElementType t = a->type.element;
  const double width = static_cast<double>(sizeBytes(t)) * 8;
  const Expr isInside = lessThan(b, literal(width, t));
  const Expr amount = min(b, literal(width - 1, t));
  return select(isInside, binary(direction, a, amount), literal(0, t));
}

Expr minMax(BinaryOp op, const Expr& a, const Expr& b) {
  if (a->type.element != ElementType::boolean) return binary(op, a, b);
  return binary(op == BinaryOp::max ? BinaryOp::logicalOr : BinaryOp::logicalAnd, a, b);
}

Expr binaryValue(const graph::Node& node, const Expr& a, const Expr& b) {
  switch (node.kind) {
    case OpKind::add:
      return binary(BinaryOp::add, a, b);
    case OpKind::sub:
      return binary(BinaryOp::sub, a, b);
    case OpKind::mul:
      return binary(BinaryOp::mul, a, b);
    case OpKind::div:
      return divide(a, b);
    case OpKind::mod:
      return node.intAttribute("fmod") != 0 ? binary(BinaryOp::mod, a, b) : pythonMod(a, b);
    case OpKind::pow:
      return power(a, b);
    case OpKind::minimum:
      return minMax(BinaryOp::min, a, b);
    case OpKind::maximum:
      return minMax(BinaryOp::max, a, b);
    case OpKind::logical_and:
      return binary(BinaryOp::logicalAnd, a, b);
    case OpKind::logical_or:
      return binary(BinaryOp::logicalOr, a, b);
    case OpKind::logical_xor:
      return compare(CompareOp::ne, a, b);
    case OpKind::bitwise_and:
      return binary(BinaryOp::bitAnd, a, b);
    case OpKind::bitwise_or:
      return binary(BinaryOp::bitOr, a, b);
    case OpKind::bitwise_xor:
      return binary(BinaryOp::bitXor, a, b);
    case OpKind::shift_left:
      return shift(BinaryOp::shiftLeft, a, b);
    case OpKind::shift_right:
      return shift(BinaryOp::shiftRight, a, b);
    case OpKind::equal:
      return compare(CompareOp::eq, a, b);
    case OpKind::less:
      return lessThan(a, b);
    case OpKind::less_equal:
      return compare(CompareOp::le, a, b);
    case OpKind::greater:
      return compare(CompareOp::gt, a, b);
    case OpKind::greater_equal:
      return compare(CompareOp::ge, a, b);
    case OpKind::prelu:
      return select(lessThan(a, literal(0, a->type.element)), a * b, a);
    default:
      return nullptr;
  }
}

}  // namespace

Status emitBinary(OpContext& op) {
  if (op.node.kind != OpKind::pow && op.element(0) != op.element(1)) {
    return op.unsupported("the inputs differ in element type");
  }
  if (!isComputable(op.outElement())) return op.unsupported("the output type");
  pointwise(op, "", op.output(), [&](const Indices& i) {
    const Expr a = op.loadBroadcast(0, i);
    const Expr b = op.loadBroadcast(1, i);
    return binaryValue(op.node, a, b);
  });
  return {};
}

Status emitWhere(OpContext& op) {
  pointwise(op, "", op.output(), [&](const Indices& i) {
    const Expr condition = op.loadBroadcast(0, i);
    const Expr x = op.loadBroadcast(1, i);
    return select(condition, x, op.loadBroadcast(2, i));
  });
  return {};
}

Status emitClip(OpContext& op) {
  const auto bound = [&](size_t input) {
    return op.load(input, Indices(op.extents(input).size(), constant(0)));
  };
  pointwise(op, "", op.output(), [&](const Indices& i) {
    Expr value = op.load(0, i);
    if (op.hasInput(1)) value = max(value, bound(1));
    if (op.hasInput(2)) value = min(value, bound(2));
    return value;
  });
  return {};
}

}  // namespace heddle::operators
