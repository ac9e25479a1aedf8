// The graph as text, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "engine/graph/graph.h"

namespace heddle::graph {

// One line per node: %12 = conv(%3, %4, %5) {strides=[1,1], ...} : f32[1,64,56,56]  # name.
// Constants print their type and, up to 16 elements, their values. Provenance is not printed.
std::string printGraph(const Graph& graph);
std::string printNode(const Graph& graph, OpId id);

// Reads what printGraph writes. Constants without printed values come from `constants` by id; the id
// of one with values may be left out. Names of symbols are letters, digits, '_' and '.'.
// Errors: "graph.parse" with line and column in `where`.
Result<Graph> parseGraph(std::string_view text, std::shared_ptr<ConstantPool> constants);

// Every contract of node.h and op.def. Errors: "graph.verify" with the node as subject.
Status verifyGraph(const Graph& graph);

}  // namespace heddle::graph
