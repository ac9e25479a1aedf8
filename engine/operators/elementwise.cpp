// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// Formulas of ONNX on a float x. All literals take the type of x.
class Formulas {
 public:
  Formulas(const graph::Node& node, Expr x) : m_node(node), m_x(std::move(x)) {}

  Expr value() const {
    const Expr& x = m_x;
    switch (m_node.kind) {
      case OpKind::reciprocal:
        return divide(c(1), x);
      case OpKind::rsqrt:
        return divide(c(1), call(Intrinsic::sqrt, x));
      case OpKind::softplus:
        return softplus();
      case OpKind::softsign:
        return divide(x, c(1) + call(Intrinsic::abs, x));
      case OpKind::hard_swish:
        return x * max(c(0), min(c(1), x * c(1.0 / 6) + c(0.5)));
      case OpKind::mish:
        return x * call(Intrinsic::tanh, softplus());
      case OpKind::elu:
        return select(isNegative(), c(alpha()) * expMinusOne(x), x);
      case OpKind::celu:
        return max(c(0), x) + min(c(0), c(alpha()) * expMinusOne(divide(x, c(alpha()))));
      case OpKind::selu:
        return c(m_node.floatAttribute("gamma")) *
               select(compare(CompareOp::le, x, c(0)), c(alpha()) * expMinusOne(x), x);
      case OpKind::hard_sigmoid:
        return max(c(0), min(c(1), c(alpha()) * x + c(m_node.floatAttribute("beta"))));
      case OpKind::swish:
        return x * call(Intrinsic::sigmoid, c(alpha()) * x);
      case OpKind::gelu:
        return gelu();
      default:
        return nullptr;
    }
  }

 private:
  Expr c(double v) const { return literal(v, m_x->type.element); }
  double alpha() const { return m_node.floatAttribute("alpha"); }
  Expr isNegative() const { return lessThan(m_x, c(0)); }
  Expr expMinusOne(const Expr& e) const { return call(Intrinsic::exp, e) - c(1); }
  // log(1 + e^x) without overflow.
  Expr softplus() const {
    return max(m_x, c(0)) +
           call(Intrinsic::log, c(1) + call(Intrinsic::exp, c(0) - call(Intrinsic::abs, m_x)));
  }
  Expr gelu() const {
    const Expr half = c(0.5) * m_x;
    if (m_node.stringAttribute("approximate") == "tanh") {
      const Expr cubic = m_x + c(0.044715) * m_x * m_x * m_x;
      return half * (c(1) + call(Intrinsic::tanh, c(std::sqrt(2 / std::numbers::pi)) * cubic));
    }
    return half * (c(1) + call(Intrinsic::erf, m_x * c(std::numbers::sqrt2 / 2)));
  }

  const graph::Node& m_node;
  Expr m_x;
};

std::optional<Intrinsic> directIntrinsic(OpKind kind) {
  switch (kind) {
    case OpKind::acos:
      return Intrinsic::acos;
    case OpKind::acosh:
      return Intrinsic::acosh;
    case OpKind::asin:
      return Intrinsic::asin;
    case OpKind::asinh:
      return Intrinsic::asinh;
    case OpKind::atan:
      return Intrinsic::atan;
    case OpKind::atanh:
      return Intrinsic::atanh;
    case OpKind::ceil:
      return Intrinsic::ceil;
    case OpKind::cos:
      return Intrinsic::cos;
    case OpKind::cosh:
      return Intrinsic::cosh;
    case OpKind::erf:
      return Intrinsic::erf;
    case OpKind::exp:
      return Intrinsic::exp;
    case OpKind::floor:
      return Intrinsic::floor;
    case OpKind::log:
      return Intrinsic::log;
    case OpKind::round:
      return Intrinsic::roundEven;
    case OpKind::sin:
      return Intrinsic::sin;
    case OpKind::sinh:
      return Intrinsic::sinh;
    case OpKind::sqrt:
      return Intrinsic::sqrt;
    case OpKind::tan:
      return Intrinsic::tan;
    case OpKind::tanh:
      return Intrinsic::tanh;
    case OpKind::sigmoid:
      return Intrinsic::sigmoid;
    default:
      return {};
  }
}

bool keepsIntegers(OpKind kind) {
  return kind == OpKind::ceil || kind == OpKind::floor || kind == OpKind::round;
}

Expr isInfinite(const graph::Node& node, const Expr& x) {
  const bool negative = node.intAttribute("detect_negative") != 0;
  const bool positive = node.intAttribute("detect_positive") != 0;
  if (!negative && !positive) return IntImm::make(0, ElementType::boolean);
  const Expr infinite = call(Intrinsic::isInf, x);
  if (negative && positive) return infinite;
  const Expr zero = literal(0, x->type.element);
  return logicalAnd(infinite, compare(negative ? CompareOp::lt : CompareOp::gt, x, zero));
}

// Operators that mean something on every number type; null for the others.
Expr anyNumber(const graph::Node& node, const Expr& x) {
  const ElementType t = x->type.element;
  const Expr zero = literal(0, t);
  switch (node.kind) {
    case OpKind::identity:
      return x;
    case OpKind::abs:
      return isUnsignedInteger(t) ? x : call(Intrinsic::abs, x);
    case OpKind::neg:
      return isFloat(t) ? x * literal(-1, t) : zero - x;
    case OpKind::relu:
      return max(x, zero);
    case OpKind::sign:
      return select(compare(CompareOp::gt, x, zero), literal(1, t),
                    isUnsignedInteger(t) ? zero : select(lessThan(x, zero), literal(-1, t), x));
    case OpKind::logical_not:
      return Not::make(x);
    case OpKind::bitwise_not:
      return binary(BinaryOp::bitXor, x, IntImm::make(-1, t));
    case OpKind::leaky_relu:
      return select(lessThan(x, zero), literal(node.floatAttribute("alpha"), t) * x, x);
    case OpKind::thresholded_relu:
      return select(compare(CompareOp::gt, x, literal(node.floatAttribute("alpha"), t)), x, zero);
    case OpKind::shrink: {
      const Expr lambda = literal(node.floatAttribute("lambd"), t);
      const Expr bias = literal(node.floatAttribute("bias"), t);
      return select(lessThan(x, zero - lambda), x + bias,
                    select(compare(CompareOp::gt, x, lambda), x - bias, zero));
    }
    case OpKind::is_nan:
      return call(Intrinsic::isNan, x);
    case OpKind::is_inf:
      return isInfinite(node, x);
    default:
      return nullptr;
  }
}

Expr unaryValue(const graph::Node& node, const Expr& x) {
  const bool isFloating = isFloat(x->type.element);
  if (!isFloating && keepsIntegers(node.kind)) return x;
  const bool needsFloat = node.kind == OpKind::shrink || node.kind == OpKind::leaky_relu ||
                          node.kind == OpKind::thresholded_relu || node.kind == OpKind::is_nan ||
                          node.kind == OpKind::is_inf;
  if (isFloating || !needsFloat) {
    if (Expr value = anyNumber(node, x)) return value;
  }
  // Real-valued functions of integers go through f64.
  const Expr real = isFloating ? x : cast(x, ElementType::f64);
  if (const auto intrinsic = directIntrinsic(node.kind)) return call(*intrinsic, real);
  if (Expr value = Formulas(node, real).value()) return value;
  return anyNumber(node, real);
}

}  // namespace

Status emitUnary(OpContext& op) {
  const Buffer out = op.output();
  pointwise(op, "", out, [&](const Indices& i) {
    if (op.node.kind == OpKind::cast) return cast(op.loadRaw(0, i), op.outElement());
    if (op.node.kind == OpKind::identity) return op.loadRaw(0, i);
    return unaryValue(op.node, op.load(0, i));
  });
  return {};
}

}  // namespace heddle::operators
