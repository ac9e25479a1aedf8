// Walking over strided index spaces.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>

#include "engine/reference/by_type.h"
#include "engine/reference/call.h"

namespace heddle::reference {

// Row-major strides in elements.
inline Extents stridesOf(const Extents& extents) {
  Extents out(extents.size());
  int64_t stride = 1;
  for (size_t i = extents.size(); i-- > 0;) {
    out[i] = stride;
    stride *= extents[i];
  }
  return out;
}

// Strides of a tensor of shape `extents` seen under the broadcast shape `to`: 0 where repeated.
// Requires that `extents` broadcasts to `to`.
inline Extents broadcastStrides(const Extents& extents, const Extents& to) {
  const Extents own = stridesOf(extents);
  Extents out(to.size(), 0);
  const size_t skip = to.size() - extents.size();
  for (size_t i = 0; i < extents.size(); ++i) out[skip + i] = extents[i] == 1 ? 0 : own[i];
  return out;
}

// numpy's rule; nothing when the shapes do not agree.
std::optional<Extents> broadcastExtents(const Extents& a, const Extents& b);

// Calls f(linear, offsets) for every index of `extents` in row-major order, where offsets[k] is the
// index's dot product with strides[k], plus starts[k].
template <size_t N, class F>
void walk(const Extents& extents, const std::array<Extents, N>& strides, F&& f,
          std::array<int64_t, N> offsets = {}) {
  const size_t rank = extents.size();
  for (const int64_t extent : extents)
    if (extent == 0) return;
  if (rank == 0) {
    f(int64_t{0}, offsets);
    return;
  }
  Extents index(rank, 0);
  const int64_t inner = extents[rank - 1];
  int64_t linear = 0;
  for (;;) {
    std::array<int64_t, N> at = offsets;
    for (int64_t i = 0; i < inner; ++i, ++linear) {
      f(linear, at);
      for (size_t k = 0; k < N; ++k) at[k] += strides[k][rank - 1];
    }
    size_t axis = rank - 1;
    for (;;) {
      if (axis == 0) return;
      --axis;
      for (size_t k = 0; k < N; ++k) offsets[k] += strides[k][axis];
      if (++index[axis] < extents[axis]) break;
      for (size_t k = 0; k < N; ++k) offsets[k] -= strides[k][axis] * extents[axis];
      index[axis] = 0;
    }
  }
}

// Calls f(index) for every index of `extents` in row-major order; never for an empty space.
template <class F>
void forEachIndex(const Extents& extents, F&& f) {
  for (const int64_t extent : extents)
    if (extent == 0) return;
  Extents index(extents.size(), 0);
  for (;;) {
    f(std::as_const(index));
    size_t axis = extents.size();
    for (;;) {
      if (axis == 0) return;
      --axis;
      if (++index[axis] < extents[axis]) break;
      index[axis] = 0;
    }
  }
}

// A shape seen from one axis: [outer, size, inner].
struct AxisView {
  int64_t outer = 1, size = 1, inner = 1;
};
inline AxisView viewAxis(const Extents& extents, int64_t axis) {
  AxisView view;
  for (size_t i = 0; i < extents.size(); ++i) {
    if (static_cast<int64_t>(i) < axis)
      view.outer *= extents[i];
    else if (static_cast<int64_t>(i) == axis)
      view.size = extents[i];
    else
      view.inner *= extents[i];
  }
  return view;
}

template <class T>
std::span<const T> valuesOf(const Tensor& tensor) {
  return tensor.values<T>();
}
template <class T>
std::span<T> valuesOf(Tensor& tensor) {
  return tensor.mutableValues<T>();
}

// Runs body(i) for i in [0, count) on a few threads, each index once. `work` is a rough count of
// operations in all: small jobs stay on the calling thread.
void parallelFor(int64_t count, int64_t work, const std::function<void(int64_t)>& body);

}  // namespace heddle::reference
