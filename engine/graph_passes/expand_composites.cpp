// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/expand_composites.h"

#include <algorithm>

#include "engine/graph_passes/expand_einsum.h"
#include "engine/graph_passes/expand_recurrent.h"

namespace heddle::graph_passes {

using graph::Node;
using graph::OpKind;

namespace {

// Sizes that a person gives later: what needs them waits, so that the model can be looked at.
bool waitsForSizes(const graph::Graph& graph, const Rewriter& rewriter, const Node& node) {
  const auto isOpen = [&](graph::ValueRef value) {
    if (!value.isValid()) return false;
    const auto& type = rewriter.type(value);
    return !type || !type->isStatic();
  };
  const std::vector<OpId> inputs = graph.inputs();
  return std::any_of(node.inputs.begin(), node.inputs.end(), isOpen) &&
         std::any_of(inputs.begin(), inputs.end(), [&](OpId id) { return isOpen({id, 0}); });
}

}  // namespace

Result<PassResult> expandComposites(const graph::Graph& graph, const PassContext& context) {
  Rewriter rewriter(graph, context, "expand_composites");
  for (const OpId id : rewriter.order()) {
    if (!rewriter.contains(id)) continue;
    const Node node = rewriter.node(id);
    std::vector<graph::ValueRef> outputs;
    if (node.kind == OpKind::lstm || node.kind == OpKind::gru || node.kind == OpKind::rnn) {
      if (waitsForSizes(graph, rewriter, node)) continue;
      HEDDLE_TRY(outputs, expandRecurrent(rewriter, node));
    } else if (node.kind == OpKind::einsum) {
      const auto value = expandEinsum(rewriter, node);
      if (value.isError() && waitsForSizes(graph, rewriter, node)) continue;
      if (value.isError()) return value.error();
      outputs = {value.value()};
    } else {
      continue;
    }
    const std::string reason = "expanded from " + std::string(graph::name(node.kind));
    for (uint32_t i = 0; i < node.outputCount; ++i) rewriter.replace({id, i}, outputs[i], reason);
  }
  return std::move(rewriter).finish();
}

}  // namespace heddle::graph_passes
