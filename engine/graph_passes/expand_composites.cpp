// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/expand_composites.h"

#include "engine/graph_passes/expand_einsum.h"
#include "engine/graph_passes/expand_recurrent.h"

namespace heddle::graph_passes {

using graph::Node;
using graph::OpKind;

Result<PassResult> expandComposites(const graph::Graph& graph, const PassContext& context) {
  Rewriter rewriter(graph, context, "expand_composites");
  for (const OpId id : rewriter.order()) {
    if (!rewriter.contains(id)) continue;
    const Node node = rewriter.node(id);
    std::vector<graph::ValueRef> outputs;
    if (node.kind == OpKind::lstm || node.kind == OpKind::gru || node.kind == OpKind::rnn) {
      HEDDLE_TRY(outputs, expandRecurrent(rewriter, node));
    } else if (node.kind == OpKind::einsum) {
      HEDDLE_TRY(const graph::ValueRef value, expandEinsum(rewriter, node));
      outputs = {value};
    } else {
      continue;
    }
    const std::string reason = "expanded from " + std::string(graph::name(node.kind));
    for (uint32_t i = 0; i < node.outputCount; ++i) rewriter.replace({id, i}, outputs[i], reason);
  }
  return std::move(rewriter).finish();
}

}  // namespace heddle::graph_passes
