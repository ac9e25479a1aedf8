// conv(dequantize(q), dequantize(w), b)  ==>  f32(conv(i32(q) - z, i32(w)))*s + b
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Convolutions, matrix products and gemms between dequantize_linear of 8-bit values and of constant
// 8-bit weights sum integers, exactly, and scale the sum, where the target multiplies 8 bits in one
// instruction. The result differs from that of floats by the rounding of floats only.
Result<PassResult> quantizedSums(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
