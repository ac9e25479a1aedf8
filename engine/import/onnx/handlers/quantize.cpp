// Quantised operators, as the arithmetic on 32-bit integers that ONNX defines them by.
// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/handlers/quantize.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

namespace {

// Shapes one value per row, column or channel so that it broadcasts; a single value becomes a
// scalar.
ValueRef shaped(NodeContext& n, ValueRef value, int64_t axesAfter) {
  const auto type = n.type(value);
  if (!type) return n.refuseUnknown("the rank of a scale or zero point is not known"), value;
  if (type->rank() == 0) return value;
  const auto known = n.value(value);
  if (known && known->elementCount() == 1) return n.constant(known->reshaped({}));
  if (type->rank() != 1 || axesAfter <= 0) return value;
  std::vector<int64_t> axes;
  for (int64_t i = 1; i <= axesAfter; ++i) axes.push_back(i);
  return n.emit(OpKind::unsqueeze, {value, n.intsConstant(axes)});
}

bool isZero(NodeContext& n, ValueRef value) {
  const auto known = n.value(value);
  if (!known || !isInteger(known->element())) return false;
  for (int64_t i = 0; i < known->elementCount(); ++i)
    if (known->valueAsInt(i) != 0) return false;
  return true;
}

}  // namespace

ValueRef centred(NodeContext& n, ValueRef x, ValueRef zeroPoint, int64_t axesAfter) {
  const ValueRef wide = n.emit(OpKind::cast, {x}, {{"to", ElementType::i32}});
  if (!zeroPoint.isValid() || isZero(n, zeroPoint)) return wide;
  const ValueRef point =
      n.emit(OpKind::cast, {shaped(n, zeroPoint, axesAfter)}, {{"to", ElementType::i32}});
  return n.emit(OpKind::sub, {wide, point});
}

ValueRef scaleOf(NodeContext& n, ValueRef scale) {
  const ValueRef value = shaped(n, scale, 0);
  if (n.element(value) == ElementType::f32) return value;
  return n.emit(OpKind::cast, {value}, {{"to", ElementType::f32}});
}

ValueRef dequantised(NodeContext& n, ValueRef x, ValueRef scale, ValueRef zeroPoint) {
  const ValueRef s = shaped(n, scale, 0);
  const ValueRef z = zeroPoint.isValid() ? shaped(n, zeroPoint, 0) : ValueRef{};
  return n.emit(OpKind::dequantize_linear, {x, s, z});
}

ValueRef quantised(NodeContext& n, ValueRef real, ValueRef scale, ValueRef zeroPoint,
                   ValueRef like) {
  const ValueRef s = shaped(n, scale, 0);
  if (zeroPoint.isValid())
    return n.emit(OpKind::quantize_linear, {real, s, shaped(n, zeroPoint, 0)});
  return n.emit(OpKind::quantize_linear, {real, s}, {{"to", n.element(like)}});
}

namespace {

struct Scales {
  ValueRef x, w, y;
};

// x * w / y, computed here when all are constants. `w` may have one value per channel.
ValueRef outputScale(NodeContext& n, const Scales& s, int64_t axesAfterX, int64_t axesAfterW) {
  const auto x = n.value(s.x), w = n.value(s.w), y = n.value(s.y);
  const bool isFloat = x && w && y && x->element() == ElementType::f32 &&
                       w->element() == ElementType::f32 && y->element() == ElementType::f32;
  if (isFloat && x->elementCount() == 1 && y->elementCount() == 1) {
    Tensor product = Tensor::allocate(ElementType::f32, w->extents()).value();
    const float xs = static_cast<float>(x->valueAsDouble(0)),
                ys = static_cast<float>(y->valueAsDouble(0));
    for (int64_t i = 0; i < w->elementCount(); ++i)
      product.mutableValues<float>()[i] = xs * static_cast<float>(w->valueAsDouble(i)) / ys;
    return shaped(n, n.constant(product), axesAfterW);
  }
  const auto wide = [&](ValueRef scale, int64_t axesAfter) {
    const ValueRef value = shaped(n, scale, axesAfter);
    if (n.element(value) == ElementType::f32) return value;
    return n.emit(OpKind::cast, {value}, {{"to", ElementType::f32}});
  };
  const ValueRef product = n.emit(OpKind::mul, {wide(s.x, axesAfterX), wide(s.w, axesAfterW)});
  return n.emit(OpKind::div, {product, wide(s.y, axesAfterX)});
}

// saturate(round(sums * scale) + zeroPoint)
ValueRef requantised(NodeContext& n, ValueRef sums, ValueRef scale, ValueRef zeroPoint) {
  const ValueRef real =
      n.emit(OpKind::mul, {n.emit(OpKind::cast, {sums}, {{"to", ElementType::f32}}), scale});
  return n.emit(OpKind::quantize_linear,
                {real, n.scalar(ElementType::f32, 1), shaped(n, zeroPoint, 0)});
}

}  // namespace

// x, x_scale, x_zero, w, w_scale, w_zero, y_scale, y_zero, bias?
void qlinearConv(NodeContext& n) {
  const auto in = n.inputs(8, 9);
  const Attributes attributes = n.attributesOf(OpKind::conv);
  const int64_t axesAfter = n.rank(in[3]) - 1;  // w: [O,C/group,spatial...]
  if (n.isRefused()) return;
  const ValueRef x = centred(n, in[0], in[2], 0), w = centred(n, in[3], in[5], axesAfter);
  const ValueRef sums = n.emit(OpKind::conv, {x, w, n.input(8)}, attributes);
  const ValueRef scale =
      outputScale(n, {in[1], in[4], in[6]}, 0, axesAfter - 1);  // on [N,O,spatial...]
  n.setOutput(0, requantised(n, sums, scale, in[7]));
}

// a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero; a's may be per row, b's per column
void qlinearMatMul(NodeContext& n) {
  const auto in = n.inputs(8, 8);
  if (n.isRefused()) return;
  const ValueRef a = centred(n, in[0], in[2], 1), b = centred(n, in[3], in[5], 0);
  const ValueRef sums = n.emit(OpKind::matmul, {a, b});
  n.setOutput(0, requantised(n, sums, outputScale(n, {in[1], in[4], in[6]}, 1, 0), in[7]));
}

void convInteger(NodeContext& n) {
  const Attributes attributes = n.attributesOf(OpKind::conv);
  const ValueRef w = n.need(1);
  const int64_t axesAfter = n.hasInput(3) ? n.rank(w) - 1 : 0;
  if (n.isRefused()) return;
  const ValueRef x = centred(n, n.need(0), n.input(2), 0);
  n.setOutput(0, n.emit(OpKind::conv, {x, centred(n, w, n.input(3), axesAfter)}, attributes));
}

void matMulInteger(NodeContext& n) {
  const ValueRef a = centred(n, n.need(0), n.input(2), 1), b = centred(n, n.need(1), n.input(3), 0);
  n.setOutput(0, n.emit(OpKind::matmul, {a, b}));
}

namespace {

void refuseBlocks(NodeContext& n) {
  if (n.intAttribute("block_size", 0) != 0) n.refuse("scales per block are not supported");
  if (n.intAttribute("precision", 0) != 0) n.refuse("its attribute 'precision' is not supported");
  n.ignoreAttribute("saturate");  // says only how 8-bit floats are made
  n.ignoreAttribute("output_dtype");
}

}  // namespace

void quantizeLinear(NodeContext& n) {
  Attributes attributes{{"axis", n.intAttribute("axis", 1)}};
  const bool isTyped = n.hasAttribute("output_dtype") && n.intAttribute("output_dtype", 0) != 0;
  if (isTyped && !n.hasInput(2)) {
    if (const auto to = n.elementType("output_dtype")) attributes["to"] = *to;
  } else if (!n.hasInput(2)) {
    attributes["to"] = ElementType::u8;
  }
  refuseBlocks(n);
  n.setOutput(0, n.emit(OpKind::quantize_linear, n.inputs(2, 3), attributes));
}

void dequantizeLinear(NodeContext& n) {
  const Attributes attributes{{"axis", n.intAttribute("axis", 1)}};
  refuseBlocks(n);
  n.setOutput(0, n.emit(OpKind::dequantize_linear, n.inputs(2, 3), attributes));
}

// scale = (max(x, 0) - min(x, 0)) / 255, zero = saturate(round(-min / scale)); a constant 0 has
// scale 1
DynamicallyQuantised quantisedByRange(NodeContext& n, ValueRef x) {
  const auto single = [&](double value) { return n.scalar(ElementType::f32, value); };
  const Attributes all{{"keepdims", int64_t{0}}};
  const ValueRef zero = single(0);
  const ValueRef high = n.emit(OpKind::maximum, {n.emit(OpKind::reduce_max, {x}, all), zero});
  const ValueRef low = n.emit(OpKind::minimum, {n.emit(OpKind::reduce_min, {x}, all), zero});
  const ValueRef span = n.emit(OpKind::sub, {high, low});
  const ValueRef isFlat = n.emit(OpKind::equal, {span, zero});
  const ValueRef scale =
      n.emit(OpKind::where, {isFlat, single(1), n.emit(OpKind::div, {span, single(255)})});
  const ValueRef offset = n.emit(OpKind::sub, {zero, n.emit(OpKind::div, {low, scale})});
  const ValueRef rounded =
      n.emit(OpKind::round, {n.emit(OpKind::clip, {offset, zero, single(255)})});
  const ValueRef zeroPoint = n.emit(OpKind::cast, {rounded}, {{"to", ElementType::u8}});
  n.assume(scale, {ElementType::f32, {}});
  n.assume(zeroPoint, {ElementType::u8, {}});
  return {n.emit(OpKind::quantize_linear, {x, scale, zeroPoint}), scale, zeroPoint};
}

void dynamicQuantizeLinear(NodeContext& n) {
  const DynamicallyQuantised y = quantisedByRange(n, n.need(0));
  n.setOutput(0, y.values);
  n.setOutput(1, y.scale);
  n.setOutput(2, y.zeroPoint);
}

}  // namespace heddle::import::handlers
