// Window functions: sums of cosines over the sample number.
// SPDX-License-Identifier: Apache-2.0
#include <numbers>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::OpKind;
using graph::ValueRef;

namespace {

// a0 - a1 cos(2 pi i / N) + a2 cos(4 pi i / N), i = 0..size-1, N = size, or size - 1 when symmetric
void emitWindow(NodeContext& n, double a0, double a1, double a2) {
  const auto to =
      n.hasAttribute("output_datatype") ? n.elementType("output_datatype") : ElementType::f32;
  const bool isPeriodic = n.intAttribute("periodic", 1) != 0;
  const ValueRef size = n.need(0);
  if (n.isRefused()) return;
  const auto single = [&](double value) { return n.scalar(ElementType::f32, value); };
  const ElementType integer = n.element(size);
  const ValueRef samples =
      n.emit(OpKind::range, {n.scalar(integer, 0), size, n.scalar(integer, 1)});
  const ValueRef last = isPeriodic ? size : n.emit(OpKind::sub, {size, n.scalar(integer, 1)});
  const ValueRef turns =
      n.emit(OpKind::div, {n.cast(samples, ElementType::f32), n.cast(last, ElementType::f32)});
  const auto wave = [&](double factor, double amount) {
    const ValueRef angle = n.emit(OpKind::mul, {turns, single(factor * std::numbers::pi)});
    return n.emit(OpKind::mul, {n.emit(OpKind::cos, {angle}), single(amount)});
  };
  ValueRef sum = n.emit(OpKind::sub, {single(a0), wave(2, a1)});
  if (a2 != 0) sum = n.emit(OpKind::add, {sum, wave(4, a2)});
  n.setOutput(0, n.emit(OpKind::cast, {sum}, {{"to", *to}}));
}

}  // namespace

void hannWindow(NodeContext& n) {
  emitWindow(n, 0.5, 0.5, 0);
}
void hammingWindow(NodeContext& n) {
  emitWindow(n, 25.0 / 46, 21.0 / 46, 0);
}
void blackmanWindow(NodeContext& n) {
  emitWindow(n, 0.42, 0.5, 0.08);
}

}  // namespace heddle::import::handlers
