// Interprets a graph while it rounds as another computation of the same model did.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/rounding.h"
#include "engine/support/cancel_token.h"

namespace heddle::session {

// The results of quantize_linear nodes by the names of the nodes; only names that are unique.
using QuantisedValues = std::map<std::string, Tensor>;

struct FollowedNode {
  OpId op;
  std::string name;
  StepCount steps;
};

struct Followed {
  std::map<std::string, Tensor> outputs;  // by name
  std::vector<FollowedNode> nodes;        // those that were compared, in order
  bool isWrong() const;
  int64_t atBorder() const, elements() const;
};

// 1. Each quantize_linear that `values` names is computed from what stands before it, and compared
//    with the value given for it: equal, or one step off where the reference is at a border.
// 2. What follows reads the given value, so that one rounding is judged once, at its own node, and
//    not again in all that follows from it.
// The given value may have its axes in another order (layouts); the order that fits is taken.
Result<Followed> interpretFollowing(const graph::Graph& graph,
                                    const std::map<std::string, Tensor>& inputs,
                                    const QuantisedValues& values, double tolerance,
                                    const CancelToken& cancel);

// The outputs by name, and what each quantize_linear gave.
Result<std::map<std::string, Tensor>> interpretRecording(const graph::Graph& graph,
                                                         const std::map<std::string, Tensor>& inputs,
                                                         QuantisedValues& values,
                                                         const CancelToken& cancel);

// Names that one quantize_linear of the graph bears and no other.
std::set<std::string> uniqueQuantisers(const graph::Graph& graph);

}  // namespace heddle::session
