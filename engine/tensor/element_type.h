// Element types of tensors, buffers and expressions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace heddle {

// Values are stable: they appear in module files. Types below `string` are stored densely,
// `boolean` as one byte of 0 or 1.
enum class ElementType : uint8_t {
  f32 = 0, f64 = 1, f16 = 2, bf16 = 3,
  i8 = 4, i16 = 5, i32 = 6, i64 = 7,
  u8 = 8, u16 = 9, u32 = 10, u64 = 11,
  boolean = 12,
  string = 13,
  // Known by name so that a refusal can say what it met; nothing computes on them.
  complex64 = 14, complex128 = 15, f8 = 16, subByte = 17,
};

size_t sizeBytes(ElementType type);  // 0 for types that nothing computes on
std::string_view name(ElementType type);  // "f32", "i64", "bool", ...
std::optional<ElementType> elementTypeFromName(std::string_view name);
bool isFloat(ElementType type);
bool isSignedInteger(ElementType type);
bool isUnsignedInteger(ElementType type);
inline bool isInteger(ElementType t) { return isSignedInteger(t) || isUnsignedInteger(t); }
bool isComputable(ElementType type);

// Conversions between the storage of the two half-width floats and float, round to nearest even.
float floatFromHalf(uint16_t bits);
uint16_t halfFromFloat(float value);
float floatFromBfloat(uint16_t bits);
uint16_t bfloatFromFloat(float value);

}  // namespace heddle
