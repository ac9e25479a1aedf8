// One axis of a sliding window over extents that may be symbolic; window.h is the public face.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/graph/node.h"
#include "engine/support/result.h"

namespace heddle::graph {

enum class AutoPad : uint8_t { none, sameUpper, sameLower, valid };

// A window's attributes, checked and completed: every vector but outputShape has one entry per
// spatial axis.
struct WindowAttributes {
  std::vector<int64_t> kernel, strides, dilations, padBegin, padEnd, outputPadding;
  std::vector<int64_t> outputShape;  // empty: not given
  AutoPad autoPad = AutoPad::none;
  bool isCeilMode = false;
  bool isTransposed = false;
};

struct AxisWindow {
  Dim padBegin, padEnd, output, outputPadding;
};

bool isConvolution(OpKind kind);
bool isPool(OpKind kind);
// For kinds that slide a window.
bool isChannelsLast(const Node& node);
size_t channelAxis(const Node& node, size_t rank);
size_t firstSpatialAxis(const Node& node);

// `kernel`: the weight's spatial extents, empty for pools. Errors: "graph.window".
Result<WindowAttributes> windowAttributes(const Node& node, size_t spatialRank,
                                          const std::vector<int64_t>& kernel);
AxisWindow resolveAxis(const WindowAttributes& window, size_t axis, const Dim& input);

}  // namespace heddle::graph
