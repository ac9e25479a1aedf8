// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/fold_batch_norm.h"

#include "engine/graph_passes/batch_norm.h"
#include "engine/graph_passes/scale_weights.h"

namespace heddle::graph_passes {

using graph::Node;
using graph::OpKind;

Result<PassResult> foldBatchNorm(const graph::Graph& graph, const PassContext& context) {
  Rewriter rewriter(graph, context, "fold_batch_norm");
  for (const OpId id : rewriter.order()) {
    if (!rewriter.contains(id) || rewriter.node(id).kind != OpKind::batch_normalization) continue;
    const Node node = rewriter.node(id);
    const OpId source = node.inputs[0].op;
    if (rewriter.uses(source) != 1) continue;
    const Node producer = rewriter.node(source);
    const auto absorber = absorberOf(rewriter, producer);
    const auto factors = batchNormFactors(rewriter, node);
    if (!absorber || !factors || absorber->channels != factors->scale.elementCount()) continue;
    // Channels of a matrix product are its last axis; those of a batch normalization the second.
    const auto& type = rewriter.type({source, 0});
    const bool isChannelsLast = node.stringAttribute("data_layout") == "channels_last";
    if (absorber->channelAxis != (isChannelsLast ? type->rank() - 1 : 1)) continue;
    const auto result = absorb(rewriter, producer, {factors->scale, factors->shift});
    rewriter.replace({id, 0}, result,
                     "batch normalization folded into the weights of " + producer.name);
  }
  return std::move(rewriter).finish();
}

}  // namespace heddle::graph_passes
