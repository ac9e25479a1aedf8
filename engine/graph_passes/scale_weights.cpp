// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/scale_weights.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

bool isConvolution(const Node& node) {
  return node.kind == OpKind::conv || node.kind == OpKind::conv_transpose;
}

bool hasBias(const Node& node) {
  return node.inputs.size() > 2 && node.inputs[2].isValid();
}

double entry(const std::optional<Tensor>& values, int64_t channel, double otherwise) {
  if (!values) return otherwise;
  return values->valueAsDouble(values->elementCount() == 1 ? 0 : channel);
}

// The output channel of each weight, from its flat index.
int64_t channelOfWeight(const Node& node, const Extents& extents, int64_t index) {
  if (node.kind == OpKind::matmul) return index % extents[1];
  if (node.kind == OpKind::gemm)
    return node.intAttribute("transB") != 0 ? index / extents[1] : index % extents[1];
  int64_t inner = 1;
  for (size_t i = 1; i < extents.size(); ++i) inner *= extents[i];
  if (node.kind == OpKind::conv) return index / inner;
  // [C, O/group, ...]: the group of the input channel selects the block of output channels.
  const int64_t perGroup = extents[0] / node.intAttribute("group");
  const int64_t group = index / inner / perGroup;
  return group * extents[1] + index % inner / (inner / extents[1]);
}

Tensor scaledWeight(const Node& node, const Tensor& weight, const std::optional<Tensor>& scale) {
  Tensor result = Tensor::allocate(weight.element(), weight.extents()).value();
  const bool isSingle = weight.element() == ElementType::f32;
  for (int64_t i = 0; i < weight.elementCount(); ++i) {
    const double factor = entry(scale, channelOfWeight(node, weight.extents(), i), 1);
    const auto at = static_cast<size_t>(i);
    // The common case without a conversion by element type.
    if (isSingle)
      result.mutableValues<float>()[at] = static_cast<float>(weight.values<float>()[at] * factor);
    else
      result.setFromDouble(i, weight.valueAsDouble(i) * factor);
  }
  return result;
}

Tensor combinedBias(const std::optional<Tensor>& bias, const ChannelAffine& affine,
                    ElementType element, int64_t channels, double beta) {
  Tensor result = Tensor::allocate(element, {channels}).value();
  for (int64_t c = 0; c < channels; ++c)
    result.setFromDouble(
        c, entry(bias, c, 0) * beta * entry(affine.scale, c, 1) + entry(affine.shift, c, 0));
  return result;
}

}  // namespace

std::optional<Absorber> absorberOf(const Rewriter& rewriter, const Node& node) {
  const bool isMatrix = node.kind == OpKind::gemm || node.kind == OpKind::matmul;
  if (!isConvolution(node) && !isMatrix) return std::nullopt;
  const auto weight = rewriter.constant(node.inputs[1]);
  const auto& type = rewriter.type({node.id, 0});
  if (!weight || !type || !isFloat(weight->element()) || weight->elementCount() == 0)
    return std::nullopt;
  Absorber absorber;
  if (isConvolution(node)) {
    const bool isLast = node.stringAttribute("data_layout") == "channels_last";
    absorber.channelAxis = isLast ? type->rank() - 1 : 1;
    absorber.channels = node.kind == OpKind::conv
                            ? weight->extents()[0]
                            : weight->extents()[1] * node.intAttribute("group");
  } else {
    if (weight->rank() != 2 || type->rank() < 1) return std::nullopt;
    const bool isTransposed = node.kind == OpKind::gemm && node.intAttribute("transB") != 0;
    absorber.channelAxis = type->rank() - 1;
    absorber.channels = weight->extents()[isTransposed ? 0 : 1];
  }
  if (hasBias(node)) {
    const auto bias = rewriter.constant(node.inputs[2]);
    const int64_t count = bias ? bias->elementCount() : 0;
    const bool isPerChannel =
        count == 1 || (count == absorber.channels && bias->extents().back() == count);
    if (!bias || !isPerChannel) return std::nullopt;
  }
  return absorber;
}

ValueRef absorb(Rewriter& rewriter, const Node& node, const ChannelAffine& affine) {
  const Absorber absorber = *absorberOf(rewriter, node);
  const Tensor weight = *rewriter.constant(node.inputs[1]);
  ValueRef scaled = node.inputs[1];
  if (affine.scale) {
    scaled = rewriter.addConstant(scaledWeight(node, weight, affine.scale),
                                  rewriter.node(node.inputs[1].op).name, "scale:" + node.name);
    rewriter.note(node.inputs[1].op, scaled.op, "scaled per output channel");
  }
  graph::Attributes attributes = node.attributes;
  std::optional<Tensor> bias;
  if (hasBias(node)) bias = rewriter.constant(node.inputs[2]);
  if (!bias && !affine.shift)
    return rewriter.add(node.kind, {node.inputs[0], scaled}, std::move(attributes), node);
  const double beta = node.kind == OpKind::gemm ? node.floatAttribute("beta") : 1.0;
  if (node.kind == OpKind::gemm) attributes["beta"] = 1.0;
  const ValueRef sum =
      rewriter.addConstant(combinedBias(bias, affine, weight.element(), absorber.channels, beta),
                           node.name + ".bias", "bias:" + node.name);
  if (bias) rewriter.note(node.inputs[2].op, sum.op, "scaled and shifted per output channel");
  if (node.kind != OpKind::matmul)
    return rewriter.add(node.kind, {node.inputs[0], scaled, sum}, std::move(attributes), node);
  const ValueRef product = rewriter.add(OpKind::matmul, {node.inputs[0], scaled}, {}, node);
  return rewriter.add(OpKind::add, {product, sum}, {}, node);
}

}  // namespace heddle::graph_passes
