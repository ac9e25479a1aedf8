// Reductions, pooling over everything, and matrix products.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

// The axes were an attribute before opset 18 (13 for the sum).
void reduce1(NodeContext& n) {
  const auto axes = n.ints("axes");
  const ValueRef list = axes && !axes->empty() ? n.intsConstant(*axes) : ValueRef{};
  const Attributes attributes{{"keepdims", n.intAttribute("keepdims", 1)}};
  n.setOutput(0, n.emit(n.kind(), {n.need(0), list}, attributes));
}

namespace {

// The axes after batch and channels, as a constant. x: [N,C,spatial...]
ValueRef spatialAxes(NodeContext& n, ValueRef x) {
  std::vector<int64_t> axes;
  const int64_t rank = n.rank(x);
  if (!n.isRefused() && rank < 3) n.refuse("its input has no spatial axes");
  for (int64_t axis = 2; axis < rank; ++axis) axes.push_back(axis);
  return n.intsConstant(axes);
}

}  // namespace

void globalPool(NodeContext& n) {
  const ValueRef x = n.need(0);
  n.setOutput(0, n.emit(n.kind(), {x, spatialAxes(n, x)}));
}

// (sum |x|^p)^(1/p) over the spatial axes
void globalLpPool(NodeContext& n) {
  const ValueRef x = n.need(0), axes = spatialAxes(n, x);
  const double p = n.since() == 1 && n.opset() < 2 ? n.floatAttribute("p", 2)
                                                   : static_cast<double>(n.intAttribute("p", 2));
  if (p == 1 || p == 2)
    return n.setOutput(0, n.emit(p == 1 ? OpKind::reduce_l1 : OpKind::reduce_l2, {x, axes}));
  if (p <= 0) return n.refuse("its attribute 'p' is not positive");
  const ElementType element = n.element(x);
  const ValueRef powers = n.emit(OpKind::pow, {n.emit(OpKind::abs, {x}), n.scalar(element, p)});
  const ValueRef sum = n.emit(OpKind::reduce_sum, {powers, axes});
  n.setOutput(0, n.emit(OpKind::pow, {sum, n.scalar(element, 1 / p)}));
}

void lpPool1(NodeContext& n) {
  const double p = n.floatAttribute("p", 2);
  Attributes attributes;
  if (!(p >= 1 && p <= 1024) || p != std::floor(p))
    return n.refuse("its attribute 'p' is not a whole number");
  attributes["p"] = static_cast<int64_t>(p);
  for (const char* name : {"kernel_shape", "strides", "pads"})
    if (const auto values = n.ints(name)) attributes[name] = *values;
  if (!attributes.contains("kernel_shape"))
    return n.refuse("its attribute 'kernel_shape' is missing");
  attributes["auto_pad"] = n.stringAttribute("auto_pad", "NOTSET");
  n.setOutput(0, n.emit(OpKind::lp_pool, {n.need(0)}, attributes));
}

// The attribute 'broadcast' only permitted what is always permitted today.
void gemm1(NodeContext& n) {
  n.ignoreAttribute("broadcast");
  const Attributes attributes = n.attributesOf(OpKind::gemm);
  n.setOutput(0, n.emit(OpKind::gemm, {n.need(0), n.need(1), n.need(2)}, attributes));
}

}  // namespace heddle::import::handlers
