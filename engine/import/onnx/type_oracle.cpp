// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/type_oracle.h"

#include "engine/graph/infer.h"

namespace heddle::import {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

std::optional<TensorType> TypeOracle::type(ValueRef value) {
  if (!value.isValid()) return std::nullopt;
  infer(value.op);
  const Types& types = m_types.at(value.op);
  return value.index < types.size() ? types[value.index] : std::nullopt;
}

std::optional<Tensor> TypeOracle::value(ValueRef value) {
  while (value.isValid() && m_editor.node(value.op).kind == OpKind::identity)
    value = m_editor.node(value.op).inputs[0];
  if (!value.isValid()) return std::nullopt;
  const Node& node = m_editor.node(value.op);
  if (node.kind == OpKind::constant) return m_constants.tensor(node.tensorAttribute("value"));
  if (node.kind != OpKind::shape || node.hasAttribute("start") || node.hasAttribute("end"))
    return std::nullopt;
  const auto of = type(node.inputs[0]);
  if (!of || !of->isStatic()) return std::nullopt;
  const Extents extents = of->extents();
  return Tensor::fromValues<int64_t>(ElementType::i64, {static_cast<int64_t>(extents.size())},
                                     extents);
}

// Depth first with a stack of its own: a model may be a chain of 100,000 nodes.
void TypeOracle::infer(OpId id) {
  std::vector<OpId> stack = {id};
  while (!stack.empty()) {
    const OpId top = stack.back();
    if (m_types.contains(top)) {
      stack.pop_back();
      continue;
    }
    const Node& node = m_editor.node(top);
    bool isReady = true;
    for (const ValueRef input : node.inputs) {
      if (!input.isValid() || m_types.contains(input.op)) continue;
      stack.push_back(input.op);
      isReady = false;
    }
    if (!isReady) continue;
    m_types.emplace(top, inferNode(node));
    stack.pop_back();
  }
}

TypeOracle::Types TypeOracle::inferNode(const Node& node) {
  const bool isLeaf = node.kind == OpKind::input || node.kind == OpKind::constant;
  if (isLeaf) return node.types.empty() ? Types(1) : node.types;
  Types inputTypes;
  std::vector<std::optional<Tensor>> inputValues;
  for (const ValueRef input : node.inputs) {
    inputTypes.push_back(type(input));
    inputValues.push_back(value(input));
  }
  const auto fresh = [this] { return Dim::symbol("?" + std::to_string(m_symbols++)); };
  auto types = graph::inferTypes({node, inputTypes, inputValues, m_constants, fresh});
  // A type error is reported with all others by the inference pass, not here.
  return types.isOk() ? std::move(types).value() : Types(node.outputCount);
}

}  // namespace heddle::import
