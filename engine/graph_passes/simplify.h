// x*1, x+0, identity(x), reshape(reshape(x)), transpose(transpose(x)), ...  ==>  less
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Algebra that is exact for every input, and one spelling for shape changes: squeeze, unsqueeze
// and flatten become reshape.
Result<PassResult> simplify(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
