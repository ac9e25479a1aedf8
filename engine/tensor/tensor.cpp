// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/tensor.h"

#include <cstdlib>
#include <cstring>

namespace heddle {

bool TensorType::isStatic() const {
  for (const Dim& dim : shape)
    if (!dim.isConstant()) return false;
  return true;
}

Extents TensorType::extents() const {
  Extents out;
  for (const Dim& dim : shape) out.push_back(dim.constant());
  return out;
}

std::string text(const TensorType& type) {
  std::string out = std::string(name(type.element)) + "[";
  for (size_t i = 0; i < type.shape.size(); ++i) out += (i ? "," : "") + type.shape[i].text();
  return out + "]";
}

std::string text(const Extents& extents) {
  std::string out = "[";
  for (size_t i = 0; i < extents.size(); ++i) out += (i ? "," : "") + std::to_string(extents[i]);
  return out + "]";
}

std::optional<int64_t> elementCount(const Extents& extents) {
  int64_t count = 1;
  for (const int64_t extent : extents)
    if (extent < 0 || __builtin_mul_overflow(count, extent, &count)) return std::nullopt;
  return count;
}

Shape toShape(const Extents& extents) { return Shape(extents.begin(), extents.end()); }

Result<Tensor> Tensor::allocate(ElementType element, Extents extents) {
  constexpr int64_t kLimitBytes = int64_t{64} << 30;
  const auto count = heddle::elementCount(extents);
  const int64_t width = std::max<int64_t>(1, static_cast<int64_t>(heddle::sizeBytes(element)));
  if (!count || *count > kLimitBytes / width)
    return Diagnostic{"tensor.too_large", "a tensor of shape " + heddle::text(extents) +
                                              " is larger than 64 GiB or has a negative extent"};
  Tensor out;
  out.m_element = element;
  out.m_extents = std::move(extents);
  out.m_count = *count;
  // Large ones are fresh zero pages from the system: memory is used where it is written.
  constexpr size_t kAlignment = 64;
  void* data = std::calloc(out.sizeBytes() + kAlignment, 1);
  if (data == nullptr)
    return Diagnostic{"tensor.out_of_memory",
                      "no memory for a tensor of shape " + heddle::text(out.m_extents)};
  const size_t past = reinterpret_cast<uintptr_t>(data) % kAlignment;
  out.m_data = static_cast<const std::byte*>(data) + (past == 0 ? 0 : kAlignment - past);
  out.m_owner = std::shared_ptr<const void>(
      data, [](const void* p) { std::free(const_cast<void*>(p)); });
  return out;
}

Tensor Tensor::view(ElementType element, Extents extents, std::span<const std::byte> bytes,
                    std::shared_ptr<const void> owner) {
  Tensor out;
  out.m_element = element;
  out.m_extents = std::move(extents);
  out.m_count = heddle::elementCount(out.m_extents).value_or(0);
  assert(bytes.size() == out.sizeBytes());
  out.m_data = bytes.data();
  out.m_owner = std::move(owner);
  return out;
}

Tensor Tensor::scalar(ElementType element, double value) {
  Tensor out = allocate(element, {}).value();
  out.setFromDouble(0, value);
  return out;
}

namespace {

template <class T>
T loadAt(const std::byte* data, int64_t index) {
  T value;
  std::memcpy(&value, data + index * static_cast<int64_t>(sizeof(T)), sizeof(T));
  return value;
}

template <class To>
To convertAt(ElementType element, const std::byte* data, int64_t index) {
  switch (element) {
    case ElementType::f32: return static_cast<To>(loadAt<float>(data, index));
    case ElementType::f64: return static_cast<To>(loadAt<double>(data, index));
    case ElementType::f16: return static_cast<To>(floatFromHalf(loadAt<uint16_t>(data, index)));
    case ElementType::bf16: return static_cast<To>(floatFromBfloat(loadAt<uint16_t>(data, index)));
    case ElementType::i8: return static_cast<To>(loadAt<int8_t>(data, index));
    case ElementType::i16: return static_cast<To>(loadAt<int16_t>(data, index));
    case ElementType::i32: return static_cast<To>(loadAt<int32_t>(data, index));
    case ElementType::i64: return static_cast<To>(loadAt<int64_t>(data, index));
    case ElementType::u8:
    case ElementType::boolean: return static_cast<To>(loadAt<uint8_t>(data, index));
    case ElementType::u16: return static_cast<To>(loadAt<uint16_t>(data, index));
    case ElementType::u32: return static_cast<To>(loadAt<uint32_t>(data, index));
    case ElementType::u64: return static_cast<To>(loadAt<uint64_t>(data, index));
    default: return To(0);
  }
}

template <class T>
void storeAt(std::byte* data, int64_t index, T value) {
  std::memcpy(data + index * static_cast<int64_t>(sizeof(T)), &value, sizeof(T));
}

}  // namespace

double Tensor::valueAsDouble(int64_t index) const {
  return convertAt<double>(m_element, m_data, index);
}

int64_t Tensor::valueAsInt(int64_t index) const {
  return convertAt<int64_t>(m_element, m_data, index);
}

void Tensor::setFromDouble(int64_t index, double value) {
  std::byte* data = mutableBytes().data();
  switch (m_element) {
    case ElementType::f32: return storeAt(data, index, static_cast<float>(value));
    case ElementType::f64: return storeAt(data, index, value);
    case ElementType::f16: return storeAt(data, index, halfFromFloat(static_cast<float>(value)));
    case ElementType::bf16: return storeAt(data, index, bfloatFromFloat(static_cast<float>(value)));
    case ElementType::i8: return storeAt(data, index, static_cast<int8_t>(value));
    case ElementType::i16: return storeAt(data, index, static_cast<int16_t>(value));
    case ElementType::i32: return storeAt(data, index, static_cast<int32_t>(value));
    case ElementType::i64: return storeAt(data, index, static_cast<int64_t>(value));
    case ElementType::u8: return storeAt(data, index, static_cast<uint8_t>(value));
    case ElementType::boolean: return storeAt(data, index, static_cast<uint8_t>(value != 0));
    case ElementType::u16: return storeAt(data, index, static_cast<uint16_t>(value));
    case ElementType::u32: return storeAt(data, index, static_cast<uint32_t>(value));
    case ElementType::u64: return storeAt(data, index, static_cast<uint64_t>(value));
    default: return;
  }
}

Tensor Tensor::reshaped(Extents extents) const {
  Tensor out = *this;
  assert(heddle::elementCount(extents) == m_count);
  out.m_extents = std::move(extents);
  return out;
}

}  // namespace heddle
