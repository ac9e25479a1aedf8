// Where the rounding of a QuantizeLinear may honestly fall to either side.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "engine/graph/graph.h"

namespace heddle::session {

// Which values have bits that no order of float operations changes: data that is moved, compared,
// quantised or dequantised, sums of integers, and single float operations. A sum of floats, a
// function of <cmath>, and a product that a kernel may contract with a sum after it are not exact,
// nor is what is computed from them.
class Exactness {
 public:
  // In order, with what the node gave. What was never added is given from outside, and so exact.
  void add(const graph::Node& node, const std::vector<Tensor>& outputs);
  void setGiven(OpId id) { m_inexact.erase(id); }
  bool isExact(const graph::ValueRef& value) const { return !m_inexact.contains(value.op); }

 private:
  bool keepsBits(const graph::Node& node, const std::vector<Tensor>& outputs) const;

  std::set<OpId> m_inexact, m_products;
};

// What a QuantizeLinear gives, and what it gives when its x is off by the tolerance to either side.
// The three are equal where x is far from a border of rounding, and differ by one step elsewhere.
struct Roundings {
  Tensor nominal, low, high;
  bool areEqual = true;
  // Of element i: the other side of the border, or the nominal value.
  const Tensor& other(int64_t i) const;
};

// `tolerance` is of the largest finite |x|, as `atol` is in compare_tensors.h, but never above an
// eighth of the smallest scale, so that at most one step is between low and high. 0: x is exact.
// Requires a quantize_linear node.
Result<Roundings> roundingsOf(const graph::Node& node,
                              const std::vector<std::optional<Tensor>>& inputs,
                              const ConstantPool& constants, double tolerance);

// How quantised values compare with the reference's roundings.
struct StepCount {
  int64_t elements = 0;
  int64_t atBorder = 0;     // one step off, where the reference is at a border of rounding
  int64_t wrong = 0;        // other differences
  double largestStep = 0;   // among all that differ
};
// Requires equal types and extents.
StepCount countSteps(const Tensor& actual, const Roundings& expected);

}  // namespace heddle::session
