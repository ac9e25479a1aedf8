// Operators that rename, permute or repeat elements without looking at them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/strided_copy.h"

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
    case OpKind::reshape:
      return reshapedExtents(call);
    case OpKind::squeeze:
      return squeezedExtents(call);
    case OpKind::unsqueeze:
      return unsqueezedExtents(call);
    default:
      return flattenedExtents(call);
  }
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
  HEDDLE_TRY(auto out, stridedCopy(x, extents, moved));
  return single(out[0].reshaped(result));
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
  return stridedCopy(x, extents, strides);
}

Outputs evaluateExpand(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const Extents shape, integers(call, 1));
  const auto extents = broadcastExtents(x.extents(), shape);
  if (!extents || !elementCount(*extents))
    return call.inputError(text(x.extents()) + " does not expand to " + text(shape));
  return stridedCopy(x, *extents, broadcastStrides(x.extents(), *extents));
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
  HEDDLE_TRY(auto out, stridedCopy(x, split, strides));
  return single(out[0].reshaped(result));
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
  if ((batchAxis != 0 && batchAxis != 1) || timeAxis != 1 - batchAxis)
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
