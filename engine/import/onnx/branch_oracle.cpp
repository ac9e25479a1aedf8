// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/branch_oracle.h"

#include <algorithm>
#include <unordered_set>

#include "engine/graph/infer.h"

namespace heddle::import {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

namespace {

// Larger values are data, not sizes.
constexpr int64_t kLargestKnown = 4096;

bool isSmall(const TensorType& type) {
  return type.isStatic() && elementCount(type.extents()).value_or(INT64_MAX) <= kLargestKnown;
}

std::optional<Tensor> sizesOf(const Node& node, const TensorType& type) {
  if (!type.isStatic()) return std::nullopt;
  const Extents extents = type.extents();
  if (node.kind == OpKind::size) {
    const auto count = elementCount(extents);
    if (!count) return std::nullopt;
    return Tensor::fromValues<int64_t>(ElementType::i64, {}, std::span(&*count, 1));
  }
  const auto rank = static_cast<int64_t>(extents.size());
  const auto bound = [&](const char* name, int64_t otherwise) {
    const int64_t at = node.hasAttribute(name) ? node.intAttribute(name) : otherwise;
    return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const int64_t start = bound("start", 0), end = std::max(start, bound("end", rank));
  return Tensor::fromValues<int64_t>(
      ElementType::i64, {end - start},
      std::span(extents).subspan(static_cast<size_t>(start), static_cast<size_t>(end - start)));
}

}  // namespace

// Depth first with a stack of its own: a model may be a chain of 100,000 nodes.
std::optional<Tensor> BranchOracle::value(ValueRef value) {
  if (!value.isValid()) return std::nullopt;
  std::vector<OpId> stack = {value.op};
  while (!stack.empty()) {
    const OpId top = stack.back();
    if (m_known.contains(top)) {
      stack.pop_back();
      continue;
    }
    const Node& node = m_editor.node(top);
    bool isReady = true;
    for (const ValueRef input : node.inputs) {
      if (!input.isValid() || m_known.contains(input.op)) continue;
      stack.push_back(input.op);
      isReady = false;
    }
    if (!isReady) continue;
    m_known.emplace(top, find(node));
    stack.pop_back();
  }
  const auto& values = m_known.at(value.op).values;
  return value.index < values.size() ? values[value.index] : std::nullopt;
}

BranchOracle::Known BranchOracle::findLeaf(const Node& node) const {
  Known out;
  out.types = node.types;
  out.types.resize(1);
  if (node.kind == OpKind::constant) {
    Tensor tensor = m_constants.tensor(node.tensorAttribute("value"));
    out.types[0] = tensor.type();
    out.values = {std::move(tensor)};
  } else if (out.types[0]) {
    for (Dim& dim : out.types[0]->shape)
      if (const auto size = dim.evaluate(m_options.symbols); size && *size >= 0) dim = *size;
  }
  return out;
}

BranchOracle::Known BranchOracle::find(const Node& node) {
  if (node.kind == OpKind::input || node.kind == OpKind::constant) return findLeaf(node);
  Known in;
  for (const ValueRef input : node.inputs) {
    const Known* known = input.isValid() ? &m_known.at(input.op) : nullptr;
    const auto at = [&](const auto& list) {
      using Item = std::decay_t<decltype(list[0])>;
      return known && input.index < list.size() ? list[input.index] : Item();
    };
    in.types.push_back(known ? at(known->types) : std::nullopt);
    in.values.push_back(known ? at(known->values) : std::nullopt);
  }
  const auto fresh = [this] { return Dim::symbol("?" + std::to_string(m_symbols++)); };
  auto types = graph::inferTypes({node, in.types, in.values, m_constants, fresh});
  Known out;
  // A type error is reported with all others by the inference pass, not here.
  out.types = types.isOk() ? std::move(types).value()
                           : std::vector<std::optional<TensorType>>(node.outputCount);
  out.values = evaluate(node, in, out);
  return out;
}

std::vector<std::optional<Tensor>> BranchOracle::evaluate(const Node& node, const Known& inputs,
                                                          const Known& outputs) const {
  if ((node.kind == OpKind::shape || node.kind == OpKind::size) && inputs.types[0])
    return {sizesOf(node, *inputs.types[0])};
  if (!m_options.evaluate) return {};
  for (const auto& type : outputs.types)
    if (!type || !isSmall(*type)) return {};
  for (size_t i = 0; i < node.inputs.size(); ++i)
    if (node.inputs[i].isValid() &&
        (!inputs.values[i] || inputs.values[i]->elementCount() > kLargestKnown))
      return {};
  auto results = m_options.evaluate(node, inputs.values, m_constants);
  if (results.isError()) return {};
  std::vector<std::optional<Tensor>> out;
  for (Tensor& tensor : results.value()) out.emplace_back(std::move(tensor));
  return out;
}

bool BranchOracle::isOpen(const BranchOracle& oracle, const Node& input, bool) {
  const Known known = oracle.findLeaf(input);
  return known.types[0] && !known.types[0]->isStatic();
}

bool BranchOracle::leadsTo(ValueRef value, Test test) const {
  std::vector<std::pair<ValueRef, bool>> stack = {{value, false}};
  std::unordered_set<uint64_t> seen;
  while (!stack.empty()) {
    const auto [top, isSizeOnly] = stack.back();
    stack.pop_back();
    if (!top.isValid() || !seen.insert(uint64_t{top.op.value} << 1 | (isSizeOnly ? 1 : 0)).second)
      continue;
    const Node& node = m_editor.node(top.op);
    if (node.kind == OpKind::input && test(*this, node, isSizeOnly)) return true;
    const bool asksForSize = node.kind == OpKind::shape || node.kind == OpKind::size;
    for (const ValueRef input : node.inputs) stack.emplace_back(input, isSizeOnly || asksForSize);
  }
  return false;
}

}  // namespace heddle::import
