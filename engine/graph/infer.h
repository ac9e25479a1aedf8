// One type rule per operator.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/graph/graph.h"

namespace heddle::graph {

// What a rule may look at. An absent optional input has no type and no value.
struct InferContext {
  const Node& node;
  std::span<const std::optional<TensorType>> inputTypes;
  // The value of an input where it is known at compile time (a constant, or computed from shapes).
  std::span<const std::optional<Tensor>> inputValues;
  const ConstantPool& constants;
  // A symbol that no other dimension has, for sizes that only the data decides.
  std::function<Dim()> freshSymbol;
};

// The types of the node's outputs; nothing for an output whose rank cannot be known.
// Errors: "graph.type" with the node as subject, naming the input or attribute at fault.
Result<std::vector<std::optional<TensorType>>> inferTypes(const InferContext& context);

}  // namespace heddle::graph
