// conv(auto_pad=SAME_UPPER)  ==>  conv(pads=[...]); defaults written out
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Brings equivalent spellings to one: automatic padding becomes explicit where the extents are
// known, absent strides, dilations and kernel_shape are written out, negative axes become
// positive.
Result<PassResult> canonicalize(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
