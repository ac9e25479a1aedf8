// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/fold_scale_axis.h"

#include <cmath>

#include "engine/graph_passes/scale_weights.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

// The constant as one entry per channel (or one for all) where it varies along `axis` of a tensor
// of this rank only.
std::optional<Tensor> alongChannels(const Tensor& value, size_t rank, size_t axis,
                                    int64_t channels) {
  if (!isFloat(value.element()) || value.rank() > rank) return std::nullopt;
  if (value.elementCount() == 1) return value.reshaped({1});
  const size_t offset = rank - value.rank();
  for (size_t i = 0; i < value.rank(); ++i)
    if (value.extents()[i] != 1 && offset + i != axis) return std::nullopt;
  if (value.elementCount() != channels) return std::nullopt;
  return value.reshaped({channels});
}

bool allFinite(const Tensor& value) {
  for (int64_t i = 0; i < value.elementCount(); ++i)
    if (!std::isfinite(value.valueAsDouble(i))) return false;
  return true;
}

std::optional<Tensor> transformed(const Tensor& value, double (*map)(double)) {
  Tensor result = Tensor::allocate(value.element(), value.extents()).value();
  for (int64_t i = 0; i < value.elementCount(); ++i)
    result.setFromDouble(i, map(value.valueAsDouble(i)));
  if (!allFinite(result)) return std::nullopt;
  return result;
}

// What the node does to its operand, as an affine map; `value` is its constant operand.
std::optional<ChannelAffine> affineOf(OpKind kind, const Tensor& value, bool isConstantLeft) {
  const auto negated = [](double v) { return -v; };
  const auto inverted = [](double v) { return 1.0 / v; };
  switch (kind) {
    case OpKind::mul:
      return ChannelAffine{value, std::nullopt};
    case OpKind::add:
      return ChannelAffine{std::nullopt, value};
    case OpKind::sub:
      if (isConstantLeft) return std::nullopt;
      return ChannelAffine{std::nullopt, transformed(value, negated)};
    case OpKind::div: {
      const auto inverse = isConstantLeft ? std::nullopt : transformed(value, inverted);
      if (!inverse) return std::nullopt;
      return ChannelAffine{inverse, std::nullopt};
    }
    default:
      return std::nullopt;
  }
}

void foldInto(Rewriter& rewriter, const Node& node) {
  for (size_t side = 0; side < 2; ++side) {
    const auto value = rewriter.constant(node.inputs[1 - side]);
    const OpId source = node.inputs[side].op;
    if (!value || rewriter.uses(source) != 1) continue;
    const Node producer = rewriter.node(source);
    const auto absorber = absorberOf(rewriter, producer);
    const auto &before = rewriter.type({source, 0}), &after = rewriter.type({node.id, 0});
    // A matrix product with its shift outside already is what an addition after it would become.
    if (!absorber || !before || before != after) continue;
    if (producer.kind == OpKind::matmul && (node.kind == OpKind::add || node.kind == OpKind::sub))
      continue;
    const auto channels =
        alongChannels(*value, before->rank(), absorber->channelAxis, absorber->channels);
    if (!channels || !allFinite(*channels)) continue;
    const auto affine = affineOf(node.kind, *channels, side == 1);
    if (!affine || (!affine->scale && !affine->shift)) continue;
    const ValueRef result = absorb(rewriter, producer, *affine);
    return rewriter.replace({node.id, 0}, result, "folded into the weights of " + producer.name);
  }
}

}  // namespace

Result<PassResult> foldScaleAxis(const graph::Graph& graph, const PassContext& context) {
  Rewriter rewriter(graph, context, "fold_scale_axis");
  for (const OpId id : rewriter.order()) {
    if (!rewriter.contains(id)) continue;
    const Node node = rewriter.node(id);
    if (node.inputs.size() == 2 &&
        graph::opInfo(node.kind).pattern == graph::PatternKind::broadcast)
      foldInto(rewriter, node);
  }
  return std::move(rewriter).finish();
}

}  // namespace heddle::graph_passes
