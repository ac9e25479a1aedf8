// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/fuse_activations.h"

#include "engine/graph_passes/fuse_normalization.h"
#include "engine/graph_passes/pattern.h"

namespace heddle::graph_passes {
namespace {

using graph::Attributes;
using graph::Node;
using graph::OpKind;
using graph::ValueRef;

constexpr double kSqrtHalf = 0.70710678118654752440;

// Each matcher looks at a node and, where it ends a pattern, adds the single operator. Whether the
// nodes inside are also read elsewhere does not matter to the value; they stay if they are.
class ActivationFuser {
 public:
  ActivationFuser(const graph::Graph& graph, const PassContext& context)
      : m_rewriter(graph, context, "fuse_activations") {}

  Result<PassResult> run() && {
    for (const OpId id : m_rewriter.order()) {
      if (!m_rewriter.contains(id)) continue;
      const Node node = m_rewriter.node(id);
      if (node.types.size() != 1 || !node.types[0] || !isFloat(node.types[0]->element)) continue;
      for (const auto matcher :
           {&ActivationFuser::hardSigmoid, &ActivationFuser::hardSwish, &ActivationFuser::swish,
            &ActivationFuser::gelu, &ActivationFuser::normalization}) {
        if (const auto result = (this->*matcher)(node)) {
          const std::string name(graph::name(m_rewriter.node(result->op).kind));
          m_rewriter.replace({id, 0}, *result, "recognised as " + name);
          break;
        }
      }
    }
    return std::move(m_rewriter).finish();
  }

 private:
  using Found = std::optional<ValueRef>;

  Found add(OpKind kind, ValueRef x, const Node& node, Attributes attributes = {}) {
    return m_rewriter.add(kind, {x}, std::move(attributes), node);
  }

  // clip(v, low, high), or relu followed by a minimum; the clipped value.
  Found clipped(ValueRef value, double low, double high) const {
    const Node* clip = m_rewriter.producer(value, OpKind::clip);
    if (!clip || clip->inputs.size() != 3) return std::nullopt;
    const auto from = m_rewriter.scalar(clip->inputs[1]), to = m_rewriter.scalar(clip->inputs[2]);
    if (!from || !to || *from != low || *to != high) return std::nullopt;
    return clip->inputs[0];
  }

  // clip(x + 3, 0, 6) and the x.
  Found reluSixOfShifted(ValueRef value) const {
    const Found inner = clipped(value, 0, 6);
    const auto shifted = inner ? matchShift(m_rewriter, *inner) : std::nullopt;
    if (!shifted || shifted->number != 3) return std::nullopt;
    return shifted->x;
  }

  // clip(x + 3, 0, 6)/6  ==>  hard_sigmoid(x, 1/6, 0.5);  clip(x*a + b, 0, 1)  ==>  hard_sigmoid(x,
  // a, b)
  Found hardSigmoid(const Node& node) {
    if (const auto quotient = matchQuotient(m_rewriter, {node.id, 0}))
      if (isClose(quotient->number, 6))
        if (const Found x = reluSixOfShifted(quotient->x))
          return add(OpKind::hard_sigmoid, *x, node, {{"alpha", 1.0 / 6}, {"beta", 0.5}});
    const Found inner = clipped({node.id, 0}, 0, 1);
    const auto shifted = inner ? matchShift(m_rewriter, *inner) : std::nullopt;
    const auto scaled = shifted ? matchQuotient(m_rewriter, shifted->x) : std::nullopt;
    if (!scaled) return std::nullopt;
    return add(OpKind::hard_sigmoid, scaled->x, node,
               {{"alpha", 1.0 / scaled->number}, {"beta", shifted->number}});
  }

  // hard_sigmoid(x, 1/6, 0.5)
  Found unitHardSigmoid(ValueRef value) const {
    const Node* node = m_rewriter.producer(value, OpKind::hard_sigmoid);
    if (!node || !isClose(node->floatAttribute("alpha"), 1.0 / 6) ||
        node->floatAttribute("beta") != 0.5)
      return std::nullopt;
    return node->inputs[0];
  }

  // x*hard_sigmoid(x, 1/6, 0.5)  ==>  hard_swish(x); also x*clip(x + 3, 0, 6)/6 in any order
  Found hardSwish(const Node& node) {
    if (node.kind == OpKind::mul) {
      for (size_t side = 0; side < 2; ++side)
        if (unitHardSigmoid(node.inputs[side]) == Found(node.inputs[1 - side]))
          return add(OpKind::hard_swish, node.inputs[1 - side], node);
      // (x/6)*clip(x + 3, 0, 6)
      for (size_t side = 0; side < 2; ++side) {
        const auto sixth = matchQuotient(m_rewriter, node.inputs[side]);
        if (sixth && isClose(sixth->number, 6) &&
            reluSixOfShifted(node.inputs[1 - side]) == Found(sixth->x))
          return add(OpKind::hard_swish, sixth->x, node);
      }
    }
    const auto quotient = matchQuotient(m_rewriter, {node.id, 0});
    if (!quotient || !isClose(quotient->number, 6)) return std::nullopt;
    const Node* product = m_rewriter.producer(quotient->x, OpKind::mul);
    if (!product) return std::nullopt;
    for (size_t side = 0; side < 2; ++side)
      if (reluSixOfShifted(product->inputs[side]) == Found(product->inputs[1 - side]))
        return add(OpKind::hard_swish, product->inputs[1 - side], node);
    return std::nullopt;
  }

  // x*sigmoid(alpha*x)  ==>  swish(x, alpha)
  Found swish(const Node& node) {
    if (node.kind != OpKind::mul) return std::nullopt;
    for (size_t side = 0; side < 2; ++side) {
      const Node* sigmoid = m_rewriter.producer(node.inputs[side], OpKind::sigmoid);
      if (!sigmoid) continue;
      const ValueRef x = node.inputs[1 - side];
      if (sigmoid->inputs[0] == x) return add(OpKind::swish, x, node);
      const auto scaled = matchScalar(m_rewriter, sigmoid->inputs[0], OpKind::mul);
      if (scaled && scaled->x == x) return add(OpKind::swish, x, node, {{"alpha", scaled->number}});
    }
    return std::nullopt;
  }

  // 1 + erf(x/sqrt(2)) and the x.
  Found onePlusErf(ValueRef value) const {
    const auto sum = matchScalar(m_rewriter, value, OpKind::add);
    const Node* erf = sum && sum->number == 1 ? m_rewriter.producer(sum->x, OpKind::erf) : nullptr;
    const auto scaled = erf ? matchQuotient(m_rewriter, erf->inputs[0]) : std::nullopt;
    if (!scaled || !isClose(1 / scaled->number, kSqrtHalf)) return std::nullopt;
    return scaled->x;
  }

  // 0.5*x*(1 + erf(x/sqrt(2)))  ==>  gelu(x), with the factors in any order
  Found gelu(const Node& node) {
    if (node.kind != OpKind::mul) return std::nullopt;
    const ValueRef whole{node.id, 0};
    if (const auto half = matchQuotient(m_rewriter, whole); half && half->number == 2)
      if (const Node* product = m_rewriter.producer(half->x, OpKind::mul))
        for (size_t side = 0; side < 2; ++side)
          if (onePlusErf(product->inputs[side]) == Found(product->inputs[1 - side]))
            return add(OpKind::gelu, product->inputs[1 - side], node);
    for (size_t side = 0; side < 2; ++side) {
      const auto half = matchQuotient(m_rewriter, node.inputs[side]);
      if (!half || half->number != 2) continue;
      // (x/2)*(1 + erf) and x*((1 + erf)/2)
      if (onePlusErf(node.inputs[1 - side]) == Found(half->x))
        return add(OpKind::gelu, half->x, node);
      if (onePlusErf(half->x) == Found(node.inputs[1 - side]))
        return add(OpKind::gelu, node.inputs[1 - side], node);
    }
    return std::nullopt;
  }

  Found normalization(const Node& node) { return matchLayerNormalization(m_rewriter, node); }

  Rewriter m_rewriter;
};

}  // namespace

Result<PassResult> fuseActivations(const graph::Graph& graph, const PassContext& context) {
  return ActivationFuser(graph, context).run();
}

}  // namespace heddle::graph_passes
