// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/windows.h"

namespace heddle::operators {

using namespace loops;

std::vector<std::string> spatialNames(const std::string& prefix, size_t count) {
  std::vector<std::string> names;
  for (size_t d = 0; d < count; ++d) {
    names.push_back(count <= 3 ? prefix + "dhw"[3 - count + d] : prefix + std::to_string(d));
  }
  return names;
}

Indices ImageLayout::place(const Expr& n, const Expr& c, const Indices& spatial) const {
  Indices all{n};
  if (!channelsLast) all.push_back(c);
  all.insert(all.end(), spatial.begin(), spatial.end());
  if (channelsLast) all.push_back(c);
  return all;
}

std::vector<Axis> ImageLayout::axes(const Axis& n, const Axis& c,
                                    const std::vector<Axis>& spatial) const {
  std::vector<Axis> all{n};
  if (!channelsLast) all.push_back(c);
  all.insert(all.end(), spatial.begin(), spatial.end());
  if (channelsLast) all.push_back(c);
  return all;
}

ImageIters imageIters(const Nest& nest, const ImageLayout& layout, size_t spatialRank) {
  if (layout.channelsLast) return {nest[0], nest[1 + spatialRank], nest.indices(1, spatialRank)};
  return {nest[0], nest[1], nest.indices(2, spatialRank)};
}

Indices windowPositions(const graph::Window& window, const Indices& o, const Indices& k) {
  Indices positions;
  for (size_t d = 0; d < o.size(); ++d) {
    positions.push_back(o[d] * constant(window.strides[d]) + k[d] * constant(window.dilations[d]));
  }
  return positions;
}

Padding paddingOf(const graph::Window& window) {
  Padding padding;
  for (size_t d = 0; d < window.output.size(); ++d) {
    const int64_t reach = (window.output[d] - 1) * window.strides[d] +
                          (window.kernel[d] - 1) * window.dilations[d] + 1;
    const bool isNeeded = window.padBegin[d] != 0 || reach > window.input[d];
    padding.begin.push_back(window.padBegin[d]);
    padding.extent.push_back(isNeeded ? reach : window.input[d]);
  }
  return padding;
}

Expr isInside(const graph::Window& w, const Indices& positions) {
  Expr inside = nullptr;
  for (size_t d = 0; d < positions.size(); ++d) {
    const Expr p = positions[d] - constant(w.padBegin[d]);
    const int64_t last =
        (w.output[d] - 1) * w.strides[d] + (w.kernel[d] - 1) * w.dilations[d] - w.padBegin[d];
    if (w.padBegin[d] > 0) inside = logicalAnd(inside, compare(CompareOp::ge, p, constant(0)));
    if (last >= w.input[d]) inside = logicalAnd(inside, lessThan(p, constant(w.input[d])));
  }
  return inside;
}

std::optional<Buffer> padInput(OpContext& op, const Padding& padding, const ImageLayout& layout) {
  const Extents x = op.extents(0);
  const size_t rank = padding.extent.size(), first = layout.channelsLast ? 1 : 2;
  const auto names = spatialNames("i", rank);
  std::vector<Axis> spatial;
  bool isNeeded = false;
  for (size_t d = 0; d < rank; ++d) {
    isNeeded = isNeeded || padding.begin[d] != 0 || padding.extent[d] != x[first + d];
    spatial.push_back({names[d], padding.extent[d]});
  }
  if (!isNeeded) return {};
  Extents extents;
  const auto axes = layout.axes({"n", x[0]}, {"ic", layout.channels(x)}, spatial);
  for (const Axis& axis : axes) extents.push_back(axis.extent);
  const Buffer buffer = op.builder().makeTemp("pad_out", op.element(0), extents);
  Nest nest(op, "pad", axes);
  const ImageIters i = imageIters(nest, layout, rank);
  Indices from;
  Expr isInside = nullptr;
  for (size_t d = 0; d < rank; ++d) {
    const Expr p = i.spatial[d] - constant(padding.begin[d]);
    from.push_back(p);
    if (padding.begin[d] > 0)
      isInside = logicalAnd(isInside, compare(CompareOp::ge, p, constant(0)));
    if (padding.extent[d] - padding.begin[d] > x[first + d]) {
      isInside = logicalAnd(isInside, lessThan(p, constant(x[first + d])));
    }
  }
  const Expr value = op.loadRaw(0, layout.place(i.n, i.c, from));
  nest.finish(Store::make(
      buffer, nest.spatial(),
      isInside ? select(isInside, value, literal(padding.value, op.element(0))) : value));
  return buffer;
}

}  // namespace heddle::operators
