// Extents and scales of a resize.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/graph/node.h"
#include "engine/support/result.h"
#include "engine/tensor/tensor.h"

namespace heddle::graph {

// One entry per axis of x; axes that the node does not name keep their extent with scale 1.
struct ResizePlan {
  std::vector<int64_t> output;
  std::vector<double> scales;  // as ONNX uses them to map coordinates
};

// floor(extent * scale), in single precision like the reference implementations.
int64_t scaledExtent(int64_t extent, float scale);

// Requires a node of kind resize and the values of inputs 2 (scales) or 3 (sizes), null where
// absent. Errors: "graph.resize".
Result<ResizePlan> planResize(const Node& node, const Extents& x, const Tensor* scales,
                              const Tensor* sizes);

}  // namespace heddle::graph
