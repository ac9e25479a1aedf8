// The steps that quantised operators share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

// x - zeroPoint in 32-bit integers. A zero point per channel gets `axesAfter` axes behind its own.
graph::ValueRef centred(NodeContext& n, graph::ValueRef x, graph::ValueRef zeroPoint,
                        int64_t axesAfter);
// (x - zeroPoint) * scale with one scale for all.
graph::ValueRef dequantised(NodeContext& n, graph::ValueRef x, graph::ValueRef scale,
                            graph::ValueRef zeroPoint);
// saturate(round(real / scale) + zeroPoint); without a zero point, of the type of `like`.
graph::ValueRef quantised(NodeContext& n, graph::ValueRef real, graph::ValueRef scale,
                          graph::ValueRef zeroPoint, graph::ValueRef like);
// A scale in single precision, a single one without axes.
graph::ValueRef scaleOf(NodeContext& n, graph::ValueRef scale);

struct DynamicallyQuantised {
  graph::ValueRef values, scale, zeroPoint;
};
// To 8 bits without sign, by the smallest range that holds x and 0.
DynamicallyQuantised quantisedByRange(NodeContext& n, graph::ValueRef x);

}  // namespace heddle::import::handlers
