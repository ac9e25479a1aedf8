// lstm, gru and rnn, unrolled; a part of expand_composites.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// The outputs in the operator's order. Requires: 1. static types, 2. at most 4,096 steps over all
// directions, 3. activations of which the graph IR has the default form. sequence_lens may be
// anything; shorter entries are masked step by step. Errors: "graph.expand".
Result<std::vector<graph::ValueRef>> expandRecurrent(Rewriter& rewriter, const graph::Node& node);

}  // namespace heddle::graph_passes
