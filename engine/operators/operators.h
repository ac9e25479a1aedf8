// What each operator computes, as a loop program of blocks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/loops/program.h"

namespace heddle::operators {

// A fused group as the graph sees it: members in topological order, every type static.
struct GroupSource {
  std::string name;
  const graph::Graph& graph;
  std::vector<OpId> members;
  // Values that leave the group; empty: worked out from the graph, in time linear in its size.
  std::vector<graph::ValueRef> outputs = {};
};

// How the program's parameters correspond to the graph.
struct GroupParam {
  graph::ValueRef value;
  loops::ParamRole role;
};

struct GroupProgram {
  loops::Program program;
  std::vector<GroupParam> params;  // one per program.params
  // For every block the graph node that it comes from.
  std::map<BlockId, OpId> blockOrigins;
};

// The unscheduled program: one block (or a few) per member in order, intermediate values in
// program.allocs, serial loops, no fusion of loops. Inputs that op.def marks as values, and scalar
// constants, are folded into the program and are no parameters. A member that is not a loop nest
// becomes an opaque block; then it must be the only member. Errors: "operators.unsupported" with
// the node as subject.
Result<GroupProgram> buildProgram(const GroupSource& group);

// Operations, and the distinct bytes of parameters.
struct Cost {
  int64_t flops = 0;
  int64_t bytes = 0;
  int64_t flopsOfBytes = 0;  // of flops: sums of products of 8-bit integers
};
// Nominal, as the field writes it beside a model: a window counts whole also where it hangs over the
// border, a multiply-add counts 2. What a kernel does is counted by build/group_cost.h.
Cost costOf(const graph::Graph& graph, OpId node);

}  // namespace heddle::operators
