// conv(x, w, b)*s + t  ==>  conv(x, w*s, b*s + t)
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Folds multiplications and additions by constants that vary along the output channel only into
// the weights and the bias of the convolution or matrix product that they alone read.
Result<PassResult> foldScaleAxis(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
