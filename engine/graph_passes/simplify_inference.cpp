// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/simplify_inference.h"

#include "engine/graph_passes/batch_norm.h"
#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

// [C] as [C,1,...] so that it lies along the channel axis of x.
Extents channelExtents(int64_t channels, size_t rank, bool isChannelsLast) {
  if (isChannelsLast || rank < 2) return {channels};
  Extents extents(rank - 1, 1);
  extents[0] = channels;
  return extents;
}

void rewriteConstant(Rewriter& rewriter, const Node& node, const BatchNormFactors& factors,
                     size_t rank, bool isChannelsLast) {
  const Extents extents = channelExtents(factors.scale.elementCount(), rank, isChannelsLast);
  const ValueRef s = rewriter.addConstant(factors.scale.reshaped(extents), node.name + ".scale",
                                          "bn_scale:" + node.name);
  const ValueRef t = rewriter.addConstant(factors.shift.reshaped(extents), node.name + ".shift",
                                          "bn_shift:" + node.name);
  const ValueRef scaled = rewriter.add(OpKind::mul, {node.inputs[0], s}, {}, node);
  const ValueRef sum = rewriter.add(OpKind::add, {scaled, t}, {}, node);
  rewriter.replace({node.id, 0}, sum, "batch normalization as scale and shift");
}

// (x - mean) * (scale * rsqrt(variance + epsilon)) + bias with parameters known at run time only.
void rewriteComputed(Rewriter& rewriter, const Node& node, size_t rank, bool isChannelsLast) {
  const auto& type = rewriter.type(node.inputs[0]);
  std::vector<int64_t> shape = channelExtents(-1, rank, isChannelsLast);
  const ValueRef shapeValue = rewriter.addIntegers(shape, node.name + ".shape");
  const auto along = [&](ValueRef parameter) {
    return rewriter.add(OpKind::reshape, {parameter, shapeValue}, {}, node);
  };
  const ValueRef epsilon =
      rewriter.addConstant(Tensor::scalar(type->element, node.floatAttribute("epsilon")),
                           node.name + ".epsilon", "epsilon");
  const ValueRef variance = rewriter.add(OpKind::add, {node.inputs[4], epsilon}, {}, node);
  const ValueRef deviation = rewriter.add(OpKind::sqrt, {variance}, {}, node);
  const ValueRef factor = rewriter.add(OpKind::div, {node.inputs[1], deviation}, {}, node);
  const ValueRef centred =
      rewriter.add(OpKind::sub, {node.inputs[0], along(node.inputs[3])}, {}, node);
  const ValueRef scaled = rewriter.add(OpKind::mul, {centred, along(factor)}, {}, node);
  const ValueRef sum = rewriter.add(OpKind::add, {scaled, along(node.inputs[2])}, {}, node);
  rewriter.replace({node.id, 0}, sum, "batch normalization written out");
}

}  // namespace

Result<PassResult> simplifyInference(const graph::Graph& graph, const PassContext& context) {
  Rewriter rewriter(graph, context, "simplify_inference");
  for (const OpId id : rewriter.order()) {
    if (!rewriter.contains(id) || rewriter.node(id).kind != OpKind::batch_normalization) continue;
    const Node node = rewriter.node(id);
    const auto& type = rewriter.type(node.inputs[0]);
    if (!type) continue;
    const bool isChannelsLast = node.stringAttribute("data_layout") == "channels_last";
    const size_t rank = type->rank();
    if (const auto factors = batchNormFactors(rewriter, node))
      rewriteConstant(rewriter, node, *factors, rank, isChannelsLast);
    else
      rewriteComputed(rewriter, node, rank, isChannelsLast);
  }
  return std::move(rewriter).finish();
}

}  // namespace heddle::graph_passes
