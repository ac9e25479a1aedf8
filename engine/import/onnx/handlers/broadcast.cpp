// Operators of two and more inputs, old broadcasting included.
// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::OpKind;
using graph::ValueRef;

namespace {

// Appends `count` axes of extent 1.
ValueRef appendAxes(NodeContext& n, ValueRef value, int64_t rank, int64_t count) {
  std::vector<int64_t> axes;
  for (int64_t i = 0; i < count; ++i) axes.push_back(rank + i);
  return axes.empty() ? value : n.emit(OpKind::unsqueeze, {value, n.intsConstant(axes)});
}

}  // namespace

// Before opset 7 the second input was laid over the first from `axis` on; without an axis at its
// end, as today.
void broadcast1(NodeContext& n) {
  const ValueRef a = n.need(0);
  ValueRef b = n.need(1);
  const bool isBroadcast = n.intAttribute("broadcast", 0) != 0;
  if (n.hasAttribute("axis")) {
    int64_t axis = n.intAttribute("axis", 0);
    if (isBroadcast) {
      const int64_t rankA = n.rank(a), rankB = n.rank(b);
      if (axis < 0) axis += rankA;
      if (n.isRefused()) return;
      if (axis < 0 || axis > rankA - rankB)
        return n.refuse("its attribute 'axis' leaves the first input's shape");
      b = appendAxes(n, b, rankB, rankA - axis - rankB);
    }
  }
  n.setOutput(0, n.emit(n.kind(), {a, b}));
}

// Before opset 7 a slope of rank 1 belonged to the channels.
void prelu1(NodeContext& n) {
  const ValueRef x = n.need(0);
  ValueRef slope = n.need(1);
  const int64_t rankX = n.rank(x), rankSlope = n.rank(slope);
  if (n.isRefused()) return;
  if (rankSlope == 1 && rankX > 2) slope = appendAxes(n, slope, 1, rankX - 2);
  n.setOutput(0, n.emit(OpKind::prelu, {x, slope}));
}

void bitShift(NodeContext& n) {
  const std::string direction = n.stringAttribute("direction", "");
  if (direction != "LEFT" && direction != "RIGHT")
    return n.refuse("its attribute 'direction' is neither LEFT nor RIGHT");
  const OpKind kind = direction == "LEFT" ? OpKind::shift_left : OpKind::shift_right;
  n.setOutput(0, n.emit(kind, {n.need(0), n.need(1)}));
}

void clip1(NodeContext& n) {
  const ValueRef x = n.need(0);
  ValueRef low, high;
  if (n.hasAttribute("min")) low = n.scalar(n.element(x), n.floatAttribute("min", 0));
  if (n.hasAttribute("max")) high = n.scalar(n.element(x), n.floatAttribute("max", 0));
  n.setOutput(0, n.emit(OpKind::clip, {x, low, high}));
}

// f(a, b, c) = f(f(a, b), c)
void variadic(NodeContext& n) {
  ValueRef result = n.need(0);
  for (size_t i = 1; i < n.inputCount(); ++i) result = n.emit(n.kind(), {result, n.need(i)});
  n.setOutput(0, n.inputCount() == 1 ? n.emit(OpKind::identity, {result}) : result);
}

// mean(a, b, c) = (a + b + c) / 3
void mean(NodeContext& n) {
  ValueRef sum = n.need(0);
  for (size_t i = 1; i < n.inputCount(); ++i) sum = n.emit(OpKind::add, {sum, n.need(i)});
  if (n.inputCount() == 1) return n.setOutput(0, n.emit(OpKind::identity, {sum}));
  const ValueRef count = n.scalar(n.element(n.need(0)), static_cast<double>(n.inputCount()));
  n.setOutput(0, n.emit(OpKind::div, {sum, count}));
}

}  // namespace heddle::import::handlers
