// One kernel's results against the interpretation of its group.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/graph_passes/fuse.h"
#include "engine/session/compare_tensors.h"
#include "engine/session/rounding.h"

namespace heddle::session {

struct CheckedValue {
  graph::ValueRef value;
  TensorDifference difference;
  int64_t elements = 0;
  int64_t atBorder = 0;  // right only with a rounding in the group that fell to the other side
};

struct GroupCheck {
  std::vector<CheckedValue> values;     // of the group's outputs
  std::map<OpId, Tensor> quantised;     // what the kernel's quantize_linear nodes must have given
};

// What the build was given or computed for a value that stands between groups.
using ActualValue = std::function<std::optional<Tensor>(graph::ValueRef)>;

// 1. The members are interpreted one by one on the build's own inputs and compared with its outputs.
// 2. Elements that differ are interpreted again with every choice of side of the quantize_linear
//    nodes that are at a border of rounding for them (Roundings, with `atol`); one choice for all
//    outputs must give what the build computed.
// 3. That is tried only where every member after a quantize_linear works element by element, so that
//    one rounding meets one element of the outputs. Elsewhere the nominal value must be met.
Result<GroupCheck> checkGroup(const graph::Graph& graph, const graph_passes::Group& group,
                              const ActualValue& actual, double rtol, double atol);

}  // namespace heddle::session
