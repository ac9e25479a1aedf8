// SPDX-License-Identifier: Apache-2.0
#include "engine/build/separate_outputs.h"

#include <set>

namespace heddle::build {

using graph::OpKind;

Result<graph::Graph> separateOutputs(const graph::Graph& graph) {
  graph::GraphEditor editor(graph);
  std::vector<graph::Output> outputs = graph.outputs();
  std::set<graph::ValueRef> seen;
  bool changed = false;
  for (graph::Output& output : outputs) {
    const OpKind kind = graph.node(output.value.op).kind;
    const bool isLeaf = kind == OpKind::input || kind == OpKind::constant;
    if (!isLeaf && seen.insert(output.value).second) continue;
    graph::Node copy;
    copy.kind = OpKind::identity;
    copy.name = output.name;
    copy.inputs = {output.value};
    copy.types = {graph.type(output.value)};
    copy.origins = graph.node(output.value.op).origins;
    output.value = {editor.add(std::move(copy)), 0};
    changed = true;
  }
  if (!changed) return graph;
  editor.setOutputs(std::move(outputs));
  return std::move(editor).finish();
}

}  // namespace heddle::build
