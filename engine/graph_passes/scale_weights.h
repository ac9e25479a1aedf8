// Per-output-channel factors moved into the constants of a convolution or matrix product.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// y = op(x, w, b) * scale + shift. Both have one entry per output channel, or one for all; an empty
// optional is 1 or 0.
struct ChannelAffine {
  std::optional<Tensor> scale, shift;
};

// The number of output channels of a conv, conv_transpose, gemm or matmul by a constant matrix that
// can absorb an affine map; nothing where it cannot. `channelAxis` is that of its result.
struct Absorber {
  int64_t channels = 0;
  size_t channelAxis = 0;
};
std::optional<Absorber> absorberOf(const Rewriter& rewriter, const graph::Node& node);

// A node that computes the affine map of `node`'s result; requires absorberOf(node). A matmul that
// gets a shift is followed by an add.
graph::ValueRef absorb(Rewriter& rewriter, const graph::Node& node, const ChannelAffine& affine);

}  // namespace heddle::graph_passes
