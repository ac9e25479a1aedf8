// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/emitter.h"

namespace heddle::import {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

ValueRef Emitter::add(OpKind kind, std::vector<ValueRef> inputs, graph::Attributes attributes,
                      uint32_t outputs) {
  while (!inputs.empty() && !inputs.back().isValid()) inputs.pop_back();
  Node node;
  node.kind = kind;
  node.name = m_name;
  node.inputs = std::move(inputs);
  node.attributes = std::move(attributes);
  node.outputCount = outputs;
  node.origins = {m_origin};
  ++m_added;
  return {editor.add(std::move(node)), 0};
}

ValueRef Emitter::addConstant(Tensor tensor, const std::string& recipe) {
  const ElementType element = tensor.element();
  const ValueRef value{editor.addConstant(std::move(tensor), recipe, recipe), 0};
  if (!isComputable(element))
    m_poison.emplace(value.op, Phrase("its input has the element type {0}, which nothing here computes on",
                                      {std::string(name(element))}));
  return value;
}

ValueRef Emitter::addPoison(Phrase why) {
  Node node;
  node.kind = OpKind::input;
  node.name = "refused";
  node.types.resize(1);
  const ValueRef value{editor.add(std::move(node)), 0};
  m_poison.emplace(value.op, std::move(why));
  return value;
}

const Phrase* Emitter::poison(ValueRef value) const {
  if (m_poison.empty() || !value.isValid()) return nullptr;
  const auto found = m_poison.find(value.op);
  return found == m_poison.end() ? nullptr : &found->second;
}

}  // namespace heddle::import
