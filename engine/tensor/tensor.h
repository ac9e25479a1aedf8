// Dense row-major tensors. Copies share bytes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <memory>
#include <span>

#include "engine/support/result.h"
#include "engine/tensor/tensor_type.h"

namespace heddle {

// Bytes are 64-byte aligned when allocated here; a tensor over foreign bytes (a mapped file) has
// whatever alignment they have. A tensor of a type that nothing computes on holds no bytes.
class Tensor {
 public:
  Tensor() = default;
  // Zero-filled. Fails on a negative extent, on overflow, and above 64 GiB.
  static Result<Tensor> allocate(ElementType element, Extents extents);
  // Over bytes that `owner` keeps alive. `bytes` must hold exactly the elements.
  static Tensor view(ElementType element, Extents extents, std::span<const std::byte> bytes,
                     std::shared_ptr<const void> owner);
  template <class T>
  static Tensor fromValues(ElementType element, Extents extents, std::span<const T> values);
  static Tensor scalar(ElementType element, double value);

  ElementType element() const { return m_element; }
  const Extents& extents() const { return m_extents; }
  size_t rank() const { return m_extents.size(); }
  int64_t elementCount() const { return m_count; }
  size_t sizeBytes() const { return static_cast<size_t>(m_count) * heddle::sizeBytes(m_element); }
  TensorType type() const { return {m_element, toShape(m_extents)}; }

  std::span<const std::byte> bytes() const { return {m_data, sizeBytes()}; }
  // Only for tensors made by allocate() that nobody shares yet.
  std::span<std::byte> mutableBytes() { return {const_cast<std::byte*>(m_data), sizeBytes()}; }
  template <class T>
  std::span<const T> values() const {
    assert(sizeof(T) == heddle::sizeBytes(m_element));
    return {reinterpret_cast<const T*>(m_data), static_cast<size_t>(m_count)};
  }
  template <class T>
  std::span<T> mutableValues() {
    assert(sizeof(T) == heddle::sizeBytes(m_element));
    return {const_cast<T*>(reinterpret_cast<const T*>(m_data)), static_cast<size_t>(m_count)};
  }
  // Element `index` in row-major order, converted. Slow; for printing and for shape arithmetic.
  double valueAsDouble(int64_t index) const;
  int64_t valueAsInt(int64_t index) const;
  void setFromDouble(int64_t index, double value);
  // The same bytes under another shape of the same element count.
  Tensor reshaped(Extents extents) const;

 private:
  ElementType m_element = ElementType::f32;
  Extents m_extents = {0};
  int64_t m_count = 0;
  const std::byte* m_data = nullptr;
  std::shared_ptr<const void> m_owner;
};

template <class T>
Tensor Tensor::fromValues(ElementType element, Extents extents, std::span<const T> values) {
  Tensor out = allocate(element, std::move(extents)).value();
  assert(out.elementCount() == static_cast<int64_t>(values.size()));
  std::copy(values.begin(), values.end(), out.mutableValues<T>().begin());
  return out;
}

}  // namespace heddle
