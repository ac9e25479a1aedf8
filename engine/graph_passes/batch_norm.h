// A batch normalization with constant parameters as one scale and one shift per channel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

struct BatchNormFactors {
  Tensor scale, shift;  // [C] each, of x's element type
};

// scale = gamma / sqrt(variance + epsilon), shift = beta - mean * scale, computed in double.
// Nothing unless all four parameters are constants and x's element type is known and a float.
std::optional<BatchNormFactors> batchNormFactors(const Rewriter& rewriter, const graph::Node& node);

}  // namespace heddle::graph_passes
