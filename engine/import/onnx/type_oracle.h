// What is known of values while the graph is still being made.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/graph/graph.h"

namespace heddle::import {

// Answers lazily and remembers: most nodes convert without a type.
class TypeOracle {
 public:
  TypeOracle(const graph::GraphEditor& editor, const ConstantPool& constants)
      : m_editor(editor), m_constants(constants) {}

  // Nothing when the rank cannot be known yet, also for an invalid reference.
  std::optional<TensorType> type(graph::ValueRef value);
  // The type of an operator's only output, from whoever knows better than inference can.
  void assume(graph::ValueRef value, TensorType type) {
    m_types.insert_or_assign(value.op, Types{std::move(type)});
  }
  // The value of a constant, or of a shape that is known.
  std::optional<Tensor> value(graph::ValueRef value);

 private:
  using Types = std::vector<std::optional<TensorType>>;
  void infer(OpId id);
  Types inferNode(const graph::Node& node);

  const graph::GraphEditor& m_editor;
  const ConstantPool& m_constants;
  std::unordered_map<OpId, Types> m_types;
  uint64_t m_symbols = 0;
};

}  // namespace heddle::import
