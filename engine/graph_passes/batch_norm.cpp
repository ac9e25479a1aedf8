// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/batch_norm.h"

#include <cmath>

namespace heddle::graph_passes {

std::optional<BatchNormFactors> batchNormFactors(const Rewriter& rewriter,
                                                 const graph::Node& node) {
  const auto gamma = rewriter.constant(node.inputs[1]), beta = rewriter.constant(node.inputs[2]);
  const auto mean = rewriter.constant(node.inputs[3]), variance = rewriter.constant(node.inputs[4]);
  const auto& type = rewriter.type(node.inputs[0]);
  if (!gamma || !beta || !mean || !variance || !type || !isFloat(type->element))
    return std::nullopt;
  const int64_t channels = gamma->elementCount();
  for (const auto* parameter : {&*gamma, &*beta, &*mean, &*variance})
    if (parameter->elementCount() != channels || !isFloat(parameter->element()))
      return std::nullopt;
  auto scale = Tensor::allocate(type->element, {channels});
  auto shift = Tensor::allocate(type->element, {channels});
  if (scale.isError() || shift.isError()) return std::nullopt;
  const double epsilon = node.floatAttribute("epsilon");
  for (int64_t c = 0; c < channels; ++c) {
    const double s = gamma->valueAsDouble(c) / std::sqrt(variance->valueAsDouble(c) + epsilon);
    if (!std::isfinite(s)) return std::nullopt;
    scale.value().setFromDouble(c, s);
    shift.value().setFromDouble(c, beta->valueAsDouble(c) - mean->valueAsDouble(c) * s);
  }
  return BatchNormFactors{std::move(scale).value(), std::move(shift).value()};
}

}  // namespace heddle::graph_passes
