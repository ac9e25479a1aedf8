// Quantised operators of ONNX Runtime's own domain, as its quantiser and its optimiser write them.
// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/handlers/quantize.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

namespace {

ValueRef turned(NodeContext& n, ValueRef matrix) {
  return n.emit(OpKind::transpose, {matrix}, {{"perm", std::vector<int64_t>{1, 0}}});
}

// real = sums * (a's scale * b's scale * alpha)
ValueRef realOf(NodeContext& n, ValueRef sums, ValueRef aScale, ValueRef bScale, double alpha) {
  ValueRef scale = n.emit(OpKind::mul, {scaleOf(n, aScale), scaleOf(n, bScale)});
  if (alpha != 1) scale = n.emit(OpKind::mul, {scale, n.scalar(ElementType::f32, alpha)});
  return n.emit(OpKind::mul, {n.emit(OpKind::cast, {sums}, {{"to", ElementType::f32}}), scale});
}

}  // namespace

// a, a_scale, a_zero, b, b_scale, b_zero, c?, y_scale?, y_zero?; c is of the sums' scale; b's scale and
// zero point may be per column; without y_scale the result is real
void qgemm(NodeContext& n) {
  n.inputs(6, 9);
  const bool isATurned = n.intAttribute("transA", 0) != 0,
             isBTurned = n.intAttribute("transB", 0) != 0;
  const double alpha = n.floatAttribute("alpha", 1);
  ValueRef a = centred(n, n.need(0), n.need(2), 0);
  ValueRef b = centred(n, n.need(3), n.need(5), isBTurned ? 1 : 0);
  if (n.isRefused()) return;
  if (isATurned) a = turned(n, a);
  if (isBTurned) b = turned(n, b);
  ValueRef sums = n.emit(OpKind::matmul, {a, b});
  if (n.hasInput(6)) sums = n.emit(OpKind::add, {sums, n.input(6)});
  const ValueRef real = realOf(n, sums, n.need(1), n.need(4), alpha);
  if (!n.hasInput(7)) return n.setOutput(0, real);
  n.setOutput(0, quantised(n, real, n.input(7), n.input(8), n.need(0)));
}

// a, b, a_scale, b_scale, a_zero?, b_zero?, bias?
void matMulIntegerToFloat(NodeContext& n) {
  n.inputs(4, 7);
  const ValueRef a = centred(n, n.need(0), n.input(4), 1), b = centred(n, n.need(1), n.input(5), 0);
  if (n.isRefused()) return;
  ValueRef real = realOf(n, n.emit(OpKind::matmul, {a, b}), n.need(2), n.need(3), 1);
  if (n.hasInput(6)) real = n.emit(OpKind::add, {real, n.input(6)});
  n.setOutput(0, real);
}

// a, b, b_scale, b_zero?, bias?; a is quantised by its own range
void dynamicQuantizeMatMul(NodeContext& n) {
  n.inputs(3, 5);
  const DynamicallyQuantised a = quantisedByRange(n, n.need(0));
  const ValueRef b = centred(n, n.need(1), n.input(3), 0);
  if (n.isRefused()) return;
  const ValueRef sums = n.emit(OpKind::matmul, {centred(n, a.values, a.zeroPoint, 1), b});
  ValueRef real = realOf(n, sums, a.scale, n.need(2), 1);
  if (n.hasInput(4)) real = n.emit(OpKind::add, {real, n.input(4)});
  n.setOutput(0, real);
}

// x, x_scale, x_zero?, y_scale, y_zero
void qlinearSoftmax(NodeContext& n) {
  const auto in = n.inputs(5, 5);
  const int64_t opset = n.intAttribute("opset", 13);
  const int64_t axis = n.intAttribute("axis", opset < 13 ? 1 : -1);
  if (n.isRefused()) return;
  if (opset < 13 && axis != -1 && axis != n.rank(in[0]) - 1)
    return n.refuse("before opset 13 only the last axis is supported");
  const ValueRef y =
      n.emit(OpKind::softmax, {dequantised(n, in[0], in[1], n.input(2))}, {{"axis", axis}});
  n.setOutput(0, quantised(n, y, in[3], in[4], in[0]));
}

// condition, x, x_scale, x_zero, y, y_scale, y_zero, z_scale, z_zero
void qlinearWhere(NodeContext& n) {
  const auto in = n.inputs(9, 9);
  const ValueRef x = dequantised(n, in[1], in[2], in[3]), y = dequantised(n, in[4], in[5], in[6]);
  if (n.isRefused()) return;
  n.setOutput(0, quantised(n, n.emit(OpKind::where, {in[0], x, y}), in[7], in[8], in[1]));
}

// x, x_scale, x_zero?, y_scale, y_zero?
void qlinearAveragePool(NodeContext& n) {
  const auto in = n.inputs(4, 5);
  if (n.intAttribute("channels_last", 0) != 0)
    return n.refuse("channels in the last place are not supported");
  const Attributes attributes = n.attributesOf(OpKind::average_pool);
  if (n.isRefused()) return;
  const ValueRef y =
      n.emit(OpKind::average_pool, {dequantised(n, in[0], in[1], n.input(2))}, attributes);
  n.setOutput(0, quantised(n, y, in[3], n.input(4), in[0]));
}

}  // namespace heddle::import::handlers
