// The part of the converter that puts bodies in place of nodes: functions, and an If whose
// condition is known.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/import/onnx/converter.h"

namespace heddle::import {

using graph::ValueRef;

namespace {

constexpr int kMaxBodyDepth = 32;
constexpr size_t kMaxBodyNodes =
    200'000;  // functions that call others twice each grow exponentially

}  // namespace

Status Converter::convertBody(const Nodes& nodes, Scope& scope, Outcome& outcome,
                              const Phrase& what) {
  if (m_bodyDepth >= kMaxBodyDepth) {
    outcome.problem = {"{0} is nested deeper than {1} levels", {what, std::to_string(kMaxBodyDepth)}};
    return {};
  }
  m_bodyNodes += static_cast<size_t>(nodes.size()) + 1;  // an empty body of a loop counts too
  if (m_bodyNodes > kMaxBodyNodes) {
    outcome.problem = {"the model's functions expand to more than {0} nodes", {std::to_string(kMaxBodyNodes)}};
    return {};
  }
  HEDDLE_TRY(NodeOrder order, orderNodes(nodes));
  scope.used.merge(order.used);
  ++m_bodyDepth;
  for (const uint32_t position : order.order) {
    const NodeProto& node = nodes[static_cast<int>(position)];
    Outcome inner;
    Status status = convertNode(node, scope, position, inner);
    if (status.isError()) {
      --m_bodyDepth;
      return status;
    }
    if (inner.problem.empty()) continue;
    outcome.problem = {"in {0}, {1}: {2}", {what, labelOf(node, position), inner.problem}};
    break;
  }
  --m_bodyDepth;
  return {};
}

Status Converter::inlineFunction(const onnx::FunctionProto& function, const NodeProto& node,
                                 Scope& scope, const std::vector<ValueRef>& inputs,
                                 Outcome& outcome) {
  const Phrase what("the function {0}", {shortName(function.name())});
  outcome.how = "expanded";
  if (std::find(m_callStack.begin(), m_callStack.end(), &function) != m_callStack.end()) {
    outcome.problem = {"{0} calls itself", {what}};
    return {};
  }
  if (inputs.size() > static_cast<size_t>(function.input_size()) ||
      node.output_size() > function.output_size()) {
    outcome.problem = {"{0} has fewer inputs or outputs than the node", {what}};
    return {};
  }
  OpsetMap opsets;
  for (const auto& import : function.opset_import())
    opsets[import.domain() == "ai.onnx" ? "" : import.domain()] = import.version();
  Scope body;
  body.opsets = &opsets;
  body.isFunction = true;
  for (int i = 0; i < function.input_size(); ++i)
    body.values[function.input(i)] =
        static_cast<size_t>(i) < inputs.size() ? inputs[static_cast<size_t>(i)] : ValueRef{};
  for (const auto& attribute : function.attribute_proto())
    body.attributes[attribute.name()] = &attribute;
  for (const BoundAttribute& attribute : bindAttributes(node, scope))
    body.attributes[attribute.name] = attribute.proto;
  for (const std::string& output : function.output()) body.used.insert(output);
  m_callStack.push_back(&function);
  Status status = convertBody(function.node(), body, outcome, what);
  m_callStack.pop_back();
  HEDDLE_CHECK(std::move(status));
  for (int i = 0; i < node.output_size() && outcome.problem.empty(); ++i) {
    const ValueRef* value = node.output(i).empty() ? nullptr : find(function.output(i), body);
    if (value && value->isValid())
      scope.values[node.output(i)] = *value;
    else if (!node.output(i).empty())
      outcome.problem = {"{0} does not make its output '{1}'", {what, shortName(function.output(i))}};
  }
  return {};
}

std::optional<Tensor> Converter::conditionOf(ValueRef condition, Outcome& outcome) {
  if (auto value = m_emitter.oracle.value(condition)) return value;
  if (!m_branches.followsFromSizes(condition)) return std::nullopt;
  auto value = m_branches.value(condition);
  const bool isOpen = !value && m_branches.needsSizes(condition);
  m_hasOpenBranches |= isOpen || (value && !m_options.symbols.empty());
  if (isOpen)
    outcome.problem = "its condition follows from sizes of inputs, which are not all given";
  return value;
}

Status Converter::inlineIf(const NodeProto& node, Scope& scope, ValueRef condition,
                           Outcome& outcome, bool& isHandled) {
  const auto value = conditionOf(condition, outcome);
  isHandled = !outcome.problem.empty();
  if (!value || value->elementCount() != 1 || value->element() != ElementType::boolean) return {};
  isHandled = true;
  outcome.how = "expanded";
  const std::string wanted = value->valueAsInt(0) != 0 ? "then_branch" : "else_branch";
  const onnx::GraphProto* branch = nullptr;
  for (const BoundAttribute& attribute : bindAttributes(node, scope))
    if (attribute.name == wanted && attribute.proto->has_g()) branch = &attribute.proto->g();
  if (branch == nullptr || branch->output_size() < node.output_size()) {
    outcome.problem = {"its {0} is missing or has too few outputs", {wanted}};
    return {};
  }
  Scope body;
  body.parent = &scope;
  body.opsets = scope.opsets;
  body.attributes = scope.attributes;
  for (const auto& output : branch->output()) body.used.insert(output.name());
  HEDDLE_CHECK(addInitializers(*branch, body));
  HEDDLE_CHECK(convertBody(branch->node(), body, outcome, Phrase("its {0}", {wanted})));
  for (int i = 0; i < node.output_size() && outcome.problem.empty(); ++i) {
    const ValueRef* result = find(branch->output(i).name(), body);
    if (result && result->isValid())
      scope.values[node.output(i)] = *result;
    else
      outcome.problem = {"its {0} does not make all outputs", {wanted}};
  }
  return {};
}

}  // namespace heddle::import
