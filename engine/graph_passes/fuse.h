// Operator fusion: which nodes share a kernel, and why the others do not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Nodes that become one kernel, in topological order. Constants and inputs belong to no group.
struct Group {
  GroupId id;
  std::string name;                // "conv_add_relu_12", unique
  std::vector<OpId> members;
  OpId anchor;                     // invalid when no member is of kind anchor
  graph::PatternKind pattern = graph::PatternKind::elementwise;
  std::vector<graph::ValueRef> inputs, outputs;
};

// The answer to "why (not) fused?" for one edge between two nodes.
struct FusionDecision {
  OpId producer, consumer;
  bool fused = false;
  int phase = -1;                  // 0, 1, 2 of the algorithm; -1 when decided before
  std::string rule;                // stable: "second_consumer", "opaque", "two_anchors", "max_depth", "forced", ...
  OpId blocker;                    // the node that the rule names, invalid where none
  Phrase reason;                   // one sentence for people
};

// What the user asked for on an edge; stable across recompilation through source names.
struct FusionOverride {
  enum class Action : uint8_t { force, forbid } action;
  std::string producer, consumer;  // node names
};

struct FusionOptions {
  int maxDepth = 256;
  int maxArguments = 0;            // 0: no limit
  bool enabled = true;             // false: every node its own group
  std::vector<FusionOverride> overrides;
};

struct FusedGraph {
  graph::Graph graph;
  std::vector<Group> groups;                // in execution order
  std::vector<FusionDecision> decisions;    // one per edge between two grouped nodes
  std::vector<Diagnostic> refusedOverrides; // forced edges that would be illegal, with the reason
};

// The post-dominator algorithm of Chen et al., "TVM" (OSDI 2018), section 3, in three phases. Requires inferred types.
Result<FusedGraph> fuse(const graph::Graph& graph, const FusionOptions& options);

}  // namespace heddle::graph_passes
