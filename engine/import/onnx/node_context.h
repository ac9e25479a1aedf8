// What a handler sees of the node that it converts, and how it answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/import/onnx/emitter.h"
#include "engine/import/onnx/table.h"

namespace heddle::onnx {
class AttributeProto;
class NodeProto;
}  // namespace heddle::onnx

namespace heddle::import {

// An attribute of the node, references to a function's attributes resolved.
struct BoundAttribute {
  std::string_view name;
  const onnx::AttributeProto* proto = nullptr;
  bool isRead = false;
};

// The node with its names resolved.
struct NodeSite {
  const onnx::NodeProto& proto;
  const Row& row;
  int64_t opset = 0;
  std::vector<graph::ValueRef> inputs;  // invalid: absent
  std::vector<BoundAttribute> attributes;
  std::vector<bool> isOutputUsed;
};

// Failures stick: the first one refuses the node, later answers are placeholders, so a handler
// need not check each step.
class NodeContext {
 public:
  using ValueRef = graph::ValueRef;
  using OpKind = graph::OpKind;

  NodeContext(Emitter& emitter, NodeSite& site)
      : m_emitter(emitter), m_site(site), m_results(site.isOutputUsed.size()) {}

  OpKind kind() const { return m_site.row.kind; }
  int64_t since() const { return m_site.row.since; }
  int64_t opset() const { return m_site.opset; }

  // --- inputs and outputs ---
  size_t inputCount() const { return m_site.inputs.size(); }
  bool hasInput(size_t i) const { return i < inputCount() && m_site.inputs[i].isValid(); }
  ValueRef input(size_t i) const { return i < inputCount() ? m_site.inputs[i] : ValueRef{}; }
  ValueRef need(size_t i);  // refuses the node when the input is absent
  std::vector<ValueRef> inputs(size_t least, size_t most);
  size_t outputCount() const { return m_results.size(); }
  bool isOutputUsed(size_t i) const { return i < m_results.size() && m_site.isOutputUsed[i]; }
  void setOutput(size_t i, ValueRef value);
  void setOutputs(ValueRef first, size_t count);

  // --- attributes: each one read is known to the handler; one left unread refuses the node ---
  bool hasAttribute(std::string_view name) const;
  int64_t intAttribute(std::string_view name, int64_t otherwise);
  double floatAttribute(std::string_view name, double otherwise);
  std::string stringAttribute(std::string_view name, std::string otherwise);
  std::optional<std::vector<int64_t>> ints(std::string_view name);
  std::optional<std::vector<double>> floats(std::string_view name);
  std::optional<std::vector<std::string>> strings(std::string_view name);
  std::optional<Tensor> tensor(std::string_view name);
  std::optional<ElementType> elementType(std::string_view name);
  void ignoreAttribute(std::string_view name);
  // Every attribute that op.def names for `kind`, as far as the node has it.
  graph::Attributes attributesOf(OpKind kind);

  // --- what is known ---
  std::optional<TensorType> type(ValueRef value) { return m_emitter.oracle.type(value); }
  std::optional<Tensor> value(ValueRef value) { return m_emitter.oracle.value(value); }
  std::optional<std::vector<int64_t>> intsOf(ValueRef value);
  // For a value whose type is known although its operands' are not.
  void assume(ValueRef value, TensorType type) { m_emitter.oracle.assume(value, std::move(type)); }
  ElementType element(ValueRef value);  // refuses the node when unknown
  int64_t rank(ValueRef value);         // likewise, and answers 0

  // --- answers ---
  ValueRef emit(OpKind kind, std::vector<ValueRef> inputs, graph::Attributes attributes = {},
                uint32_t outputs = 1) {
    return m_emitter.add(kind, std::move(inputs), std::move(attributes), outputs);
  }
  ValueRef constant(Tensor tensor);
  ConstantId addToPool(Tensor tensor);
  ValueRef intsConstant(const std::vector<int64_t>& values);
  ValueRef scalar(ElementType element, double value);
  ValueRef cast(ValueRef value, ElementType to);
  void refuse(Phrase why);
  // Refuses because a type is missing; no fault of the node when something before it is refused.
  void refuseUnknown(Phrase why);

  bool isRefused() const { return !m_problem.empty(); }
  bool isMissingType() const { return m_isMissingType; }
  const Phrase& problem() const { return m_problem; }
  const std::vector<ValueRef>& results() const { return m_results; }
  // Refuses the node when an attribute was never read or an output that is used was never set.
  void checkComplete();

 private:
  BoundAttribute* find(std::string_view name) const;
  const onnx::AttributeProto* read(std::string_view name, int type, const char* typeName);

  Emitter& m_emitter;
  NodeSite& m_site;
  std::vector<ValueRef> m_results;
  Phrase m_problem;
  bool m_isMissingType = false;
};

}  // namespace heddle::import
