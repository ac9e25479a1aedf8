// Walks backwards from every operand that must be known when compiling. The walk ends at operators that look only at an
// operand's shape.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/specialise.h"

#include <algorithm>
#include <set>

namespace heddle::session {

using graph::Graph;
using graph::Node;
using graph::OpKind;
using graph::ValueRef;

std::vector<std::string> shapeDecidingInputs(const Graph& graph) {
  std::set<OpId> needed;
  // Reverse topological order: a node's readers come before it.
  const auto order = graph.order();
  for (auto it = order.rbegin(); it != order.rend(); ++it) {
    const Node& node = graph.node(*it);
    const bool looksAtShapeOnly = node.kind == OpKind::shape || node.kind == OpKind::size;
    for (size_t i = 0; i < node.inputs.size(); ++i) {
      if (!node.inputs[i].isValid() || looksAtShapeOnly) continue;
      if (graph::opInfo(node.kind).needsValue(i) || needed.count(node.id)) needed.insert(node.inputs[i].op);
    }
  }
  std::vector<std::string> names;
  for (const OpId input : graph.inputs())
    if (needed.count(input)) names.push_back(graph.node(input).name);
  return names;
}

Result<Graph> specialise(const Graph& graph, const std::map<std::string, Tensor>& values) {
  if (values.empty()) return graph;
  const std::vector<std::string> deciding = shapeDecidingInputs(graph);
  graph::GraphEditor editor(graph);
  bool changed = false;
  for (const OpId input : graph.inputs()) {
    const std::string& name = graph.node(input).name;
    const auto value = values.find(name);
    if (value == values.end() || std::find(deciding.begin(), deciding.end(), name) == deciding.end()) continue;
    const OpId constant = editor.addConstant(value->second, name + " (given)", "input:" + name);
    editor.redirect({input, 0}, {constant, 0});
    changed = true;
  }
  if (!changed) return graph;
  return std::move(editor).finish();
}

}  // namespace heddle::session
