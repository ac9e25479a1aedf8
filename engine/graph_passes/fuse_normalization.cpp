// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/fuse_normalization.h"

#include "engine/graph_passes/pattern.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

// The x of a mean over the last axis that keeps it.
std::optional<ValueRef> matchMean(const Rewriter& rewriter, ValueRef value) {
  const Node* mean = rewriter.producer(value, OpKind::reduce_mean);
  if (!mean || mean->inputs.size() != 2 || mean->intAttribute("keepdims") == 0) return std::nullopt;
  const auto& type = rewriter.type(mean->inputs[0]);
  const auto axis = rewriter.scalar(mean->inputs[1]);
  if (!axis || !type) return std::nullopt;
  if (*axis != -1 && *axis != static_cast<double>(type->rank()) - 1) return std::nullopt;
  return mean->inputs[0];
}

// d*d or d^2.
std::optional<ValueRef> matchSquare(const Rewriter& rewriter, ValueRef value) {
  if (const Node* product = rewriter.producer(value, OpKind::mul))
    if (product->inputs[0] == product->inputs[1]) return product->inputs[0];
  if (const auto power = matchScalar(rewriter, value, OpKind::pow))
    if (power->number == 2) return power->x;
  return std::nullopt;
}

struct Normalized {
  ValueRef x;
  double epsilon;
};

// d/sqrt(mean(d*d) + epsilon)
std::optional<Normalized> matchNormalized(const Rewriter& rewriter, ValueRef value) {
  const Node* quotient = rewriter.producer(value, OpKind::div);
  if (!quotient) return std::nullopt;
  const ValueRef d = quotient->inputs[0];
  const Node* difference = rewriter.producer(d, OpKind::sub);
  const Node* root = rewriter.producer(quotient->inputs[1], OpKind::sqrt);
  if (!difference || !root) return std::nullopt;
  const auto shifted = matchScalar(rewriter, root->inputs[0], OpKind::add);
  const auto variance = shifted ? matchMean(rewriter, shifted->x) : std::nullopt;
  const auto squared = variance ? matchSquare(rewriter, *variance) : std::nullopt;
  if (!squared || *squared != d) return std::nullopt;
  const auto centre = matchMean(rewriter, difference->inputs[1]);
  if (!centre || *centre != difference->inputs[0]) return std::nullopt;
  return Normalized{*centre, shifted->number};
}

// The operand of the binary node that is a list along the last axis, and the other one.
struct WithList {
  ValueRef value, list;
};
std::optional<WithList> matchList(const Rewriter& rewriter, const Node* node, const Dim& extent,
                                  size_t side) {
  if (!node) return std::nullopt;
  const auto& type = rewriter.type(node->inputs[1 - side]);
  if (!type || type->rank() != 1 || !(type->shape[0] == extent)) return std::nullopt;
  return WithList{node->inputs[side], node->inputs[1 - side]};
}

}  // namespace

std::optional<ValueRef> matchLayerNormalization(Rewriter& rewriter, const Node& node) {
  if (node.kind != OpKind::add || node.types[0]->rank() < 2) return std::nullopt;
  const Dim extent = node.types[0]->shape.back();
  for (size_t side = 0; side < 2; ++side) {
    const auto biased = matchList(rewriter, &node, extent, side);
    const Node* product = biased ? rewriter.producer(biased->value, OpKind::mul) : nullptr;
    for (size_t inner = 0; inner < 2; ++inner) {
      const auto scaled = matchList(rewriter, product, extent, inner);
      const auto normalized = scaled ? matchNormalized(rewriter, scaled->value) : std::nullopt;
      if (!normalized || rewriter.type(normalized->x) != node.types[0]) continue;
      return rewriter.add(OpKind::layer_normalization, {normalized->x, scaled->list, biased->list},
                          {{"axis", static_cast<int64_t>(node.types[0]->rank()) - 1},
                           {"epsilon", normalized->epsilon}},
                          node);
    }
  }
  return std::nullopt;
}

}  // namespace heddle::graph_passes
