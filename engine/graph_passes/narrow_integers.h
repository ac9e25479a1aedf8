// conv(i32(q) - z, w)  ==>  conv(q : u8, i8(w), b - z*sum(w)) : i32
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Convolutions and matrix products of centred 8-bit values with constant weights that fit in 8 bits
// work on the 8-bit values themselves, exactly. Signed q is shifted to unsigned.
Result<PassResult> narrowIntegers(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
