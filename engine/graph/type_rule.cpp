// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/type_rule.h"

#include <algorithm>

namespace heddle::graph {

bool RuleInput::has(size_t input) const {
  return input < inputCount() && m_context.node.inputs[input].isValid() &&
         input < m_context.inputTypes.size() && m_context.inputTypes[input].has_value();
}

const Tensor* RuleInput::value(size_t input) const {
  if (!has(input) || input >= m_context.inputValues.size()) return nullptr;
  const auto& value = m_context.inputValues[input];
  return value ? &*value : nullptr;
}

Shape RuleInput::freshShape(size_t rank) const {
  Shape shape;
  for (size_t i = 0; i < rank; ++i) shape.push_back(fresh());
  return shape;
}

Diagnostic RuleInput::error(std::string message) const {
  return {"graph.type",
          "{0} (" + std::string(name(node().kind)) + "): " + std::move(message),
          {{"node", node().id.value, node().name}}};
}

Result<std::vector<int64_t>> RuleInput::integers(size_t input) const {
  const Tensor& tensor = *value(input);
  if (!isInteger(tensor.element()) && tensor.element() != ElementType::boolean)
    return error("input " + std::to_string(input) + " must hold integers");
  if (tensor.elementCount() > 4096)
    return error("input " + std::to_string(input) + " holds too many values");
  std::vector<int64_t> values(static_cast<size_t>(tensor.elementCount()));
  for (size_t i = 0; i < values.size(); ++i) values[i] = tensor.valueAsInt(static_cast<int64_t>(i));
  return values;
}

Result<size_t> RuleInput::axis(int64_t axis, size_t rank) const {
  const auto signedRank = static_cast<int64_t>(rank);
  if (axis < -signedRank || axis >= signedRank)
    return error("axis " + std::to_string(axis) + " is outside a tensor of rank " +
                 std::to_string(rank));
  return static_cast<size_t>(axis < 0 ? axis + signedRank : axis);
}

Result<std::vector<size_t>> RuleInput::axes(const std::vector<int64_t>& raw, size_t rank) const {
  std::vector<size_t> resolved;
  for (const int64_t value : raw) {
    HEDDLE_TRY(const size_t one, axis(value, rank));
    if (std::find(resolved.begin(), resolved.end(), one) != resolved.end())
      return error("axis " + std::to_string(value) + " is named twice");
    resolved.push_back(one);
  }
  return resolved;
}

std::optional<size_t> RuleInput::staticLength(size_t input) const {
  if (!has(input) || rank(input) != 1 || !shape(input)[0].isConstant()) return std::nullopt;
  const int64_t length = shape(input)[0].constant();
  if (length < 0 || length > static_cast<int64_t>(kLargestRank)) return std::nullopt;
  return static_cast<size_t>(length);
}

Status RuleInput::requireRank(size_t input, size_t smallest, size_t largest) const {
  if (rank(input) >= smallest && rank(input) <= largest) return {};
  return error("input " + std::to_string(input) + " has rank " + std::to_string(rank(input)));
}

Status RuleInput::requireSameElement(size_t a, size_t b) const {
  if (type(a).element == type(b).element) return {};
  return error("inputs " + std::to_string(a) + " and " + std::to_string(b) +
               " have element types " + std::string(heddle::name(type(a).element)) + " and " +
               std::string(heddle::name(type(b).element)));
}

Status RuleInput::requireInteger(size_t input) const {
  if (isInteger(type(input).element)) return {};
  return error("input " + std::to_string(input) + " must hold integers, not " +
               std::string(heddle::name(type(input).element)));
}

Status RuleInput::requireFloat(size_t input) const {
  if (isFloat(type(input).element)) return {};
  return error("input " + std::to_string(input) + " must hold floats, not " +
               std::string(heddle::name(type(input).element)));
}

bool mayBeEqual(const Dim& a, const Dim& b) {
  return !a.isConstant() || !b.isConstant() || a.constant() == b.constant();
}

const Dim& better(const Dim& a, const Dim& b) { return a.isConstant() ? a : b; }

Dim product(std::span<const Dim> dims) {
  Dim result = 1;
  for (const Dim& dim : dims) result = result * dim;
  return result;
}

namespace {

std::optional<Dim> broadcastDims(const Dim& a, const Dim& b) {
  if (a == b) return a;
  if (a.isConstant() && a.constant() == 1) return b;
  if (b.isConstant() && b.constant() == 1) return a;
  if (a.isConstant() && b.isConstant()) return std::nullopt;
  if (a.isConstant()) return a;
  if (b.isConstant()) return b;
  return Dim::max(a, b);
}

}  // namespace

Result<Shape> broadcastShapes(const RuleInput& in, const Shape& a, const Shape& b) {
  const Shape& longer = a.size() >= b.size() ? a : b;
  const Shape& shorter = a.size() >= b.size() ? b : a;
  Shape result = longer;
  const size_t offset = longer.size() - shorter.size();
  for (size_t i = 0; i < shorter.size(); ++i) {
    const auto dim = broadcastDims(longer[offset + i], shorter[i]);
    if (!dim)
      return in.error("extents " + longer[offset + i].text() + " and " + shorter[i].text() +
                      " of axis " + std::to_string(offset + i) + " do not broadcast");
    result[offset + i] = *dim;
  }
  return result;
}

}  // namespace heddle::graph
