// How each operator follows when its inputs are kept permuted; the rules of convert_layout.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/layout_state.h"

namespace heddle::graph_passes {

// The node's outputs computed from permuted inputs, one per output; nothing when the operator
// cannot follow, and then nothing was added that matters. Requires types and a permuted input.
std::optional<std::vector<Laid>> followLayout(Rewriter& rewriter, LayoutState& state,
                                              const graph::Node& node);

// A windowed operator in channels-last form. Requires a type for x.
Laid windowChannelsLast(Rewriter& rewriter, LayoutState& state, const graph::Node& node);

// A reshape of known extents (follow_reshape.cpp). Costs a transpose only where axes that are
// merged are not stored side by side.
std::optional<Laid> followReshape(Rewriter& rewriter, LayoutState& state, const graph::Node& node);

}  // namespace heddle::graph_passes
