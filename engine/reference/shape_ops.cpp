// Operators that rename, permute or repeat elements without looking at them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

using graph::OpKind;

Result<Extents> reshapedExtents(const Call& call) {
  const Extents& x = call.in(0).extents();
  HEDDLE_TRY(Extents shape, integers(call, 1));
  const bool copiesZero = call.integer("allowzero") == 0;
  int64_t known = 1, inferred = -1;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0 && copiesZero) {
      if (i >= x.size())
        return call.inputError("the shape copies axis " + std::to_string(i) + " of " + text(x));
      shape[i] = x[i];
    }
    if (shape[i] == -1) {
      if (inferred >= 0) return call.inputError("the shape has more than one -1");
      inferred = static_cast<int64_t>(i);
    } else if (shape[i] < 0 || __builtin_mul_overflow(known, shape[i], &known)) {
      return call.inputError("the shape " + text(shape) + " is out of range");
    }
  }
  const int64_t count = call.in(0).elementCount();
  if (inferred >= 0) {
    if (known == 0 || count % known != 0)
      return call.inputError(text(x) + " does not divide into " + text(shape));
    shape[static_cast<size_t>(inferred)] = count / known;
  } else if (known != count) {
    return call.inputError(text(x) + " has not as many elements as " + text(shape));
  }
  return shape;
}

Result<Extents> squeezedExtents(const Call& call) {
  const Extents& x = call.in(0).extents();
  std::vector<int64_t> axes;
  if (call.has(1)) {
    HEDDLE_TRY(auto named, integers(call, 1));
    HEDDLE_TRY(axes, normalAxes(call, named, static_cast<int64_t>(x.size())));
  } else {
    for (size_t i = 0; i < x.size(); ++i)
      if (x[i] == 1) axes.push_back(static_cast<int64_t>(i));
  }
  Extents out;
  for (size_t i = 0; i < x.size(); ++i) {
    const bool isNamed = std::binary_search(axes.begin(), axes.end(), static_cast<int64_t>(i));
    if (isNamed && x[i] != 1)
      return call.inputError("axis " + std::to_string(i) + " of " + text(x) + " is not 1");
    if (!isNamed) out.push_back(x[i]);
  }
  return out;
}

Result<Extents> unsqueezedExtents(const Call& call) {
  const Extents& x = call.in(0).extents();
  HEDDLE_TRY(auto named, integers(call, 1));
  const auto rank = static_cast<int64_t>(x.size() + named.size());
  HEDDLE_TRY(const auto axes, normalAxes(call, named, rank));
  Extents out;
  size_t next = 0;
  for (int64_t i = 0; i < rank; ++i)
    out.push_back(std::binary_search(axes.begin(), axes.end(), i) ? 1 : x[next++]);
  return out;
}

Result<Extents> flattenedExtents(const Call& call) {
  const Extents& x = call.in(0).extents();
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.size()), 1));
  // `slack` moves negative axes by one; -1 means the last axis here.
  const int64_t split = call.integer("axis") < 0 ? axis - 1 : axis;
  if (split < 0) return call.inputError("the axis is outside the rank");
  Extents out = {1, 1};
  for (size_t i = 0; i < x.size(); ++i) out[static_cast<int64_t>(i) < split ? 0 : 1] *= x[i];
  return out;
}

Result<Extents> newExtents(const Call& call) {
  switch (call.node.kind) {
    case OpKind::reshape: return reshapedExtents(call);
    case OpKind::squeeze: return squeezedExtents(call);
    case OpKind::unsqueeze: return unsqueezedExtents(call);
    default: return flattenedExtents(call);
  }
}

// Copies elements of x, read with the given strides from `start` on, into a new tensor.
Outputs gathered(const Tensor& x, const Extents& extents, const Extents& strides, int64_t start = 0) {
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    const auto to = valuesOf<T>(out);
    walk<1>(extents, {strides},
            [&](int64_t i, const std::array<int64_t, 1>& at) { to[i] = from[at[0]]; }, {start});
  });
  return single(std::move(out));
}

// The blocks of depth_to_space and space_to_depth: a reshape, a permutation and a reshape.
Outputs permuted(const Tensor& x, const Extents& split, const std::vector<size_t>& perm,
                 const Extents& result) {
  const Extents strides = stridesOf(split);
  Extents extents, moved;
  for (const size_t axis : perm) {
    extents.push_back(split[axis]);
    moved.push_back(strides[axis]);
  }
  HEDDLE_TRY(auto out, gathered(x, extents, moved));
  return single(out[0].reshaped(result));
}

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

Outputs evaluateReshape(const Call& call) {
  HEDDLE_TRY(Extents extents, newExtents(call));
  return single(call.in(0).reshaped(std::move(extents)));
}

Outputs evaluateTranspose(const Call& call) {
  const Tensor& x = call.in(0);
  const std::vector<int64_t> perm = call.node.intsAttribute("perm");
  if (perm.size() != x.rank()) return call.inputError("perm does not fit " + text(x.extents()));
  HEDDLE_CHECK([&]() -> Status {
    auto axes = normalAxes(call, perm, static_cast<int64_t>(x.rank()));
    return axes.isOk() ? Status() : Status(axes.error());
  }());
  const Extents own = stridesOf(x.extents());
  Extents extents, strides;
  for (int64_t axis : perm) {
    const auto at = static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(x.rank()) : axis);
    extents.push_back(x.extents()[at]);
    strides.push_back(own[at]);
  }
  return gathered(x, extents, strides);
}

Outputs evaluateExpand(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const Extents shape, integers(call, 1));
  const auto extents = broadcastExtents(x.extents(), shape);
  if (!extents || !elementCount(*extents))
    return call.inputError(text(x.extents()) + " does not expand to " + text(shape));
  return gathered(x, *extents, broadcastStrides(x.extents(), *extents));
}

Outputs evaluateTile(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const auto repeats, integers(call, 1));
  if (repeats.size() != x.rank()) return call.inputError("one count of repeats per axis is needed");
  // Each axis becomes [repeat, extent]; the repeat has stride 0.
  const Extents own = stridesOf(x.extents());
  Extents split, strides, result;
  for (size_t i = 0; i < x.rank(); ++i) {
    split.insert(split.end(), {repeats[i], x.extents()[i]});
    strides.insert(strides.end(), {0, own[i]});
    const auto product = elementCount({repeats[i], x.extents()[i]});
    if (!product) return call.inputError("repeats are out of range");
    result.push_back(*product);
  }
  HEDDLE_TRY(auto out, gathered(x, split, strides));
  return single(out[0].reshaped(result));
}

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
    const int64_t parts = call.node.hasAttribute("num_outputs") ? call.integer("num_outputs")
                                                                : call.node.outputCount;
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
    HEDDLE_TRY(auto part, gathered(x, extents, strides, begin * strides[axis]));
    outputs.push_back(std::move(part[0]));
    begin += size;
  }
  if (begin != extent) return call.inputError("the sizes do not add up to " + std::to_string(extent));
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
  return gathered(x, extents, strides, origin);
}

Outputs evaluateDepthToSpace(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 4, 4));
  const Extents& x = call.in(0).extents();  // [N,C,H,W]
  const int64_t b = call.integer("blocksize");
  if (b < 1 || b > (1 << 15) || x[1] % (b * b) != 0)
    return call.inputError("channels of " + text(x) + " do not divide by the square of blocksize");
  const int64_t c = x[1] / (b * b);
  const Extents result = {x[0], c, x[2] * b, x[3] * b};
  if (call.node.stringAttribute("mode") == "CRD")
    return permuted(call.in(0), {x[0], c, b, b, x[2], x[3]}, {0, 1, 4, 2, 5, 3}, result);
  return permuted(call.in(0), {x[0], b, b, c, x[2], x[3]}, {0, 3, 4, 1, 5, 2}, result);
}

Outputs evaluateSpaceToDepth(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 4, 4));
  const Extents& x = call.in(0).extents();  // [N,C,H,W]
  const int64_t b = call.integer("blocksize");
  if (b < 1 || b > (1 << 15) || x[2] % b != 0 || x[3] % b != 0)
    return call.inputError("height and width of " + text(x) + " do not divide by blocksize");
  const int64_t h = x[2] / b, w = x[3] / b;
  return permuted(call.in(0), {x[0], x[1], h, b, w, b}, {0, 3, 5, 1, 2, 4},
                  {x[0], x[1] * b * b, h, w});
}

Outputs evaluateReverseSequence(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_CHECK(requireRank(call, 0, 2, SIZE_MAX));
  const int64_t batchAxis = call.integer("batch_axis"), timeAxis = call.integer("time_axis");
  if (batchAxis + timeAxis != 1 || batchAxis < 0 || timeAxis < 0)
    return call.inputError("batch_axis and time_axis must be 0 and 1 or 1 and 0");
  HEDDLE_TRY(const auto lengths, integers(call, 1));
  if (static_cast<int64_t>(lengths.size()) != x.extents()[batchAxis])
    return call.inputError("one length per batch entry is needed");
  for (const int64_t length : lengths)
    if (length < 0 || length > x.extents()[timeAxis])
      return call.inputError("a length is outside the time axis");
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), x.extents()));
  const Extents& e = x.extents();
  const int64_t inner = viewAxis(e, 1).inner;
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    const auto to = valuesOf<T>(out);
    for (int64_t i = 0; i < e[0]; ++i)
      for (int64_t j = 0; j < e[1]; ++j) {
        const int64_t time = timeAxis == 0 ? i : j, length = lengths[batchAxis == 0 ? i : j];
        const int64_t source = time < length ? length - 1 - time : time;
        const int64_t row = timeAxis == 0 ? source * e[1] + j : i * e[1] + source;
        std::copy_n(from.begin() + row * inner, inner, to.begin() + (i * e[1] + j) * inner);
      }
  });
  return single(std::move(out));
}

}  // namespace heddle::reference
