// The post-dominator tree that fusion walks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/graph/node.h"

namespace heddle::graph_passes {

// Edges of the graph that is fused, by dense index in topological order.
struct FusionEdge {
  uint32_t consumer;
  graph::PatternKind kind;  // broadcast is elementwise where shapes are equal
};

struct FusionNode {
  OpId id;
  graph::PatternKind pattern;
  bool isOutput = false;  // read from outside: nothing dominates it
  std::vector<FusionEdge> consumers;
};

// The immediate post-dominator of each node and the largest edge kind on the way to it.
struct PostDominators {
  static constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> parent;
  std::vector<graph::PatternKind> kind;
};

// One reverse pass: the parent of a node is the lowest common ancestor of its consumers. Jump
// pointers keep that logarithmic on deep graphs.
PostDominators postDominators(const std::vector<FusionNode>& nodes);

}  // namespace heddle::graph_passes
