// x*sigmoid(x)  ==>  swish(x), and the spellings of hard_swish, hard_sigmoid, gelu,
// layer_normalization
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Recognises activations and normalizations that exporters spell out, where the single operator
// computes the same up to rounding.
Result<PassResult> fuseActivations(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
