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
// saturate(round(real / scale) + zeroPoint); of type `otherwise` where there is no zero point.
graph::ValueRef quantised(NodeContext& n, graph::ValueRef real, graph::ValueRef scale,
                          graph::ValueRef zeroPoint, ElementType otherwise);

}  // namespace heddle::import::handlers
