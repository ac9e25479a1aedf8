// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/simplify_shape.h"

#include <algorithm>

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

bool isShapeChange(OpKind kind) {
  return kind == OpKind::reshape || kind == OpKind::squeeze || kind == OpKind::unsqueeze ||
         kind == OpKind::flatten;
}

// The shape as the constant operand of a reshape; at most one extent may be symbolic.
std::optional<std::vector<int64_t>> asOperand(const Shape& shape) {
  std::vector<int64_t> operand;
  int symbolic = 0;
  bool hasZero = false;
  for (const Dim& dim : shape) {
    operand.push_back(dim.isConstant() ? dim.constant() : -1);
    symbolic += dim.isConstant() ? 0 : 1;
    hasZero = hasZero || (dim.isConstant() && dim.constant() == 0);
  }
  if (symbolic > 1 || (symbolic == 1 && hasZero)) return std::nullopt;
  return operand;
}

ValueRef addReshape(Rewriter& rewriter, const Node& node, ValueRef x,
                    const std::vector<int64_t>& operand) {
  graph::Attributes attributes;
  if (std::count(operand.begin(), operand.end(), 0) > 0) attributes["allowzero"] = int64_t{1};
  const ValueRef shape = rewriter.addIntegers(operand, node.name + ".shape");
  return rewriter.add(OpKind::reshape, {x, shape}, std::move(attributes), node);
}

// Whether the node already is what addReshape would make.
bool isCanonical(const Rewriter& rewriter, const Node& node, const std::vector<int64_t>& operand) {
  if (node.kind != OpKind::reshape) return false;
  const auto shape = rewriter.constant(node.inputs[1]);
  if (!shape || shape->elementCount() != static_cast<int64_t>(operand.size())) return false;
  for (size_t i = 0; i < operand.size(); ++i)
    if (shape->valueAsInt(static_cast<int64_t>(i)) != operand[i]) return false;
  return true;
}

}  // namespace

std::optional<ValueRef> asReshape(Rewriter& rewriter, const Node& node) {
  if (!node.types[0]) return std::nullopt;
  const auto operand = asOperand(node.types[0]->shape);
  if (!operand) return std::nullopt;
  ValueRef x = node.inputs[0];
  while (isShapeChange(rewriter.node(x.op).kind)) x = rewriter.node(x.op).inputs[0];
  if (x == node.inputs[0] && isCanonical(rewriter, node, *operand)) return std::nullopt;
  return addReshape(rewriter, node, x, *operand);
}

std::optional<ValueRef> mergedTranspose(Rewriter& rewriter, const Node& node) {
  const auto& type = rewriter.type(node.inputs[0]);
  if (!type) return std::nullopt;
  const auto perm = node.intsAttribute("perm");
  if (const Node* inner = rewriter.producer(node.inputs[0], OpKind::transpose)) {
    const auto first = inner->intsAttribute("perm");
    std::vector<int64_t> both;
    for (const int64_t axis : perm) both.push_back(first[static_cast<size_t>(axis)]);
    const ValueRef source = inner->inputs[0];
    return rewriter.add(OpKind::transpose, {source}, {{"perm", both}}, node);
  }
  int64_t last = -1;
  for (const int64_t axis : perm) {
    const Dim& dim = type->shape[static_cast<size_t>(axis)];
    if (dim.isConstant() && dim.constant() == 1) continue;
    if (axis < last) return std::nullopt;
    last = axis;
  }
  const auto operand = asOperand(node.types[0] ? node.types[0]->shape : Shape());
  if (!operand || !node.types[0]) return std::nullopt;
  return addReshape(rewriter, node, node.inputs[0], *operand);
}

std::optional<ValueRef> trivialReduction(Rewriter& rewriter, const Node& node) {
  const auto& type = rewriter.type(node.inputs[0]);
  if (!type || !node.types[0] || !type->isStatic() || !node.types[0]->isStatic())
    return std::nullopt;
  if (elementCount(type->extents()) != elementCount(node.types[0]->extents())) return std::nullopt;
  if (elementCount(type->extents()).value_or(0) == 0) return std::nullopt;
  const auto operand = asOperand(node.types[0]->shape);
  return addReshape(rewriter, node, node.inputs[0], *operand);
}

}  // namespace heddle::graph_passes
