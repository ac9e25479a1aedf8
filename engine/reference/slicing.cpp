// Operators that cut tensors and join them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/strided_copy.h"

namespace heddle::reference {
namespace {

struct SliceRange {
  int64_t start = 0, step = 1, count = 0;
};

SliceRange clampSlice(int64_t start, int64_t end, int64_t step, int64_t extent) {
  const auto wrap = [&](int64_t v) { return v < 0 ? (v < -extent ? -1 : v + extent) : v; };
  const bool forward = step > 0;
  const int64_t low = forward ? 0 : -1, high = forward ? extent : extent - 1;
  start = std::clamp(wrap(start), forward ? int64_t{0} : int64_t{-1}, high);
  // The smallest ends mean "before the first element" when walking down.
  end = std::clamp(wrap(end), low, high);
  const int64_t distance = forward ? end - start : start - end;
  const uint64_t stride = forward ? static_cast<uint64_t>(step) : 0 - static_cast<uint64_t>(step);
  SliceRange range{start, step, 0};
  if (distance > 0)
    range.count = static_cast<int64_t>((static_cast<uint64_t>(distance) - 1) / stride + 1);
  if (range.count <= 1) range.step = 1;  // never taken; keeps strides small
  return range;
}

}  // namespace

Outputs evaluateConcat(const Call& call) {
  const Tensor& first = call.in(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(first.rank())));
  Extents extents = first.extents();
  for (size_t k = 1; k < call.inputs.size(); ++k) {
    HEDDLE_CHECK(requireSameType(call, 0, k));
    Extents other = call.in(k).extents();
    if (other.size() == extents.size()) other[axis] = extents[axis];
    if (other != extents)
      return call.inputError(text(call.in(k).extents()) + " does not join " +
                             text(first.extents()) + " on axis " + std::to_string(axis));
    if (__builtin_add_overflow(extents[axis], call.in(k).extents()[axis], &extents[axis]))
      return call.inputError("the result is too large");
  }
  HEDDLE_TRY(Tensor out, Tensor::allocate(first.element(), extents));
  const AxisView view = viewAxis(extents, axis);
  onWidth(first.element(), [&]<class T>() {
    const auto to = valuesOf<T>(out);
    int64_t begin = 0;
    for (const auto& input : call.inputs) {
      const auto from = valuesOf<T>(*input);
      const int64_t block = input->extents()[axis] * view.inner;
      for (int64_t o = 0; o < view.outer; ++o)
        std::copy_n(from.begin() + o * block, block,
                    to.begin() + o * view.size * view.inner + begin);
      begin += block;
    }
  });
  return single(std::move(out));
}

Outputs evaluateSplit(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.rank())));
  const int64_t extent = x.extents()[axis];
  std::vector<int64_t> sizes;
  if (call.has(1)) {
    HEDDLE_TRY(sizes, integers(call, 1));
  } else {
    const int64_t parts =
        call.node.hasAttribute("num_outputs") ? call.integer("num_outputs") : call.node.outputCount;
    if (parts < 1 || parts > call.node.outputCount)
      return call.inputError("num_outputs differs from the node's outputs");
    const int64_t chunk = (extent + parts - 1) / parts;
    for (int64_t i = 0, left = extent; i < parts; ++i) {
      sizes.push_back(std::min(chunk, left));
      left -= sizes.back();
    }
  }
  if (sizes.size() != call.node.outputCount)
    return call.inputError("there are not as many sizes as outputs");
  int64_t begin = 0;
  std::vector<Tensor> outputs;
  const Extents strides = stridesOf(x.extents());
  for (const int64_t size : sizes) {
    if (size < 0 || size > extent - begin)
      return call.inputError("the sizes do not add up to " + std::to_string(extent));
    Extents extents = x.extents();
    extents[axis] = size;
    HEDDLE_TRY(auto part, stridedCopy(x, extents, strides, begin * strides[axis]));
    outputs.push_back(std::move(part[0]));
    begin += size;
  }
  if (begin != extent)
    return call.inputError("the sizes do not add up to " + std::to_string(extent));
  return outputs;
}

Outputs evaluateSlice(const Call& call) {
  const Tensor& x = call.in(0);
  const auto rank = static_cast<int64_t>(x.rank());
  HEDDLE_TRY(const auto starts, integers(call, 1));
  HEDDLE_TRY(const auto ends, integers(call, 2));
  std::vector<int64_t> axes, steps(starts.size(), 1);
  for (size_t i = 0; i < starts.size(); ++i) axes.push_back(static_cast<int64_t>(i));
  if (call.has(3)) {
    HEDDLE_TRY(axes, integers(call, 3));
  }
  if (call.has(4)) {
    HEDDLE_TRY(steps, integers(call, 4));
  }
  if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
    return call.inputError("starts, ends, axes and steps differ in length");
  Extents extents = x.extents(), strides = stridesOf(x.extents());
  std::vector<bool> isSeen(x.rank());
  int64_t origin = 0;
  for (size_t i = 0; i < starts.size(); ++i) {
    HEDDLE_TRY(const int64_t axis, normalAxis(call, axes[i], rank));
    if (isSeen[axis]) return call.inputError("an axis is named twice");
    isSeen[axis] = true;
    if (steps[i] == 0) return call.inputError("a step is 0");
    const SliceRange range = clampSlice(starts[i], ends[i], steps[i], extents[axis]);
    if (range.count > 0) origin += range.start * strides[axis];
    extents[axis] = range.count;
    strides[axis] *= range.step;
  }
  return stridedCopy(x, extents, strides, origin);
}

}  // namespace heddle::reference
