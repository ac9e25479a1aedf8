// What a graph pass is: a graph in, a graph and its provenance out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/support/cancel_token.h"
#include "engine/support/target.h"

namespace heddle::graph_passes {

// `from` became `to` (invalid: it is gone), for a reason a user can read: "folded to a constant",
// "merged with %12, which computes the same", "scale folded into the weights of %7".
struct Rewrite {
  OpId from;
  OpId to;
  std::string reason;
};

struct PassResult {
  graph::Graph graph;
  std::vector<Rewrite> rewrites;  // many to many; nodes that stayed as they were are not listed
};

// Evaluates one node on known values; given by the owner so that passes know no interpreter.
using Evaluator = std::function<Result<std::vector<Tensor>>(
    const graph::Node&, const std::vector<std::optional<Tensor>>&, const ConstantPool&)>;

struct PassContext {
  Evaluator evaluate;
  Target target;
  SymbolValues shapes;  // values for the symbols of input shapes, may be incomplete
  CancelToken cancel;
};

// A row of pipeline.cpp.
struct PassInfo {
  std::string name;          // "fold_constants"
  std::string identity;      // the rewrite as one line
  int optLevel;              // runs at this level and above
};
const std::vector<PassInfo>& passes();

// The graph before the first pass and after each that ran.
struct Stage {
  std::string pass;  // "import" first
  graph::Graph graph;
  std::vector<Rewrite> rewrites;
  int64_t durationNs = 0;
};

struct PipelineOptions {
  int optLevel = 3;
  std::vector<std::string> disabled;  // names of passes to leave out (bisection, user)
};
// Errors carry the pass in `where`.
Result<std::vector<Stage>> runPipeline(const graph::Graph& graph, const PipelineOptions& options,
                                       const PassContext& context);

}  // namespace heddle::graph_passes
