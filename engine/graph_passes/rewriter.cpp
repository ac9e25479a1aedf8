// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/rewriter.h"

#include <algorithm>

#include "engine/graph/infer.h"

namespace heddle::graph_passes {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

std::vector<uint32_t> mergedOrigins(const std::vector<uint32_t>& a,
                                    const std::vector<uint32_t>& b) {
  std::vector<uint32_t> merged;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(merged));
  return merged;
}

Rewriter::Rewriter(const graph::Graph& graph, const PassContext& context, std::string passName)
    : m_base(graph), m_context(context), m_passName(std::move(passName)), m_editor(graph) {
  for (const OpId id : graph.order())
    for (const ValueRef& input : graph.node(id).inputs)
      if (input.isValid()) countUse(input.op);
  for (const graph::Output& output : graph.outputs()) countUse(output.value.op);
}

void Rewriter::countUse(OpId id) {
  if (id.value >= m_uses.size()) m_uses.resize(std::max<size_t>(id.value + 1, m_uses.size() * 2));
  ++m_uses[id.value];
}

const Node* Rewriter::producer(ValueRef value, OpKind kind) const {
  if (!value.isValid() || !m_editor.contains(value.op)) return nullptr;
  const Node& node = m_editor.node(value.op);
  return node.kind == kind ? &node : nullptr;
}

const std::optional<TensorType>& Rewriter::type(ValueRef value) const {
  static const std::optional<TensorType> none;
  if (!value.isValid() || !m_editor.contains(value.op)) return none;
  const Node& node = m_editor.node(value.op);
  return value.index < node.types.size() ? node.types[value.index] : none;
}

std::optional<Tensor> Rewriter::constant(ValueRef value) const {
  const Node* node = producer(value, OpKind::constant);
  if (!node) return std::nullopt;
  const ConstantId id = node->tensorAttribute("value");
  if (!id.isValid() || id.value > m_base.constants()->size()) return std::nullopt;
  return m_base.constants()->tensor(id);
}

std::optional<double> Rewriter::scalar(ValueRef value) const {
  const auto tensor = constant(value);
  if (!tensor || tensor->elementCount() != 1 || !isComputable(tensor->element()))
    return std::nullopt;
  return tensor->valueAsDouble(0);
}

void Rewriter::infer(Node& node) {
  std::vector<std::optional<TensorType>> types;
  std::vector<std::optional<Tensor>> values;
  for (const ValueRef& input : node.inputs) {
    types.push_back(input.isValid() ? type(input) : std::nullopt);
    values.push_back(input.isValid() ? constant(input) : std::nullopt);
  }
  auto inferred =
      graph::inferTypes({node, types, values, *m_base.constants(), [this] {
                           return Dim::symbol(m_passName + "." + std::to_string(m_freshSymbols++));
                         }});
  if (inferred.isError()) return fail(std::move(inferred).error());
  node.types = std::move(inferred).value();
}

ValueRef Rewriter::add(OpKind kind, std::vector<ValueRef> inputs, graph::Attributes attributes,
                       const Node& like, uint32_t outputCount) {
  Node node;
  node.kind = kind;
  node.name = like.name;
  node.origins = like.origins;
  node.inputs = std::move(inputs);
  node.attributes = std::move(attributes);
  node.outputCount = outputCount;
  infer(node);
  for (const ValueRef& input : node.inputs)
    if (input.isValid()) countUse(input.op);
  return {m_editor.add(std::move(node)), 0};
}

ValueRef Rewriter::addConstant(Tensor tensor, std::string name, std::string recipe) {
  return {m_editor.addConstant(std::move(tensor), std::move(name), std::move(recipe)), 0};
}

ValueRef Rewriter::addIntegers(const std::vector<int64_t>& values, const std::string& name) {
  return addConstant(
      Tensor::fromValues<int64_t>(ElementType::i64, {static_cast<int64_t>(values.size())}, values),
      name, "made by " + m_passName);
}

void Rewriter::mergeOrigins(OpId into, const std::vector<uint32_t>& origins) {
  const Node& target = node(into);
  if (target.kind == OpKind::constant || target.kind == OpKind::input || origins.empty()) return;
  std::vector<uint32_t> merged = mergedOrigins(target.origins, origins);
  if (merged == target.origins) return;
  Node changed = target;
  changed.origins = std::move(merged);
  m_editor.replace(std::move(changed));
}

void Rewriter::redirect(ValueRef from, ValueRef to) {
  // Where inference knows less about the new value than about the old, the old type stays.
  const auto &before = type(from), &after = type(to);
  if (before &&
      (!after || (after != before && !after->isStatic() && after->element == before->element &&
                  after->rank() == before->rank()))) {
    Node changed = node(to.op);
    if (changed.kind != OpKind::input) {
      changed.types[to.index] = before;
      m_editor.replace(std::move(changed));
    }
  }
  uint32_t moved = uses(from.op);
  if (node(from.op).outputCount > 1) {
    // Counted exactly only for nodes with one output; an upper bound keeps the others alive.
    moved = std::max(moved, 1u);
    for (uint32_t i = 0; i < moved; ++i) countUse(to.op);
  } else {
    for (uint32_t i = 0; i < moved; ++i) countUse(to.op);
    if (from.op.value < m_uses.size()) m_uses[from.op.value] = 0;
  }
  m_editor.redirect(from, to);
}

void Rewriter::replace(ValueRef from, ValueRef to, const std::string& reason) {
  if (from == to) return;
  const std::vector<uint32_t> origins = node(from.op).origins;
  redirect(from, to);
  mergeOrigins(to.op, origins);
  if (node(from.op).outputCount == 1)
    release(from.op, to.op, reason);
  else
    note(from.op, to.op, reason);
}

void Rewriter::release(OpId id, OpId standIn, const std::string& reason) {
  std::vector<OpId> stack = {id};
  while (!stack.empty()) {
    const OpId next = stack.back();
    stack.pop_back();
    if (!contains(next) || uses(next) != 0 || node(next).kind == OpKind::input) continue;
    const Node gone = node(next);
    m_editor.erase(next);
    const auto own = m_standIns.find(next);
    note(next, gone.kind == OpKind::constant ? OpId{} : own != m_standIns.end() ? own->second : standIn, reason);
    for (const ValueRef& input : gone.inputs) {
      if (!input.isValid() || !contains(input.op)) continue;
      if (m_uses[input.op.value] > 0) --m_uses[input.op.value];
      if (m_uses[input.op.value] == 0) stack.push_back(input.op);
    }
  }
}

void Rewriter::update(Node changed, const std::string& reason) {
  const Node before = node(changed.id);
  const auto types = changed.types;
  infer(changed);
  for (size_t i = 0; i < types.size() && i < changed.types.size(); ++i)
    if (types[i] && changed.types[i] && !changed.types[i]->isStatic() &&
        types[i]->rank() == changed.types[i]->rank() && types[i]->isStatic())
      changed.types[i] = types[i];
  for (const ValueRef& input : changed.inputs)
    if (input.isValid()) countUse(input.op);
  const OpId id = changed.id;
  m_editor.replace(std::move(changed));
  note(id, id, reason);
  for (const ValueRef& input : before.inputs) {
    if (!input.isValid() || !contains(input.op)) continue;
    if (m_uses[input.op.value] > 0) --m_uses[input.op.value];
    if (m_uses[input.op.value] == 0) release(input.op, id, reason);
  }
}

Result<PassResult> Rewriter::finish() && {
  if (m_context.cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
  if (m_error) return std::move(*m_error);
  HEDDLE_TRY(graph::Graph graph, std::move(m_editor).finish());
  return PassResult{std::move(graph), std::move(m_rewrites)};
}

}  // namespace heddle::graph_passes
