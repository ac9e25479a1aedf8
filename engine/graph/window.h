// Sliding windows: what convolution and pooling share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/graph/node.h"
#include "engine/support/result.h"

namespace heddle::graph {

// Every vector has one entry per spatial axis. auto_pad is resolved, ceil_mode applied.
struct Window {
  std::vector<int64_t> kernel, strides, dilations, padBegin, padEnd, input, output;
  // For transposed convolution: extra rows at the end of the output.
  std::vector<int64_t> outputPadding;
};

// Requires a node of kind conv, conv_transpose or *_pool and static extents of its input x, and for
// convolutions the extents of w. Errors: "graph.window".
Result<Window> windowOf(const Node& node, const Extents& x, const Extents& w);

}  // namespace heddle::graph
