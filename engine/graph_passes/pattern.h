// Small graph patterns: what the activation rewrites match with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// A commutative or one-sided operation with a scalar constant: the other operand and the number.
struct WithScalar {
  graph::ValueRef x;
  double number;
};

// Matches the node of `value` as `kind` with a constant of one element that does not change the
// type; for mul and add on either side, for sub and div on the right.
inline std::optional<WithScalar> matchScalar(const Rewriter& rewriter, graph::ValueRef value,
                                             graph::OpKind kind) {
  const graph::Node* node = rewriter.producer(value, kind);
  if (!node || node->inputs.size() != 2) return std::nullopt;
  const bool isCommutative = kind == graph::OpKind::mul || kind == graph::OpKind::add;
  for (size_t side = 0; side < (isCommutative ? 2u : 1u); ++side) {
    const auto number = rewriter.scalar(node->inputs[1 - side]);
    const auto& type = rewriter.type(node->inputs[side]);
    if (number && type && type == node->types[0]) return WithScalar{node->inputs[side], *number};
  }
  return std::nullopt;
}

// The value divided by a number, spelled as a division or as a multiplication by the inverse.
inline std::optional<WithScalar> matchQuotient(const Rewriter& rewriter, graph::ValueRef value) {
  if (auto match = matchScalar(rewriter, value, graph::OpKind::div)) return match;
  auto match = matchScalar(rewriter, value, graph::OpKind::mul);
  if (match) match->number = 1.0 / match->number;
  return match;
}

// x + number, spelled as an addition or a subtraction.
inline std::optional<WithScalar> matchShift(const Rewriter& rewriter, graph::ValueRef value) {
  if (auto match = matchScalar(rewriter, value, graph::OpKind::add)) return match;
  auto match = matchScalar(rewriter, value, graph::OpKind::sub);
  if (match) match->number = -match->number;
  return match;
}

// Equal up to the rounding of a constant to single precision.
inline bool isClose(double a, double b) { return std::abs(a - b) <= 2e-7 * std::abs(b); }

}  // namespace heddle::graph_passes
