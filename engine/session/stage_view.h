// Graphs as plain values for views.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"
#include "engine/session/views.h"

namespace heddle::session {

GraphStageView stageView(const graph_passes::Stage& stage, const graph::Graph* previous);

// "3x3 s1 64->64", "768x3072", "f32[1,10]": one short line per operator.
std::string essentials(const graph::Graph& graph, const graph::Node& node);

// Bytes of a value, 0 where its type is not known.
int64_t valueBytes(const graph::Graph& graph, graph::ValueRef value);

}  // namespace heddle::session
