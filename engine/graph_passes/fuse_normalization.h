// Layer normalization as exporters spell it out; a part of fuse_activations.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// d/sqrt(mean(d*d) + epsilon)*scale + bias, d = x - mean(x), means over the last axis
//   ==>  layer_normalization(x, scale, bias)
// Matches at the last addition, with scale and bias of rank 1 over the last axis.
std::optional<graph::ValueRef> matchLayerNormalization(Rewriter& rewriter, const graph::Node& node);

}  // namespace heddle::graph_passes
