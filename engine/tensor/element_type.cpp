// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/element_type.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace heddle {
namespace {

struct TypeFacts {
  std::string_view name;
  size_t bytes;
};

constexpr std::array<TypeFacts, 18> kFacts = {{{"f32", 4}, {"f64", 8}, {"f16", 2}, {"bf16", 2},
                                               {"i8", 1}, {"i16", 2}, {"i32", 4}, {"i64", 8},
                                               {"u8", 1}, {"u16", 2}, {"u32", 4}, {"u64", 8},
                                               {"bool", 1}, {"string", 0}, {"complex64", 0},
                                               {"complex128", 0}, {"f8", 0}, {"sub_byte", 0}}};

}  // namespace

size_t sizeBytes(ElementType type) { return kFacts[static_cast<size_t>(type)].bytes; }
std::string_view name(ElementType type) { return kFacts[static_cast<size_t>(type)].name; }

std::optional<ElementType> elementTypeFromName(std::string_view text) {
  for (size_t i = 0; i < kFacts.size(); ++i)
    if (kFacts[i].name == text) return static_cast<ElementType>(i);
  return std::nullopt;
}

bool isFloat(ElementType t) { return t <= ElementType::bf16; }
bool isSignedInteger(ElementType t) { return t >= ElementType::i8 && t <= ElementType::i64; }
bool isUnsignedInteger(ElementType t) { return t >= ElementType::u8 && t <= ElementType::u64; }
bool isComputable(ElementType t) { return t <= ElementType::boolean; }

float floatFromHalf(uint16_t bits) {
  const uint32_t sign = static_cast<uint32_t>(bits & 0x8000u) << 16;
  const uint32_t exponent = (bits >> 10) & 0x1fu;
  const uint32_t mantissa = bits & 0x3ffu;
  if (exponent == 0x1f) return std::bit_cast<float>(sign | 0x7f800000u | (mantissa << 13));
  if (exponent != 0) return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
  const float value = std::ldexp(static_cast<float>(mantissa), -24);
  return sign ? -value : value;
}

uint16_t halfFromFloat(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint16_t sign = static_cast<uint16_t>((bits >> 16) & 0x8000u);
  const uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return sign | 0x7e00u;
  if (magnitude >= 0x47800000u) return sign | 0x7c00u;
  if (magnitude < 0x38800000u) {
    // Subnormal half: adding 0.5 lines the mantissa up so that the hardware rounds for us.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    return sign | static_cast<uint16_t>(std::bit_cast<uint32_t>(shifted) - 0x3f000000u);
  }
  const uint32_t odd = (magnitude >> 13) & 1u;
  return sign | static_cast<uint16_t>((magnitude - 0x38000000u + 0xfffu + odd) >> 13);
}

float floatFromBfloat(uint16_t bits) {
  return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
}

uint16_t bfloatFromFloat(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return static_cast<uint16_t>((bits >> 16) | 0x40u);
  return static_cast<uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

}  // namespace heddle
