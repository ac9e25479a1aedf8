// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/requantise.h"

#include <cmath>

namespace heddle::graph_passes {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

namespace {

struct Scale {
  double scale = 1;
  int64_t zero = 0;
  bool operator==(const Scale&) const = default;
};

// One scale for all that is neither so small nor so large that a product with it loses bits.
std::optional<Scale> scaleOf(const Rewriter& rewriter, const Node& node) {
  const auto scale = rewriter.constant(node.inputs[1]);
  if (!scale || scale->elementCount() != 1 || scale->element() != ElementType::f32) return {};
  Scale out{scale->valueAsDouble(0), 0};
  if (!(out.scale > 1e-30) || !(out.scale < 1e30)) return {};
  if (node.inputs.size() < 3 || !node.inputs[2].isValid()) return out;
  const auto zero = rewriter.constant(node.inputs[2]);
  if (!zero || zero->elementCount() != 1) return {};
  out.zero = zero->valueAsInt(0);
  return out;
}

std::optional<ValueRef> inverseOf(const Rewriter& rewriter, ValueRef real, const Node& quantise) {
  const Node* dequantise = rewriter.producer(real, OpKind::dequantize_linear);
  if (!dequantise || !quantise.types[0]) return {};
  const auto &from = rewriter.type(dequantise->inputs[0]), &middle = rewriter.type(real);
  const ElementType element = quantise.types[0]->element;
  if (!from || !middle || from->element != element || sizeBytes(element) != 1) return {};
  if (middle->element != ElementType::f32) return {};
  const auto before = scaleOf(rewriter, *dequantise), after = scaleOf(rewriter, quantise);
  if (!before || !after || !(*before == *after)) return {};
  return dequantise->inputs[0];
}

bool movesOnly(OpKind kind) {
  return kind == OpKind::reshape || kind == OpKind::transpose || kind == OpKind::squeeze ||
         kind == OpKind::unsqueeze || kind == OpKind::flatten;
}

}  // namespace

std::optional<ValueRef> quantisedBefore(const Rewriter& rewriter, const Node& node) {
  if (node.kind != OpKind::quantize_linear) return {};
  return inverseOf(rewriter, node.inputs[0], node);
}

std::optional<ValueRef> movedQuantised(Rewriter& rewriter, const Node& node) {
  std::vector<Node> moves;
  ValueRef real = node.inputs[0];
  while (real.isValid() && movesOnly(rewriter.node(real.op).kind)) {
    moves.push_back(rewriter.node(real.op));
    real = moves.back().inputs[0];
  }
  if (moves.empty() || !real.isValid()) return {};
  auto value = inverseOf(rewriter, real, node);
  if (!value) return {};
  for (auto move = moves.rbegin(); move != moves.rend(); ++move) {
    std::vector<ValueRef> inputs = move->inputs;
    inputs[0] = *value;
    value = rewriter.add(move->kind, std::move(inputs), move->attributes, *move);
  }
  return value;
}

}  // namespace heddle::graph_passes
