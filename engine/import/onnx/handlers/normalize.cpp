// Softmax and the normalisations.
// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

// Before opset 13 the input was taken as a matrix of the axes before and from `axis` on:
// reshape(softmax(flatten(x, axis)), shape(x)); softmax(x, -1) where axis is the last.
void softmax1(NodeContext& n) {
  const ValueRef x = n.need(0);
  const int64_t axis = n.intAttribute("axis", 1);
  const auto type = n.type(x);
  const bool isLast = axis == -1 || (type && axis == static_cast<int64_t>(type->rank()) - 1);
  if (isLast) return n.setOutput(0, n.emit(n.kind(), {x}, {{"axis", int64_t{-1}}}));
  const ValueRef flat = n.emit(OpKind::flatten, {x}, {{"axis", axis}});
  const ValueRef rows = n.emit(n.kind(), {flat}, {{"axis", int64_t{-1}}});
  n.setOutput(0, n.emit(OpKind::reshape, {rows, n.emit(OpKind::shape, {x})}));
}

namespace {

void emitBatchNormalization(NodeContext& n) {
  n.ignoreAttribute("momentum");
  for (size_t i = 1; i < n.outputCount(); ++i)
    if (n.isOutputUsed(i))
      return n.refuse("it is in training mode: its outputs after the first are used");
  const Attributes attributes{{"epsilon", n.floatAttribute("epsilon", 1e-5f)}};
  n.setOutput(0, n.emit(OpKind::batch_normalization, n.inputs(5, 5), attributes));
}

// With the batch's own statistics, from opset 14 on:
// y = (x - mean) / sqrt(var + epsilon) * scale + bias, mean and var over all axes but that of the
// channels; the running ones are running * momentum + batch * (1 - momentum).
void emitTraining(NodeContext& n) {
  const std::vector<ValueRef> in = n.inputs(5, 5);
  const double momentum = n.floatAttribute("momentum", 0.9f);
  const double epsilon = n.floatAttribute("epsilon", 1e-5f);
  const int64_t rank = n.rank(in[0]);
  for (const ValueRef value : in)
    if (n.element(value) != ElementType::f32) return n.refuse("it trains in another type than float");
  if (rank < 2) return n.refuse("its input has no axis of channels");
  std::vector<int64_t> others = {0};
  for (int64_t axis = 2; axis < rank; ++axis) others.push_back(axis);
  const ValueRef axes = n.intsConstant(others);
  const auto mean = [&](ValueRef x) {
    return n.emit(OpKind::reduce_mean, {x, axes}, {{"keepdims", int64_t{1}}});
  };
  const auto perChannel = [&](ValueRef x) { return n.emit(OpKind::unsqueeze, {x, axes}); };
  const ValueRef average = mean(in[0]), centred = n.emit(OpKind::sub, {in[0], average});
  const ValueRef variance = mean(n.emit(OpKind::mul, {centred, centred}));
  const ValueRef padded = n.emit(OpKind::add, {variance, n.scalar(ElementType::f32, epsilon)});
  const ValueRef normal = n.emit(OpKind::div, {centred, n.emit(OpKind::sqrt, {padded})});
  const ValueRef scaled = n.emit(OpKind::mul, {normal, perChannel(in[1])});
  n.setOutput(0, n.emit(OpKind::add, {scaled, perChannel(in[2])}));
  for (size_t i = 1; i < n.outputCount(); ++i) {
    const ValueRef batch = n.emit(OpKind::squeeze, {i == 1 ? average : variance, axes});
    const ValueRef old =
        n.emit(OpKind::mul, {in[i + 2], n.scalar(ElementType::f32, momentum)});
    const ValueRef own = n.emit(OpKind::mul, {batch, n.scalar(ElementType::f32, 1 - momentum)});
    n.setOutput(i, n.emit(OpKind::add, {old, own}));
  }
}

void requireSpatial(NodeContext& n) {
  if (n.intAttribute("spatial", 1) == 0)
    n.refuse("its attribute 'spatial' is 0: statistics for every element are not supported");
}

}  // namespace

void batchNormalization1(NodeContext& n) {
  n.ignoreAttribute("is_test");  // the outputs tell: training has five
  requireSpatial(n);
  emitBatchNormalization(n);
}

void batchNormalization7(NodeContext& n) {
  requireSpatial(n);
  emitBatchNormalization(n);
}

void batchNormalization9(NodeContext& n) {
  if (n.intAttribute("training_mode", 0) == 0) return emitBatchNormalization(n);
  if (n.outputCount() > 3) return n.refuse("it is in training mode and has more than 3 outputs");
  emitTraining(n);
}

namespace {

// axis, axis + 1, ..., rank - 1; counted from the end where the rank is not needed
std::vector<int64_t> axesFrom(NodeContext& n, ValueRef x, int64_t axis) {
  const int64_t end = axis < 0 ? 0 : n.rank(x);
  std::vector<int64_t> axes;
  if (axis >= end || axis < -64) n.refuse("its attribute 'axis' is outside its input's shape");
  for (int64_t i = axis; i < end && !n.isRefused(); ++i) axes.push_back(i);
  return axes;
}

// mean = mean(x), deviation = 1 / sqrt(mean((x - mean)^2) + epsilon), both in single precision
void emitStatistics(NodeContext& n, ValueRef x, int64_t axis, double epsilon) {
  if (!n.isOutputUsed(1) && !n.isOutputUsed(2)) return;
  const ValueRef axes = n.intsConstant(axesFrom(n, x, axis));
  n.element(x);
  if (n.isRefused()) return;
  const ValueRef single = n.cast(x, ElementType::f32);
  const ValueRef mean = n.emit(OpKind::reduce_mean, {single, axes});
  n.setOutput(1, mean);
  if (!n.isOutputUsed(2)) return;
  const ValueRef centred = n.emit(OpKind::sub, {single, mean});
  const ValueRef variance =
      n.emit(OpKind::reduce_mean, {n.emit(OpKind::mul, {centred, centred}), axes});
  const ValueRef shifted = n.emit(OpKind::add, {variance, n.scalar(ElementType::f32, epsilon)});
  n.setOutput(2, n.emit(OpKind::reciprocal, {n.emit(OpKind::sqrt, {shifted})}));
}

}  // namespace

void layerNormalization(NodeContext& n) {
  n.ignoreAttribute("stash_type");  // the operator computes halves in single precision always
  const Attributes attributes = n.attributesOf(OpKind::layer_normalization);
  const ValueRef x = n.need(0);
  n.setOutput(0, n.emit(OpKind::layer_normalization, n.inputs(2, 3), attributes));
  emitStatistics(n, x, n.intAttribute("axis", -1), n.floatAttribute("epsilon", 1e-5f));
}

void rmsNormalization(NodeContext& n) {
  n.ignoreAttribute("stash_type");
  const Attributes attributes = n.attributesOf(OpKind::rms_normalization);
  n.setOutput(0, n.emit(OpKind::rms_normalization, n.inputs(2, 2), attributes));
}

void groupNormalization21(NodeContext& n) {
  n.ignoreAttribute("stash_type");
  const Attributes attributes = n.attributesOf(OpKind::group_normalization);
  if (n.isRefused()) return;
  n.setOutput(0, n.emit(OpKind::group_normalization, n.inputs(3, 3), attributes));
}

// Before opset 21 scale and bias had one element per group: repeat each for the channels of its
// group.
void groupNormalization18(NodeContext& n) {
  const Attributes attributes = n.attributesOf(OpKind::group_normalization);
  const ValueRef x = n.need(0);
  const auto type = n.type(x);
  if (!type) n.refuseUnknown("the rank of its input cannot be known before the model runs");
  if (n.isRefused()) return;
  const int64_t groups = n.intAttribute("num_groups", 0);
  if (type->rank() < 2 || !type->shape[1].isConstant())
    return n.refuse("its number of channels is not known");
  const int64_t channels = type->shape[1].constant();
  if (groups <= 0 || channels % groups != 0)
    return n.refuse("its channels do not divide into its groups");
  const auto repeat = [&](ValueRef perGroup) {
    const ValueRef column = n.emit(OpKind::unsqueeze, {perGroup, n.intsConstant({1})});
    const ValueRef wide =
        n.emit(OpKind::expand, {column, n.intsConstant({groups, channels / groups})});
    return n.emit(OpKind::reshape, {wide, n.intsConstant({channels})});
  };
  n.setOutput(0, n.emit(OpKind::group_normalization, {x, repeat(n.need(1)), repeat(n.need(2))},
                        attributes));
}

// x / |x|_p along the axis; zeros stay zeros
void lpNormalization(NodeContext& n) {
  const ValueRef x = n.need(0);
  const ValueRef axis = n.intsConstant({n.intAttribute("axis", -1)});
  const int64_t p = n.intAttribute("p", 2);
  if (p != 1 && p != 2) return n.refuse("its attribute 'p' is neither 1 nor 2");
  const ValueRef norm = n.emit(p == 1 ? OpKind::reduce_l1 : OpKind::reduce_l2, {x, axis});
  const ValueRef zero = n.scalar(n.element(x), 0);
  const ValueRef isZero = n.emit(OpKind::equal, {norm, zero});
  n.setOutput(0, n.emit(OpKind::where, {isZero, zero, n.emit(OpKind::div, {x, norm})}));
}

// (x - mean) / (sqrt(mean(x^2) - mean^2) + 1e-9), as ONNX defines the function
void meanVarianceNormalization(NodeContext& n) {
  const ValueRef x = n.need(0);
  const ValueRef axes = n.intsConstant(n.ints("axes").value_or(std::vector<int64_t>{0, 2, 3}));
  const ElementType element = n.element(x);
  const ValueRef mean = n.emit(OpKind::reduce_mean, {x, axes});
  const ValueRef meanOfSquares = n.emit(OpKind::reduce_mean, {n.emit(OpKind::mul, {x, x}), axes});
  const ValueRef variance = n.emit(OpKind::sub, {meanOfSquares, n.emit(OpKind::mul, {mean, mean})});
  const ValueRef deviation =
      n.emit(OpKind::add, {n.emit(OpKind::sqrt, {variance}), n.scalar(element, 1e-9)});
  n.setOutput(0, n.emit(OpKind::div, {n.emit(OpKind::sub, {x, mean}), deviation}));
}

}  // namespace heddle::import::handlers
