// Gives every graph output a node of its own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph/graph.h"

namespace heddle::build {

// An output that is an input, a constant, or the same value as an earlier output becomes identity(value), so that
// each output is written by one kernel. Fusion runs after this.
Result<graph::Graph> separateOutputs(const graph::Graph& graph);

}  // namespace heddle::build
