// Tensors widened to what sums are kept in: double for floats, 64 unsigned bits for integers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "engine/reference/walk.h"

namespace heddle::reference {

// A is double (any computable type) or uint64_t (integers, sign-extended). Requires a type of
// number.
template <class A>
std::vector<A> widen(const Tensor& tensor) {
  std::vector<A> out(static_cast<size_t>(tensor.elementCount()));
  onAny<bool>(
      tensor.element(),
      [&]<class T>() {
        const auto values = valuesOf<T>(tensor);
        for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<A>(load(values[i]));
        return true;
      },
      false);
  return out;
}

// The values rounded (floats), truncated and saturated (double to integer) or cut (wide integers).
template <class A>
Result<Tensor> narrow(std::span<const A> values, ElementType element, Extents extents) {
  HEDDLE_TRY(Tensor out, Tensor::allocate(element, std::move(extents)));
  onNumber<bool>(
      element,
      [&]<class T>() {
        const auto target = valuesOf<T>(out);
        for (size_t i = 0; i < target.size(); ++i) target[i] = store<T>(values[i]);
        return true;
      },
      false);
  return out;
}
template <class A>
Result<Tensor> narrow(const std::vector<A>& values, ElementType element, Extents extents) {
  return narrow(std::span<const A>(values), element, std::move(extents));
}

// f.operator()<A>() with the accumulator of the element type.
template <class R, class F>
R onAccumulator(ElementType element, F&& f, R otherwise) {
  if (isFloat(element)) return f.template operator()<double>();
  if (isInteger(element)) return f.template operator()<uint64_t>();
  return otherwise;
}

// [N,spatial...,C] to [N,C,spatial...] and back. Requires rank 2 or more.
Tensor channelsFirst(const Tensor& tensor);
Tensor channelsLast(const Tensor& tensor);
// Whether the node's data_layout says so; an error for one that nobody knows.
Result<bool> isChannelsLast(const Call& call);

}  // namespace heddle::reference
