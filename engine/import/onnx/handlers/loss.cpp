// Losses as the picking of one score per target.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::OpKind;
using graph::ValueRef;

namespace {

struct LossInputs {
  ValueRef scores;   // [N,C,d...], logarithms of probabilities
  ValueRef targets;  // [N,d...], classes
  ValueRef weights;  // [C], may be absent
};

// 1. t = target, or 0 where it is to be ignored
// 2. loss = -scores[n, t, d...] * w, where w = weights[t], or 1, or 0 where it is to be ignored
// 3. mean: sum(loss) / sum(w); sum: sum(loss); none: loss
void emitLoss(NodeContext& n, const LossInputs& in) {
  const std::string reduction = n.stringAttribute("reduction", "mean");
  if (reduction != "mean" && reduction != "sum" && reduction != "none")
    return n.refuse({"its attribute '{0}' is '{1}'", {std::string("reduction"), reduction.substr(0, 32)}});
  const ElementType element = n.element(in.scores);
  const ElementType index = n.element(in.targets);
  const ValueRef one = n.intsConstant({1});
  ValueRef targets = in.targets, isIgnored;
  if (n.hasAttribute("ignore_index")) {
    const std::array ignored = {n.intAttribute("ignore_index", 0)};
    const ValueRef marker = n.constant(Tensor::fromValues<int64_t>(ElementType::i64, {}, ignored));
    isIgnored = n.emit(OpKind::equal, {targets, n.cast(marker, index)});
    targets = n.emit(OpKind::where, {isIgnored, n.scalar(index, 0), targets});
  }
  const ValueRef column = n.emit(OpKind::unsqueeze, {targets, one});
  const ValueRef picked =
      n.emit(OpKind::gather_elements, {in.scores, column}, {{"axis", int64_t{1}}});
  ValueRef loss = n.emit(OpKind::neg, {n.emit(OpKind::squeeze, {picked, one})});
  ValueRef weight;
  if (in.weights.isValid()) weight = n.emit(OpKind::gather, {in.weights, targets});
  if (isIgnored.isValid()) {
    const ValueRef kept = weight.isValid() ? weight : n.scalar(element, 1);
    weight = n.emit(OpKind::where, {isIgnored, n.scalar(element, 0), kept});
  }
  if (weight.isValid()) loss = n.emit(OpKind::mul, {loss, weight});
  const graph::Attributes all{{"keepdims", int64_t{0}}};
  if (reduction == "sum") loss = n.emit(OpKind::reduce_sum, {loss}, all);
  if (reduction == "mean" && !weight.isValid()) loss = n.emit(OpKind::reduce_mean, {loss}, all);
  if (reduction == "mean" && weight.isValid()) {
    const ValueRef total = n.emit(OpKind::reduce_sum, {weight}, all);
    loss = n.emit(OpKind::div, {n.emit(OpKind::reduce_sum, {loss}, all), total});
  }
  n.setOutput(0, loss);
}

}  // namespace

void negativeLogLikelihood(NodeContext& n) {
  emitLoss(n, {n.need(0), n.need(1), n.input(2)});
}

void softmaxCrossEntropy(NodeContext& n) {
  const ValueRef logs = n.emit(OpKind::log_softmax, {n.need(0)}, {{"axis", int64_t{1}}});
  n.setOutput(1, logs);
  emitLoss(n, {logs, n.need(1), n.input(2)});
}

}  // namespace heddle::import::handlers
