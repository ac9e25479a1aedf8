// op(constants)  ==>  constant
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Evaluates nodes all of whose inputs are constants, and shape and size of static types. Results
// above 64 MiB stay computed unless they are no larger than what they replace, results above 1 MiB
// that come from much smaller inputs too; weights filled with one value are made up to 512 MiB
// each.
Result<PassResult> foldConstants(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
