// Operators whose order matters or whose result's size depends on the data.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

// What scattering does with the element that is there.
template <class C>
C reduced(const std::string& how, C old, C value) {
  if (how == "add") return wrapAdd(old, value);
  if (how == "mul") return wrapMul(old, value);
  if (how == "max") return maxOf(old, value);
  if (how == "min") return minOf(old, value);
  return value;
}

bool isKnownReduction(const std::string& how) {
  return how == "none" || how == "add" || how == "mul" || how == "max" || how == "min";
}

// out = x, then out[targets[i]] takes updates[i], in order.
Outputs scattered(const Call& call, const std::vector<int64_t>& targets) {
  const Tensor &x = call.in(0), &updates = call.in(2);
  const std::string how = call.node.stringAttribute("reduction");
  if (!isKnownReduction(how)) return call.unsupported("reduction \"" + how + "\"");
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), x.extents()));
  std::copy(x.bytes().begin(), x.bytes().end(), out.mutableBytes().begin());
  if (how == "none") {
    onWidth(x.element(), [&]<class T>() {
      for (size_t i = 0; i < targets.size(); ++i)
        valuesOf<T>(out)[targets[i]] = valuesOf<T>(updates)[i];
    });
    return single(std::move(out));
  }
  return onNumber<Outputs>(
      x.element(),
      [&]<class T>() -> Outputs {
        const auto to = valuesOf<T>(out);
        const auto from = valuesOf<T>(updates);
        for (size_t i = 0; i < targets.size(); ++i)
          to[targets[i]] = store<T>(reduced(how, load(to[targets[i]]), load(from[i])));
        return single(out);
      },
      call.badType(0));
}

// Whether a stands before b in sorted order; NaN is the largest.
template <class C>
bool isBefore(C a, C b) {
  return a < b || (a == a && b != b);
}

}  // namespace

Outputs evaluateScatterElements(const Call& call) {
  const Tensor &x = call.in(0), &where = call.in(1);
  HEDDLE_CHECK(requireSameType(call, 0, 2));
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.rank())));
  if (!isInteger(where.element())) return call.badType(1);
  if (where.rank() != x.rank() || where.extents() != call.in(2).extents())
    return call.inputError("indices and updates do not match");
  for (size_t i = 0; i < x.rank(); ++i)
    if (where.extents()[i] > x.extents()[i] && static_cast<int64_t>(i) != axis)
      return call.inputError("indices " + text(where.extents()) + " reach outside " +
                             text(x.extents()));
  Extents strides = stridesOf(x.extents());
  const int64_t axisStride = strides[axis], extent = x.extents()[axis];
  strides[axis] = 0;
  std::vector<int64_t> targets(static_cast<size_t>(where.elementCount()));
  bool isInside = true;
  walk<1>(where.extents(), {strides}, [&](int64_t i, const std::array<int64_t, 1>& at) {
    int64_t index = where.valueAsInt(i);
    if (index < 0) index += extent;
    isInside = isInside && index >= 0 && index < extent;
    targets[i] = at[0] + (isInside ? index : 0) * axisStride;
  });
  if (!isInside) return call.inputError("an index is outside an axis of " + std::to_string(extent));
  return scattered(call, targets);
}

Outputs evaluateScatterNd(const Call& call) {
  const Tensor &x = call.in(0), &where = call.in(1), &updates = call.in(2);
  HEDDLE_CHECK(requireSameType(call, 0, 2));
  HEDDLE_CHECK(requireRank(call, 1, 1, SIZE_MAX));
  if (!isInteger(where.element())) return call.badType(1);
  const int64_t depth = where.extents().back();
  if (depth < 1 || depth > static_cast<int64_t>(x.rank()))
    return call.inputError("indices of depth " + std::to_string(depth) + " do not fit " +
                           text(x.extents()));
  Extents expected(where.extents().begin(), where.extents().end() - 1);
  expected.insert(expected.end(), x.extents().begin() + depth, x.extents().end());
  if (updates.extents() != expected)
    return call.inputError("updates have shape " + text(updates.extents()) + ", expected " +
                           text(expected));
  const Extents strides = stridesOf(x.extents());
  const int64_t inner = viewAxis(x.extents(), depth - 1).inner;
  std::vector<int64_t> targets;
  targets.reserve(static_cast<size_t>(updates.elementCount()));
  for (int64_t t = 0; t < where.elementCount() / depth; ++t) {
    int64_t offset = 0;
    for (int64_t d = 0; d < depth; ++d) {
      int64_t index = where.valueAsInt(t * depth + d);
      if (index < 0) index += x.extents()[d];
      if (index < 0 || index >= x.extents()[d])
        return call.inputError("an index is outside an axis of " + std::to_string(x.extents()[d]));
      offset += index * strides[d];
    }
    for (int64_t i = 0; i < inner; ++i) targets.push_back(offset + i);
  }
  return scattered(call, targets);
}

Outputs evaluateTopK(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.rank())));
  HEDDLE_TRY(const int64_t k, integer(call, 1));
  const AxisView view = viewAxis(x.extents(), axis);
  if (k < 0 || k > view.size)
    return call.inputError(std::to_string(k) + " of " + std::to_string(view.size) + " are wanted");
  Extents extents = x.extents();
  extents[axis] = k;
  HEDDLE_TRY(Tensor values, Tensor::allocate(x.element(), extents));
  HEDDLE_TRY(Tensor places, Tensor::allocate(ElementType::i64, extents));
  const bool isLargest = call.integer("largest") != 0;
  return onNumber<Outputs>(
      x.element(),
      [&]<class T>() -> Outputs {
        const auto from = valuesOf<T>(x);
        std::vector<int64_t> order(static_cast<size_t>(view.size));
        for (int64_t r = 0; r < view.outer * view.inner; ++r) {
          const auto at = [&](int64_t i, int64_t size) {
            return (r / view.inner * size + i) * view.inner + r % view.inner;
          };
          std::iota(order.begin(), order.end(), 0);
          std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
            const auto u = load(from[at(a, view.size)]), v = load(from[at(b, view.size)]);
            return isLargest ? isBefore(v, u) : isBefore(u, v);
          });
          for (int64_t i = 0; i < k; ++i) {
            valuesOf<T>(values)[at(i, k)] = from[at(order[i], view.size)];
            valuesOf<int64_t>(places)[at(i, k)] = order[i];
          }
        }
        return std::vector<Tensor>{values, places};
      },
      call.badType(0));
}

// [rank, count]: the coordinates of what is not zero, in row-major order.
Outputs evaluateNonZero(const Call& call) {
  const Tensor x = call.in(0).rank() == 0 ? call.in(0).reshaped({1}) : call.in(0);
  std::vector<int64_t> found;
  onAny<bool>(
      x.element(),
      [&]<class T>() {
        const auto values = valuesOf<T>(x);
        for (size_t i = 0; i < values.size(); ++i)
          if (load(values[i]) != Compute<T>(0)) found.push_back(static_cast<int64_t>(i));
        return true;
      },
      false);
  const auto count = static_cast<int64_t>(found.size());
  const auto rank = static_cast<int64_t>(call.in(0).rank());
  HEDDLE_TRY(Tensor out, Tensor::allocate(ElementType::i64, {rank, count}));
  const Extents strides = stridesOf(x.extents());
  for (int64_t axis = 0; axis < rank; ++axis)
    for (int64_t i = 0; i < count; ++i)
      valuesOf<int64_t>(out)[axis * count + i] = found[i] / strides[axis] % x.extents()[axis];
  return single(std::move(out));
}

}  // namespace heddle::reference
