// The part of the converter that writes a Loop out, where the file and sizes of inputs decide how often it runs.
// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/converter.h"

namespace heddle::import {

using graph::OpKind;
using graph::ValueRef;

namespace {

constexpr int64_t kMaxTrips = 1024;

const onnx::GraphProto* bodyOf(const std::vector<BoundAttribute>& attributes) {
  for (const BoundAttribute& attribute : attributes)
    if (attribute.name == "body" && attribute.proto->has_g()) return &attribute.proto->g();
  return nullptr;
}

}  // namespace

// Nothing when only the run decides it; an absent condition holds.
std::optional<bool> Converter::truthOf(ValueRef condition, Outcome& outcome) {
  if (!condition.isValid()) return true;
  const auto value = conditionOf(condition, outcome);
  if (!value || value->elementCount() != 1 || value->element() != ElementType::boolean) return {};
  return value->valueAsInt(0) != 0;
}

// One copy of the body: `values` are what the loop carries, before and then after it.
Result<std::optional<bool>> Converter::runBody(const onnx::GraphProto& graph, Scope& scope,
                                               int64_t trip, LoopState& state, Outcome& outcome) {
  Scope body;
  body.parent = &scope;
  body.opsets = scope.opsets;
  body.attributes = scope.attributes;
  for (const auto& output : graph.output()) body.used.insert(output.name());
  const auto constant = [&](const Tensor& tensor) { return m_emitter.addConstant(tensor, "trip"); };
  body.values[graph.input(0).name()] =
      constant(Tensor::scalar(ElementType::i64, static_cast<double>(trip)));
  body.values[graph.input(1).name()] = constant(Tensor::scalar(ElementType::boolean, 1));
  for (size_t i = 0; i < state.carried.size(); ++i)
    body.values[graph.input(static_cast<int>(i) + 2).name()] = state.carried[i];
  HEDDLE_CHECK(convertBody(graph.node(), body, outcome, "its body"));
  if (!outcome.problem.empty()) return std::optional<bool>();
  std::vector<ValueRef> results;
  for (const auto& output : graph.output()) {
    const ValueRef* value = find(output.name(), body);
    if (value == nullptr || !value->isValid()) {
      outcome.problem = "its body does not make all outputs";
      return std::optional<bool>();
    }
    results.push_back(*value);
  }
  const auto first = results.begin() + 1, scans = first + static_cast<long>(state.carried.size());
  state.carried.assign(first, scans);
  const ValueRef axis = m_emitter.addConstant(
      Tensor::fromValues<int64_t>(ElementType::i64, {1}, std::vector<int64_t>{0}), "axis");
  for (size_t i = 0; i < state.scans.size(); ++i)
    state.scans[i].push_back(
        m_emitter.add(OpKind::unsqueeze, {scans[static_cast<long>(i)], axis}));
  return truthOf(results[0], outcome);
}

// Handled: how often it runs is known. Otherwise the table refuses it.
Status Converter::unrollLoop(const NodeProto& node, Scope& scope,
                             const std::vector<ValueRef>& inputs, Outcome& outcome,
                             bool& isHandled) {
  const auto attributes = bindAttributes(node, scope);
  const onnx::GraphProto* graph = bodyOf(attributes);
  if (graph == nullptr || inputs.size() < 2 || !inputs[0].isValid()) return {};
  const auto trips = countOf(inputs[0], outcome);
  auto isTrue = truthOf(inputs[1], outcome);
  isHandled = !outcome.problem.empty();
  if (isHandled || !trips || !isTrue || *trips > kMaxTrips) return {};
  isHandled = true;
  outcome.how = "expanded";
  LoopState state;
  state.carried.assign(inputs.begin() + 2, inputs.end());
  const int carried = static_cast<int>(state.carried.size());
  if (graph->input_size() != carried + 2 || graph->output_size() < carried + 1 ||
      node.output_size() > graph->output_size() - 1) {
    outcome.problem = "its body has the wrong number of inputs or outputs";
    return {};
  }
  state.scans.resize(static_cast<size_t>(graph->output_size() - 1 - carried));
  Scope shared;
  shared.parent = &scope;
  shared.opsets = scope.opsets;
  shared.attributes = scope.attributes;
  HEDDLE_CHECK(addInitializers(*graph, shared));
  for (int64_t trip = 0; trip < *trips && *isTrue; ++trip) {
    HEDDLE_TRY(isTrue, runBody(*graph, shared, trip, state, outcome));
    if (!outcome.problem.empty()) return {};
    if (isTrue) continue;
    outcome.problem = "whether it goes on is known only when the model runs";
    return {};
  }
  return bindLoop(node, scope, state, outcome);
}

Status Converter::bindLoop(const NodeProto& node, Scope& scope, const LoopState& state,
                           Outcome& outcome) {
  for (size_t i = 0; i < static_cast<size_t>(node.output_size()); ++i) {
    const std::string& name = node.output(static_cast<int>(i));
    if (name.empty()) continue;
    if (i < state.carried.size()) {
      scope.values[name] = state.carried[i];
      continue;
    }
    const auto& parts = state.scans[i - state.carried.size()];
    if (parts.empty()) {
      outcome.problem = "it never runs, and the shape of what it would collect is not known";
      return {};
    }
    scope.values[name] = m_emitter.add(OpKind::concat, parts, {{"axis", int64_t{0}}});
  }
  return {};
}

std::optional<int64_t> Converter::countOf(ValueRef trips, Outcome& outcome) {
  const auto value = conditionOf(trips, outcome);
  if (!value || value->elementCount() != 1 || value->element() != ElementType::i64) return {};
  return value->valueAsInt(0);
}

}  // namespace heddle::import
