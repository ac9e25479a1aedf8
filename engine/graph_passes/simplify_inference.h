// batch_normalization(x)  ==>  x*s + t
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// What no convolution absorbed becomes a multiplication and an addition per channel, with
// constant factors where the parameters are constant.
Result<PassResult> simplifyInference(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
