// batch_normalization(conv(x, w, b))  ==>  conv(x, w*s, (b-m)*s+beta), s = gamma/sqrt(var+eps)
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Folds a batch normalization with constant parameters into the constant weights of the
// convolution or matrix product that it alone reads.
Result<PassResult> foldBatchNorm(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
