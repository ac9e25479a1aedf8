// Sliding windows with every spatial rank brought to three: depth, height, width.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "engine/graph/window.h"
#include "engine/reference/wide.h"

namespace heddle::reference {

// Missing leading axes have extent, kernel and stride 1.
struct Volume {
  using Triple = std::array<int64_t, 3>;
  Triple kernel, stride, dilation, padBegin, padEnd, input, output;

  int64_t inputSize() const { return input[0] * input[1] * input[2]; }
  int64_t outputSize() const { return output[0] * output[1] * output[2]; }
  int64_t kernelSize() const { return kernel[0] * kernel[1] * kernel[2]; }
  // The input coordinate that output `o` meets at kernel position `k`; may be outside.
  int64_t at(size_t axis, int64_t o, int64_t k) const {
    return o * stride[axis] + k * dilation[axis] - padBegin[axis];
  }
};

// Requires one to three spatial axes. Errors: "reference.unsupported".
Result<Volume> volumeOf(const Call& call, const graph::Window& window);

// Outputs of one axis whose input coordinate at kernel position k lies inside: [begin, end).
struct Inside {
  int64_t begin = 0, end = 0;
};
Inside insideOf(const Volume& v, size_t axis, int64_t k);

// x brought to channels first, with its window.
struct Windowed {
  Tensor x;  // [N,C,spatial...]
  graph::Window window;
  Volume volume;
  bool isChannelsLast = false;
};
Result<Windowed> windowedInput(const Call& call);
// y: [N,O,spatial...], brought back to the layout of the call.
Outputs inLayout(const Windowed& windowed, Tensor y);
// [N,channels,output...]
Extents resultExtents(const Windowed& windowed, int64_t channels);

}  // namespace heddle::reference
