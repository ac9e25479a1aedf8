// Axis orders and padding that convolutions and pools share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph/window.h"
#include "engine/operators/builder.h"

namespace heddle::operators {

// Names of spatial axes: {"w"}, {"h", "w"} or {"d", "h", "w"}, prefixed.
std::vector<std::string> spatialNames(const std::string& prefix, size_t count);

// Where the channel stands: x is [N, C, spatial...] or [N, spatial..., C].
struct ImageLayout {
  bool channelsLast = false;
  Indices place(const Expr& n, const Expr& c, const Indices& spatial) const;
  std::vector<Axis> axes(const Axis& n, const Axis& c, const std::vector<Axis>& spatial) const;
  int64_t channels(const Extents& x) const { return channelsLast ? x.back() : x[1]; }
};

// Iterators of one output element, whatever the layout.
struct ImageIters {
  Expr n, c;
  Indices spatial;
};
ImageIters imageIters(const Nest& nest, const ImageLayout& layout, size_t spatialRank);

// The input position that kernel position k of output position o reads, before padding is taken
// off.
Indices windowPositions(const graph::Window& window, const Indices& o, const Indices& k);

// Whether the input positions (before padding is taken off) lie inside x; null: always.
Expr isInside(const graph::Window& window, const Indices& positions);

// Writes x with a border around it to a temporary, so that a window never leaves it. Per spatial axis:
// position 0 of the temporary is x's -begin, and it is `extent` long. Nothing when that is x
// itself.
struct Padding {
  std::vector<int64_t> begin, extent;
  double value = 0;
};
Padding paddingOf(const graph::Window& window);
std::optional<loops::Buffer> padInput(OpContext& op, const Padding& padding,
                                      const ImageLayout& layout);

}  // namespace heddle::operators
