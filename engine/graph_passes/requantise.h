// quantize(move(dequantize(q, s, z)), s, z)  ==>  move(q)
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// The 8-bit value that the node would make again: exact, because (q - z) * s / s differs from q - z by far less than
// half a step. Null unless `node` is a quantize_linear right behind its inverse.
std::optional<graph::ValueRef> quantisedBefore(const Rewriter& rewriter, const graph::Node& node);
// The same behind reshapes and transposes, which then move 8-bit values.
std::optional<graph::ValueRef> movedQuantised(Rewriter& rewriter, const graph::Node& node);

}  // namespace heddle::graph_passes
