// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// The index of a scale or zero point that belongs to out index i.
Indices parameterIndex(OpContext& op, size_t input, const Indices& i) {
  const Extents extents = op.extents(input);
  if (extents.empty()) return {};
  if (extents[0] == 1) return {constant(0)};
  const int64_t rank = static_cast<int64_t>(i.size());
  const int64_t axis = op.node.intAttribute("axis");
  return {i[static_cast<size_t>(axis < 0 ? axis + rank : axis)]};
}

Expr saturate(const Expr& value, ElementType to) {
  const bool isSigned = isSignedInteger(to);
  const double levels = static_cast<double>(int64_t{1} << (8 * sizeBytes(to)));
  const ElementType t = value->type.element;
  const Expr low = literal(isSigned ? -levels / 2 : 0, t);
  const Expr high = literal((isSigned ? levels / 2 : levels) - 1, t);
  return cast(min(max(value, low), high), to);
}

Expr quantized(OpContext& op, const Indices& i) {
  const ElementType f32 = ElementType::f32;
  const Expr x = cast(op.load(0, i), f32);
  const Expr scale = cast(op.load(1, parameterIndex(op, 1, i)), f32);
  const auto* number = loops::as<FloatImm>(scale);
  const bool isOne = number && number->value == 1;
  Expr rounded = call(Intrinsic::roundEven, isOne ? x : divide(x, scale));
  if (op.hasInput(2)) rounded = rounded + cast(op.load(2, parameterIndex(op, 2, i)), f32);
  return saturate(rounded, op.outElement());
}

Expr dequantized(OpContext& op, const Indices& i) {
  Expr x = cast(op.load(0, i), ElementType::i32);
  if (op.hasInput(2)) x = x - cast(op.load(2, parameterIndex(op, 2, i)), ElementType::i32);
  const Expr scale = op.load(1, parameterIndex(op, 1, i));
  return cast(x, scale->type.element) * scale;
}

}  // namespace

Status emitQuantize(OpContext& op) {
  const bool isQuantize = op.node.kind == OpKind::quantize_linear;
  for (size_t input = 1; input < 3; ++input) {
    if (!op.hasInput(input)) continue;
    const Extents extents = op.extents(input);
    if (extents.size() > 1) return op.unsupported("blocked quantisation");
    if (extents.size() == 1 && extents[0] != 1 && op.outExtents().empty()) {
      return op.unsupported("an axis of a scalar");
    }
  }
  const ElementType narrow = isQuantize ? op.outElement() : op.element(0);
  if (!isInteger(narrow) || (isQuantize && sizeBytes(narrow) > 2)) {
    return op.unsupported("quantised type " + std::string(name(narrow)));
  }
  pointwise(op, "", op.output(),
            [&](const Indices& i) { return isQuantize ? quantized(op, i) : dequantized(op, i); });
  return {};
}

}  // namespace heddle::operators
