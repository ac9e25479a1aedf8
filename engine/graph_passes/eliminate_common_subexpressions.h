// y = f(x); z = f(x)  ==>  y = f(x); z = y
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Merges nodes of one kind with equal inputs and attributes, constants with equal bytes included.
Result<PassResult> eliminateCommonSubexpressions(const graph::Graph& graph,
                                                 const PassContext& context);

}  // namespace heddle::graph_passes
