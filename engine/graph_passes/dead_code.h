// y = f(x), y never read  ==>  nothing
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Removes nodes that no output depends on; inputs of the model stay.
Result<PassResult> removeDeadCode(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
