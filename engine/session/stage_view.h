// Graphs as plain values for views.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/graph_passes/fuse.h"
#include "engine/graph_passes/pass.h"
#include "engine/session/options.h"
#include "engine/session/views.h"
#include "engine/support/cancel_token.h"

namespace heddle::session {

// One view a stage, in order; on several threads where the graphs are large. Errors: "cancelled".
Result<std::vector<std::shared_ptr<const GraphStageView>>> stageViews(
    const std::vector<graph_passes::Stage>& stages, const CancelToken& cancel);

// The stage that shows groups: the fused graph with each node's group. `last` is the graph of the stage before it.
GraphStageView fusedStageView(const graph_passes::FusedGraph& fused, const graph::Graph& last,
                              const GraphStageView& lastView);

// The passes of the options' level, those that they leave out included.
std::vector<PassView> passViews(const CompileOptions& options);

// "3x3 s1 64->64", "768x3072", "f32[1,10]": one short line per operator.
std::string essentials(const graph::Graph& graph, const graph::Node& node);

// Bytes of a value, 0 where its type is not known.
int64_t valueBytes(const graph::Graph& graph, graph::ValueRef value);

}  // namespace heddle::session
