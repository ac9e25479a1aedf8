// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/simplify.h"

#include <cmath>
#include <limits>
#include <set>

#include "engine/graph_passes/requantise.h"
#include "engine/graph_passes/simplify_shape.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

class Simplifier {
 public:
  Simplifier(const graph::Graph& graph, const PassContext& context)
      : m_rewriter(graph, context, "simplify") {
    for (const graph::Output& output : graph.outputs()) m_outputs.insert(output.value.op);
  }

  Result<PassResult> run() && {
    for (const OpId id : m_rewriter.order()) {
      if (!m_rewriter.contains(id)) continue;
      const Node node = m_rewriter.node(id);
      if (node.outputCount != 1 || node.inputs.empty()) continue;
      if (const auto same = sameValue(node)) {
        if (mayVanish(node, same->value)) m_rewriter.replace({id, 0}, same->value, same->reason);
        continue;
      }
      if (const auto replacement = cheaper(node))
        m_rewriter.replace({id, 0}, replacement->value, replacement->reason);
    }
    return std::move(m_rewriter).finish();
  }

 private:
  struct Step {
    ValueRef value;
    std::string reason;
  };

  // Every output of the model keeps a node of its own.
  bool mayVanish(const Node& node, ValueRef to) const {
    if (!m_outputs.contains(node.id)) return true;
    const OpKind kind = m_rewriter.node(to.op).kind;
    return kind != OpKind::input && kind != OpKind::constant && !m_outputs.contains(to.op) &&
           m_rewriter.node(to.op).outputCount == 1;
  }

  bool hasTypeOf(const Node& node, ValueRef value) const {
    const auto& type = m_rewriter.type(value);
    return type && node.types[0] && *type == *node.types[0];
  }

  bool isNumber(ValueRef value, double number) const {
    const auto scalar = m_rewriter.scalar(value);
    return scalar && *scalar == number;
  }

  // A value that equals the node's.
  std::optional<Step> sameValue(const Node& node) const {
    const ValueRef x = node.inputs[0];
    if (!x.isValid()) return std::nullopt;
    if (node.kind == OpKind::identity) return Step{x, "identity"};
    if (const auto neutral = neutralOperand(node)) return neutral;
    if (const auto q = quantisedBefore(m_rewriter, node)) return Step{*q, "quantised already"};
    if (const auto source = undoneTranspose(node)) return Step{*source, "transposed back"};
    if (!hasTypeOf(node, x)) return std::nullopt;
    switch (node.kind) {
      case OpKind::cast:
        return Step{x, "cast to the type it has"};
      case OpKind::reshape:
      case OpKind::squeeze:
      case OpKind::unsqueeze:
      case OpKind::flatten:
      case OpKind::expand:
        return isStatic(node) ? std::optional(Step{x, "shape unchanged"}) : std::nullopt;
      case OpKind::tile:
        return isStatic(node) && notEmpty(node) ? std::optional(Step{x, "one repeat"})
                                                : std::nullopt;
      case OpKind::concat:
        return node.inputs.size() == 1 ? std::optional(Step{x, "nothing to join"}) : std::nullopt;
      case OpKind::transpose:
        return isIdentityPermutation(node) ? std::optional(Step{x, "axes unchanged"})
                                           : std::nullopt;
      case OpKind::pad:
        return allZero(node.inputs[1]) ? std::optional(Step{x, "no padding"}) : std::nullopt;
      case OpKind::slice:
        return takesAll(node) ? std::optional(Step{x, "the whole tensor"}) : std::nullopt;
      case OpKind::relu:
        return idempotent(x) ? std::optional(Step{x, "already not negative"}) : std::nullopt;
      case OpKind::clip:
        return isUnbounded(node) ? std::optional(Step{x, "no bounds"}) : std::nullopt;
      default:
        return std::nullopt;
    }
  }

  std::optional<ValueRef> undoneTranspose(const Node& node) const {
    if (node.kind != OpKind::transpose) return std::nullopt;
    const Node* inner = m_rewriter.producer(node.inputs[0], OpKind::transpose);
    if (!inner) return std::nullopt;
    const auto first = inner->intsAttribute("perm"), second = node.intsAttribute("perm");
    if (first.size() != second.size()) return std::nullopt;
    for (size_t i = 0; i < second.size(); ++i)
      if (first[static_cast<size_t>(second[i])] != static_cast<int64_t>(i)) return std::nullopt;
    return inner->inputs[0];
  }

  std::optional<Step> neutralOperand(const Node& node) const {
    if (node.inputs.size() != 2) return std::nullopt;
    const ValueRef a = node.inputs[0], b = node.inputs[1];
    const auto keeps = [&](ValueRef kept, ValueRef other, double neutral) {
      return hasTypeOf(node, kept) && isNumber(other, neutral);
    };
    switch (node.kind) {
      case OpKind::mul:
        if (keeps(a, b, 1)) return Step{a, "times 1"};
        if (keeps(b, a, 1)) return Step{b, "times 1"};
        return std::nullopt;
      case OpKind::add:
        if (keeps(a, b, 0)) return Step{a, "plus 0"};
        if (keeps(b, a, 0)) return Step{b, "plus 0"};
        return std::nullopt;
      case OpKind::sub:
        return keeps(a, b, 0) ? std::optional(Step{a, "minus 0"}) : std::nullopt;
      case OpKind::div:
        return keeps(a, b, 1) ? std::optional(Step{a, "divided by 1"}) : std::nullopt;
      case OpKind::pow:
        return keeps(a, b, 1) ? std::optional(Step{a, "to the power of 1"}) : std::nullopt;
      default:
        return std::nullopt;
    }
  }

  bool isStatic(const Node& node) const { return node.types[0] && node.types[0]->isStatic(); }
  bool notEmpty(const Node& node) const {
    return elementCount(node.types[0]->extents()).value_or(0) > 0;
  }

  static bool isIdentityPermutation(const Node& node) {
    const auto perm = node.intsAttribute("perm");
    for (size_t i = 0; i < perm.size(); ++i)
      if (perm[i] != static_cast<int64_t>(i)) return false;
    return true;
  }

  bool allZero(ValueRef value) const {
    const auto tensor = m_rewriter.constant(value);
    if (!tensor) return false;
    for (int64_t i = 0; i < tensor->elementCount(); ++i)
      if (tensor->valueAsInt(i) != 0) return false;
    return true;
  }

  // The result has the type of x; with positive steps that leaves no choice.
  bool takesAll(const Node& node) const {
    if (!isStatic(node)) return false;
    if (node.inputs.size() < 5 || !node.inputs[4].isValid()) return true;
    const auto steps = m_rewriter.constant(node.inputs[4]);
    if (!steps) return false;
    for (int64_t i = 0; i < steps->elementCount(); ++i)
      if (steps->valueAsInt(i) < 1) return false;
    return true;
  }

  bool idempotent(ValueRef x) const {
    if (m_rewriter.producer(x, OpKind::relu) || m_rewriter.producer(x, OpKind::sigmoid))
      return true;
    const Node* clip = m_rewriter.producer(x, OpKind::clip);
    if (!clip || clip->inputs.size() < 2) return false;
    const auto low = m_rewriter.scalar(clip->inputs[1]);
    return low && *low >= 0;
  }

  bool isUnbounded(const Node& node) const {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (size_t i = 1; i < node.inputs.size(); ++i)
      if (node.inputs[i].isValid() && !isNumber(node.inputs[i], i == 1 ? -kInfinity : kInfinity))
        return false;
    return true;
  }

  // Another node that computes the same for less, or in the one spelling that later passes know.
  std::optional<Step> cheaper(const Node& node) {
    switch (node.kind) {
      case OpKind::reshape:
      case OpKind::squeeze:
      case OpKind::unsqueeze:
      case OpKind::flatten:
        return step(asReshape(m_rewriter, node), "one reshape");
      case OpKind::transpose:
        return step(mergedTranspose(m_rewriter, node), "one transpose");
      case OpKind::quantize_linear:
        return step(movedQuantised(m_rewriter, node), "moves what was quantised already");
      case OpKind::clip:
        return step(clipAsRelu(node), "relu");
      case OpKind::pow:
        return step(powerAsProduct(node), "a product");
      case OpKind::div:
        return step(divisionAsProduct(node), "a product with the exact inverse");
      case OpKind::reduce_sum:
      case OpKind::reduce_mean:
      case OpKind::reduce_max:
      case OpKind::reduce_min:
      case OpKind::reduce_prod:
        return step(trivialReduction(m_rewriter, node), "reduces axes of one entry");
      default:
        return std::nullopt;
    }
  }

  static std::optional<Step> step(std::optional<ValueRef> value, const char* reason) {
    if (!value) return std::nullopt;
    return Step{*value, reason};
  }

  std::optional<ValueRef> clipAsRelu(const Node& node) {
    const auto& type = node.types[0];
    if (!type || !isFloat(type->element) || node.inputs.size() < 2 || !isNumber(node.inputs[1], 0))
      return std::nullopt;
    if (node.inputs.size() > 2 && node.inputs[2].isValid() &&
        !isNumber(node.inputs[2], std::numeric_limits<double>::infinity()))
      return std::nullopt;
    return m_rewriter.add(OpKind::relu, {node.inputs[0]}, {}, node);
  }

  std::optional<ValueRef> powerAsProduct(const Node& node) {
    if (!hasTypeOf(node, node.inputs[0]) || !isNumber(node.inputs[1], 2)) return std::nullopt;
    return m_rewriter.add(OpKind::mul, {node.inputs[0], node.inputs[0]}, {}, node);
  }

  // Exact where the divisor is a power of two whose inverse is not subnormal.
  std::optional<ValueRef> divisionAsProduct(const Node& node) {
    const auto divisor = m_rewriter.constant(node.inputs[1]);
    if (!divisor || divisor->elementCount() != 1 || divisor->element() != ElementType::f32)
      return std::nullopt;
    int exponent = 0;
    const double value = divisor->valueAsDouble(0);
    if (std::abs(std::frexp(value, &exponent)) != 0.5 || std::abs(exponent) > 100)
      return std::nullopt;
    Tensor inverse = Tensor::allocate(ElementType::f32, divisor->extents()).value();
    inverse.setFromDouble(0, 1.0 / value);
    const ValueRef factor =
        m_rewriter.addConstant(inverse, node.name + ".inverse", "inverse:" + node.name);
    return m_rewriter.add(OpKind::mul, {node.inputs[0], factor}, {}, node);
  }

  Rewriter m_rewriter;
  std::set<OpId> m_outputs;
};

}  // namespace

Result<PassResult> simplify(const graph::Graph& graph, const PassContext& context) {
  return Simplifier(graph, context).run();
}

}  // namespace heddle::graph_passes
