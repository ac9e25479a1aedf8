// conv(x : [N,C,H,W])  ==>  transpose(conv(transpose(x) : [N,H,W,C]))
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Runs convolutional regions channels last: windowed operators change their data_layout,
// everything between them follows by permuting shapes, axes and constants, and transposes remain
// only at the borders. Weights keep their layout.
Result<PassResult> convertLayout(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
