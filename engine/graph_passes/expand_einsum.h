// einsum as transpose, reshape, matmul, mul and reduce_sum; a part of expand_composites.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// Requires types; extents that a matrix product merges must be known. Errors: "graph.expand".
Result<graph::ValueRef> expandEinsum(Rewriter& rewriter, const graph::Node& node);

}  // namespace heddle::graph_passes
