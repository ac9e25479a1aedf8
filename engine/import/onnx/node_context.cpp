// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/node_context.h"

#include <cmath>

#include "engine/import/onnx/heddle_onnx.pb.h"

namespace heddle::import {

using graph::OpKind;
using graph::ValueRef;

namespace {

bool fits(ElementType element, double value) {
  if (!isInteger(element)) return true;
  const int bits = static_cast<int>(8 * sizeBytes(element));
  const double high = std::ldexp(1.0, isSignedInteger(element) ? bits - 1 : bits);
  return value < high && value >= (isSignedInteger(element) ? -high : 0);
}

}  // namespace

ValueRef NodeContext::need(size_t i) {
  if (hasInput(i)) return m_site.inputs[i];
  refuse({"input {0} is missing", {std::to_string(i)}});
  return m_emitter.addPoison({});
}

std::vector<ValueRef> NodeContext::inputs(size_t least, size_t most) {
  if (inputCount() > most)
    refuse({"it has {0} inputs, at most {1} are known", {std::to_string(inputCount()), std::to_string(most)}});
  std::vector<ValueRef> out;
  for (size_t i = 0; i < std::max(least, std::min(inputCount(), most)); ++i)
    out.push_back(i < least ? need(i) : input(i));
  return out;
}

void NodeContext::setOutput(size_t i, ValueRef value) {
  if (i < m_results.size()) m_results[i] = value;
}

void NodeContext::setOutputs(ValueRef first, size_t count) {
  for (size_t i = 0; i < count; ++i) setOutput(i, {first.op, static_cast<uint32_t>(i)});
}

std::optional<std::vector<int64_t>> NodeContext::intsOf(ValueRef ref) {
  const auto tensor = value(ref);
  if (!tensor || !isInteger(tensor->element()) || tensor->elementCount() > 4096)
    return std::nullopt;
  std::vector<int64_t> out;
  for (int64_t i = 0; i < tensor->elementCount(); ++i) out.push_back(tensor->valueAsInt(i));
  return out;
}

ElementType NodeContext::element(ValueRef value) {
  if (const auto known = type(value)) return known->element;
  refuseUnknown("the element type of its input cannot be known before the model runs");
  return ElementType::f32;
}

int64_t NodeContext::rank(ValueRef value) {
  if (const auto known = type(value)) return static_cast<int64_t>(known->rank());
  refuseUnknown("the rank of its input cannot be known before the model runs");
  return 0;
}

ValueRef NodeContext::constant(Tensor tensor) {
  return m_emitter.addConstant(std::move(tensor), "import:" + m_emitter.nodeName());
}

ConstantId NodeContext::addToPool(Tensor tensor) {
  return m_emitter.constants->add(std::move(tensor), "import:" + m_emitter.nodeName());
}

ValueRef NodeContext::intsConstant(const std::vector<int64_t>& values) {
  return constant(
      Tensor::fromValues<int64_t>(ElementType::i64, {static_cast<int64_t>(values.size())}, values));
}

ValueRef NodeContext::scalar(ElementType element, double value) {
  if (!fits(element, value)) {
    refuse({"the number {0} does not fit {1}", {std::to_string(value), std::string(name(element))}});
    value = 0;
  }
  return constant(Tensor::scalar(element, value));
}

ValueRef NodeContext::cast(ValueRef value, ElementType to) {
  const auto known = type(value);
  if (known && known->element == to) return value;
  return emit(OpKind::cast, {value}, {{"to", to}});
}

void NodeContext::refuse(Phrase why) {
  if (m_problem.empty()) m_problem = std::move(why);
}

void NodeContext::refuseUnknown(Phrase why) {
  if (!m_problem.empty()) return;
  m_problem = std::move(why);
  m_isMissingType = true;
}

void NodeContext::checkComplete() {
  for (const BoundAttribute& attribute : m_site.attributes)
    if (!attribute.isRead && attribute.name != "consumed_inputs")
      refuse({"its attribute '{0}' is not one of this operator's", {std::string(attribute.name.substr(0, 64))}});
  for (size_t i = 0; i < m_results.size(); ++i)
    if (m_site.isOutputUsed[i] && !m_results[i].isValid())
      refuse({"its output {0} is used; this output is not supported", {std::to_string(i)}});
}

}  // namespace heddle::import
