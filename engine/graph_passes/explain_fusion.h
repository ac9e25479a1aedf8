// Verdicts of the partitioner as decisions a person can read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/partitioner.h"

namespace heddle::graph_passes {

// "conv1", or "%12" for a node without a name.
std::string displayName(const graph::Node& node);

// The decision on one edge. `isForced`: the user asked for it and got it.
FusionDecision explainEdge(const graph::Graph& graph, const std::vector<FusionNode>& nodes,
                           Partitioner& partitioner, const FusionOptions& options,
                           uint32_t producer, const FusionEdge& edge, bool isForced);

}  // namespace heddle::graph_passes
