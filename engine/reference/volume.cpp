// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/volume.h"

#include <algorithm>

namespace heddle::reference {

Result<Volume> volumeOf(const Call& call, const graph::Window& window) {
  const size_t rank = window.kernel.size();
  if (rank < 1 || rank > 3)
    return call.unsupported(std::to_string(rank) + " spatial axes, 1 to 3 are known");
  const auto lift = [&](const std::vector<int64_t>& values, int64_t filler) {
    Volume::Triple out = {filler, filler, filler};
    std::copy(values.begin(), values.end(), out.begin() + (3 - rank));
    return out;
  };
  Volume v{lift(window.kernel, 1),   lift(window.strides, 1), lift(window.dilations, 1),
           lift(window.padBegin, 0), lift(window.padEnd, 0),  lift(window.input, 1),
           lift(window.output, 1)};
  for (size_t i = 0; i < 3; ++i)
    if (v.kernel[i] < 1 || v.stride[i] < 1 || v.dilation[i] < 1 || v.output[i] < 0)
      return call.inputError("kernel, strides and dilations must be positive");
  return v;
}

Inside insideOf(const Volume& v, size_t axis, int64_t k) {
  const int64_t shift = v.at(axis, 0, k), stride = v.stride[axis];
  const int64_t begin = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
  const int64_t room = v.input[axis] - 1 - shift;
  const int64_t end = room < 0 ? 0 : room / stride + 1;
  return {std::min(begin, v.output[axis]),
          std::clamp(end, std::min(begin, v.output[axis]), v.output[axis])};
}

Result<Windowed> windowedInput(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 3, 5));
  HEDDLE_TRY(const bool last, isChannelsLast(call));
  const bool hasWeight =
      call.node.kind == graph::OpKind::conv || call.node.kind == graph::OpKind::conv_transpose;
  HEDDLE_TRY(graph::Window window, graph::windowOf(call.node, call.in(0).extents(),
                                                   hasWeight ? call.in(1).extents() : Extents()));
  HEDDLE_TRY(Volume volume, volumeOf(call, window));
  Tensor x = last ? channelsFirst(call.in(0)) : call.in(0);
  return Windowed{std::move(x), std::move(window), volume, last};
}

Outputs inLayout(const Windowed& windowed, Tensor y) {
  return single(windowed.isChannelsLast ? channelsLast(y) : std::move(y));
}

Extents resultExtents(const Windowed& windowed, int64_t channels) {
  Extents out = {windowed.x.extents()[0], channels};
  out.insert(out.end(), windowed.window.output.begin(), windowed.window.output.end());
  return out;
}

}  // namespace heddle::reference
