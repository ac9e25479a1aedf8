// What decides the condition of an If before the model runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/import/import.h"

namespace heddle::import {

// Exporters write "if this axis is 1, squeeze it": such a condition is arithmetic on sizes, and it is computed here
// from the sizes that the options give. Types found on the way hold for those sizes alone, so nothing else reads them.
class BranchOracle {
 public:
  BranchOracle(const graph::GraphEditor& editor, const ConstantPool& constants,
               const ImportOptions& options)
      : m_editor(editor), m_constants(constants), m_options(options) {}

  std::optional<Tensor> value(graph::ValueRef value);
  // No data decides the value, only the sizes of inputs do, if anything.
  bool followsFromSizes(graph::ValueRef value) const { return !leadsTo(value, isData); }
  // One of these sizes is neither in the file nor in the options.
  bool needsSizes(graph::ValueRef value) const { return leadsTo(value, isOpen); }

 private:
  using Test = bool (*)(const BranchOracle& oracle, const graph::Node& input, bool isSizeOnly);
  static bool isData(const BranchOracle&, const graph::Node&, bool isSizeOnly) { return !isSizeOnly; }
  static bool isOpen(const BranchOracle& oracle, const graph::Node& input, bool isSizeOnly);
  // Some input of the model that the value is computed from passes the test.
  bool leadsTo(graph::ValueRef value, Test test) const;

  struct Known {
    std::vector<std::optional<TensorType>> types;
    std::vector<std::optional<Tensor>> values;
  };
  Known find(const graph::Node& node);
  Known findLeaf(const graph::Node& node) const;
  std::vector<std::optional<Tensor>> evaluate(const graph::Node& node, const Known& inputs,
                                              const Known& outputs) const;

  const graph::GraphEditor& m_editor;
  const ConstantPool& m_constants;
  const ImportOptions& m_options;
  std::unordered_map<OpId, Known> m_known;
  uint64_t m_symbols = 0;
};

}  // namespace heddle::import
