// Operators that pick elements by index, and padding.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

// Every index of the tensor as one in [0, extent).
Result<std::vector<int64_t>> normalIndices(const Call& call, size_t input, int64_t extent) {
  const Tensor& tensor = call.in(input);
  if (!isInteger(tensor.element())) return call.badType(input);
  std::vector<int64_t> out(static_cast<size_t>(tensor.elementCount()));
  for (size_t i = 0; i < out.size(); ++i) {
    int64_t index = tensor.valueAsInt(static_cast<int64_t>(i));
    if (index < 0) index += extent;
    if (index < 0 || index >= extent)
      return call.inputError("index " + std::to_string(tensor.valueAsInt(static_cast<int64_t>(i))) +
                             " is outside an axis of " + std::to_string(extent));
    out[i] = index;
  }
  return out;
}

// Where an index outside [0, extent) reads from; -1: the padding value.
int64_t sourceOf(int64_t i, int64_t extent, const std::string& mode) {
  if (i >= 0 && i < extent) return i;
  if (mode == "constant" || extent == 0) return -1;
  if (mode == "edge") return i < 0 ? 0 : extent - 1;
  if (mode == "wrap") return (i % extent + extent) % extent;
  if (extent == 1) return 0;
  const int64_t period = 2 * (extent - 1);  // reflect, without repeating the edge
  const int64_t m = (i % period + period) % period;
  return m < extent ? m : period - m;
}

// Begin and end pads per axis of x.
Result<std::vector<int64_t>> fullPads(const Call& call) {
  const auto rank = static_cast<int64_t>(call.in(0).rank());
  HEDDLE_TRY(const auto pads, integers(call, 1));
  std::vector<int64_t> axes;
  for (int64_t i = 0; i < rank; ++i) axes.push_back(i);
  if (call.has(3)) {
    HEDDLE_TRY(axes, integers(call, 3));
  }
  if (pads.size() != 2 * axes.size()) return call.inputError("pads need two numbers per axis");
  std::vector<int64_t> out(static_cast<size_t>(2 * rank), 0);
  for (size_t i = 0; i < axes.size(); ++i) {
    HEDDLE_TRY(const int64_t axis, normalAxis(call, axes[i], rank));
    constexpr int64_t kLimit = int64_t{1} << 40;
    if (std::abs(pads[i]) > kLimit || std::abs(pads[i + axes.size()]) > kLimit)
      return call.inputError("a pad is out of range");
    out[axis] = pads[i];
    out[axis + rank] = pads[i + axes.size()];
  }
  return out;
}

}  // namespace

Outputs evaluateGather(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.rank())));
  const AxisView view = viewAxis(x.extents(), axis);
  HEDDLE_TRY(const auto indices, normalIndices(call, 1, view.size));
  Extents extents(x.extents().begin(), x.extents().begin() + axis);
  extents.insert(extents.end(), call.in(1).extents().begin(), call.in(1).extents().end());
  extents.insert(extents.end(), x.extents().begin() + axis + 1, x.extents().end());
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    auto to = valuesOf<T>(out).begin();
    for (int64_t o = 0; o < view.outer; ++o)
      for (const int64_t index : indices)
        to = std::copy_n(from.begin() + (o * view.size + index) * view.inner, view.inner, to);
  });
  return single(std::move(out));
}

Outputs evaluateGatherElements(const Call& call) {
  const Tensor &x = call.in(0), &where = call.in(1);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.rank())));
  HEDDLE_TRY(const auto indices, normalIndices(call, 1, x.extents()[axis]));
  if (where.rank() != x.rank()) return call.inputError("indices and data differ in rank");
  for (size_t i = 0; i < x.rank(); ++i)
    if (static_cast<int64_t>(i) != axis && where.extents()[i] > x.extents()[i])
      return call.inputError("indices " + text(where.extents()) + " reach outside " +
                             text(x.extents()));
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), where.extents()));
  Extents strides = stridesOf(x.extents());
  const int64_t axisStride = strides[axis];
  strides[axis] = 0;
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    const auto to = valuesOf<T>(out);
    walk<1>(where.extents(), {strides}, [&](int64_t i, const std::array<int64_t, 1>& at) {
      to[i] = from[at[0] + indices[i] * axisStride];
    });
  });
  return single(std::move(out));
}

Outputs evaluateGatherNd(const Call& call) {
  const Tensor &x = call.in(0), &where = call.in(1);
  const int64_t batch = call.integer("batch_dims");
  const auto rank = static_cast<int64_t>(x.rank()), q = static_cast<int64_t>(where.rank());
  if (q < 1 || batch < 0 || batch >= q || batch >= rank || !isInteger(where.element()))
    return call.inputError("batch_dims or the rank of indices is out of range");
  const int64_t depth = where.extents().back();
  if (depth < 1 || batch + depth > rank)
    return call.inputError("indices of depth " + std::to_string(depth) + " do not fit " +
                           text(x.extents()));
  for (int64_t i = 0; i < batch; ++i)
    if (x.extents()[i] != where.extents()[i])
      return call.inputError("the batch axes of data and indices differ");
  Extents extents(where.extents().begin(), where.extents().end() - 1);
  extents.insert(extents.end(), x.extents().begin() + batch + depth, x.extents().end());
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  const Extents strides = stridesOf(x.extents());
  const int64_t tuples = where.elementCount() / depth;
  int64_t batches = 1, inner = 1;
  for (int64_t i = 0; i < batch; ++i) batches *= x.extents()[i];
  for (int64_t i = batch + depth; i < rank; ++i) inner *= x.extents()[i];
  std::vector<int64_t> offsets(static_cast<size_t>(tuples));
  for (int64_t t = 0; t < tuples; ++t) {
    const int64_t b = t / std::max<int64_t>(1, tuples / std::max<int64_t>(1, batches));
    int64_t offset = batch > 0 ? b * strides[batch - 1] : 0;
    for (int64_t d = 0; d < depth; ++d) {
      const int64_t extent = x.extents()[batch + d];
      int64_t index = where.valueAsInt(t * depth + d);
      if (index < 0) index += extent;
      if (index < 0 || index >= extent)
        return call.inputError("an index is outside an axis of " + std::to_string(extent));
      offset += index * strides[batch + d];
    }
    offsets[t] = offset;
  }
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    auto to = valuesOf<T>(out).begin();
    for (const int64_t offset : offsets) to = std::copy_n(from.begin() + offset, inner, to);
  });
  return single(std::move(out));
}

Outputs evaluatePad(const Call& call) {
  const Tensor& x = call.in(0);
  const std::string mode = call.node.stringAttribute("mode");
  if (mode != "constant" && mode != "reflect" && mode != "edge" && mode != "wrap")
    return call.unsupported("mode \"" + mode + "\"");
  HEDDLE_TRY(const auto pads, fullPads(call));
  if (call.has(2)) {
    HEDDLE_CHECK(requireSameType(call, 0, 2));
    if (call.in(2).elementCount() != 1) return call.inputError("the padding value is not a scalar");
  }
  Extents extents = x.extents();
  for (size_t i = 0; i < extents.size(); ++i) {
    extents[i] += pads[i] + pads[i + extents.size()];
    if (extents[i] < 0) return call.inputError("negative pads remove more than there is");
    if (mode != "constant" && x.extents()[i] == 0 && extents[i] > 0)
      return call.inputError("an empty axis has nothing to repeat");
  }
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  const Extents strides = stridesOf(x.extents());
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    auto to = valuesOf<T>(out).begin();
    const T filler = call.has(2) ? valuesOf<T>(call.in(2))[0] : T{0};
    forEachIndex(extents, [&](const Extents& index) {
      int64_t at = 0;
      for (size_t i = 0; i < index.size() && at >= 0; ++i) {
        const int64_t source = sourceOf(index[i] - pads[i], x.extents()[i], mode);
        at = source < 0 ? -1 : at + source * strides[i];
      }
      *to++ = at < 0 ? filler : from[at];
    });
  });
  return single(std::move(out));
}

Outputs evaluateCompress(const Call& call) {
  if (call.in(1).element() != ElementType::boolean || call.in(1).rank() != 1)
    return call.inputError("the condition is not a list of booleans");
  const bool isFlat = !call.node.hasAttribute("axis");
  const Tensor x = isFlat ? call.in(0).reshaped({call.in(0).elementCount()}) : call.in(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, isFlat ? 0 : call.integer("axis"), static_cast<int64_t>(x.rank())));
  const AxisView view = viewAxis(x.extents(), axis);
  std::vector<int64_t> kept;
  const auto condition = valuesOf<Bool>(call.in(1));
  for (size_t i = 0; i < condition.size(); ++i) {
    if (!load(condition[i])) continue;
    if (static_cast<int64_t>(i) >= view.size)
      return call.inputError("the condition is true outside the axis");
    kept.push_back(static_cast<int64_t>(i));
  }
  Extents extents = x.extents();
  extents[axis] = static_cast<int64_t>(kept.size());
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    auto to = valuesOf<T>(out).begin();
    for (int64_t o = 0; o < view.outer; ++o)
      for (const int64_t i : kept)
        to = std::copy_n(from.begin() + (o * view.size + i) * view.inner, view.inner, to);
  });
  return single(std::move(out));
}

}  // namespace heddle::reference
