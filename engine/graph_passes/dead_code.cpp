// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/dead_code.h"

#include <unordered_set>

namespace heddle::graph_passes {

Result<PassResult> removeDeadCode(const graph::Graph& graph, const PassContext&) {
  std::unordered_set<OpId> live;
  for (const graph::Output& output : graph.outputs()) live.insert(output.value.op);
  const auto order = graph.order();
  std::vector<OpId> dead;
  for (auto it = order.rbegin(); it != order.rend(); ++it) {
    const graph::Node& node = graph.node(*it);
    if (!live.contains(*it)) {
      if (node.kind != graph::OpKind::input) dead.push_back(*it);
      continue;
    }
    for (const graph::ValueRef& input : node.inputs)
      if (input.isValid()) live.insert(input.op);
  }
  if (dead.empty()) return PassResult{graph, {}};
  graph::GraphEditor editor(graph);
  std::vector<Rewrite> rewrites;
  for (const OpId id : dead) {
    editor.erase(id);
    rewrites.push_back({id, {}, "no output depends on it"});
  }
  HEDDLE_TRY(graph::Graph result, std::move(editor).finish());
  return PassResult{std::move(result), std::move(rewrites)};
}

}  // namespace heddle::graph_passes
