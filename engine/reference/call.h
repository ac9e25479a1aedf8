// One evaluation of one node: its arguments, checked access to them, and the reasons for refusing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/graph/node.h"
#include "engine/support/result.h"
#include "engine/tensor/constant_pool.h"

namespace heddle::reference {

using Outputs = Result<std::vector<Tensor>>;

// Before an evaluator sees a call, checkCall has seen that the count of inputs fits op.def,
// required inputs and attributes are there, and every input's bytes are dense and aligned.
struct Call {
  const graph::Node& node;
  std::vector<std::optional<Tensor>> inputs;
  const ConstantPool& constants;

  bool has(size_t index) const { return index < inputs.size() && inputs[index].has_value(); }
  const Tensor& in(size_t index) const { return *inputs[index]; }  // requires has(index)
  int64_t integer(std::string_view name) const { return node.intAttribute(name); }
  double number(std::string_view name) const { return node.floatAttribute(name); }

  Diagnostic inputError(std::string message) const;   // "reference.input"
  Diagnostic unsupported(std::string message) const;  // "reference.unsupported"
  Diagnostic badType(size_t input) const;
};

// The values of an integer input of rank 0 or 1.
Result<std::vector<int64_t>> integers(const Call& call, size_t input);
// The one value of an integer input of one element.
Result<int64_t> integer(const Call& call, size_t input);
// An axis in [-rank, rank) as one in [0, rank); with `slack` 1 the end is allowed as well.
Result<int64_t> normalAxis(const Call& call, int64_t axis, int64_t rank, int64_t slack = 0);
// Normalised, without repeats, sorted.
Result<std::vector<int64_t>> normalAxes(const Call& call, std::vector<int64_t> axes, int64_t rank);
Status requireRank(const Call& call, size_t input, size_t atLeast, size_t atMost);
// Input `b` has the same element type as input `a`.
Status requireSameType(const Call& call, size_t a, size_t b);

// A vector of one tensor, or the error.
Outputs single(Result<Tensor> tensor);

}  // namespace heddle::reference
