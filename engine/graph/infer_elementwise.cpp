// Type rules of elementwise and broadcasting operators.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/type_rule.h"

namespace heddle::graph {
namespace {

Result<Types> broadcastAs(const RuleInput& in, ElementType element, size_t a, size_t b) {
  HEDDLE_TRY(Shape shape, broadcastShapes(in, in.shape(a), in.shape(b)));
  return oneType(element, std::move(shape));
}

// A scale or zero point: one value, or one per entry of the axis.
Status checkPerAxis(const RuleInput& in, size_t input) {
  const Shape& shape = in.shape(input);
  if (shape.empty()) return {};
  if (shape.size() != 1)
    return in.error("input " + std::to_string(input) + " has rank " +
                    std::to_string(shape.size()) + "; blocked quantization is not supported");
  if (mayBeEqual(shape[0], 1)) return {};
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
  if (mayBeEqual(shape[0], in.shape(0)[axis])) return {};
  return in.error("input " + std::to_string(input) + " does not match axis " +
                  std::to_string(axis) + " of x");
}

}  // namespace

Result<Types> inferSame(const RuleInput& in) { return Types{in.type(0)}; }

Result<Types> inferFloatSame(const RuleInput& in) {
  HEDDLE_CHECK(in.requireFloat(0));
  return inferSame(in);
}

Result<Types> inferFloatTest(const RuleInput& in) {
  HEDDLE_CHECK(in.requireFloat(0));
  return oneType(ElementType::boolean, in.shape(0));
}

Result<Types> inferLogicalNot(const RuleInput& in) {
  if (in.type(0).element != ElementType::boolean) return in.error("x must be bool");
  return inferSame(in);
}

Result<Types> inferBitwiseNot(const RuleInput& in) {
  HEDDLE_CHECK(in.requireInteger(0));
  return inferSame(in);
}

Result<Types> inferCast(const RuleInput& in) {
  return oneType(in.node().typeAttribute("to"), in.shape(0));
}

Result<Types> inferBinary(const RuleInput& in) {
  HEDDLE_CHECK(in.requireSameElement(0, 1));
  return broadcastAs(in, in.type(0).element, 0, 1);
}

Result<Types> inferPow(const RuleInput& in) { return broadcastAs(in, in.type(0).element, 0, 1); }

Result<Types> inferLogical(const RuleInput& in) {
  if (in.type(0).element != ElementType::boolean) return in.error("both inputs must be bool");
  return inferBinary(in);
}

Result<Types> inferBitwise(const RuleInput& in) {
  HEDDLE_CHECK(in.requireInteger(0));
  return inferBinary(in);
}

Result<Types> inferComparison(const RuleInput& in) {
  HEDDLE_CHECK(in.requireSameElement(0, 1));
  return broadcastAs(in, ElementType::boolean, 0, 1);
}

Result<Types> inferPrelu(const RuleInput& in) {
  HEDDLE_CHECK(in.requireSameElement(0, 1));
  HEDDLE_TRY(const Shape shape, broadcastShapes(in, in.shape(0), in.shape(1)));
  if (shape.size() != in.rank(0)) return in.error("the slope has a higher rank than x");
  for (size_t i = 0; i < shape.size(); ++i)
    if (!mayBeEqual(shape[i], in.shape(0)[i])) return in.error("the slope does not broadcast to x");
  return inferSame(in);
}

Result<Types> inferWhere(const RuleInput& in) {
  if (in.type(0).element != ElementType::boolean) return in.error("the condition must be bool");
  HEDDLE_CHECK(in.requireSameElement(1, 2));
  HEDDLE_TRY(const Shape both, broadcastShapes(in, in.shape(1), in.shape(2)));
  HEDDLE_TRY(Shape shape, broadcastShapes(in, in.shape(0), both));
  return oneType(in.type(1).element, std::move(shape));
}

Result<Types> inferClip(const RuleInput& in) {
  for (size_t i = 1; i < in.inputCount(); ++i) {
    if (!in.has(i)) continue;
    HEDDLE_CHECK(in.requireSameElement(0, i));
    for (const Dim& dim : in.shape(i))
      if (!mayBeEqual(dim, 1)) return in.error("a bound must be a scalar");
  }
  return inferSame(in);
}

Result<Types> inferQuantize(const RuleInput& in) {
  HEDDLE_CHECK(checkPerAxis(in, 1));
  ElementType element = ElementType::u8;
  if (in.node().hasAttribute("to")) element = in.node().typeAttribute("to");
  if (in.has(2)) {
    HEDDLE_CHECK(checkPerAxis(in, 2));
    element = in.type(2).element;
  }
  return oneType(element, in.shape(0));
}

Result<Types> inferDequantize(const RuleInput& in) {
  HEDDLE_CHECK(checkPerAxis(in, 1));
  HEDDLE_CHECK(in.requireFloat(1));
  if (in.has(2)) {
    HEDDLE_CHECK(checkPerAxis(in, 2));
    HEDDLE_CHECK(in.requireSameElement(0, 2));
  }
  return oneType(in.type(1).element, in.shape(0));
}

}  // namespace heddle::graph
