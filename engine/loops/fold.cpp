// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/fold.h"

#include <cstdint>
#include <limits>

namespace heddle::loops {
namespace {

uint64_t bits(int64_t v) {
  return static_cast<uint64_t>(v);
}
int64_t fromBits(uint64_t v) {
  return static_cast<int64_t>(v);
}

bool less(ElementType element, int64_t a, int64_t b) {
  return element == ElementType::u64 ? bits(a) < bits(b) : a < b;
}

// Quotient towards zero; INT64_MIN / -1 wraps.
int64_t divideTowardsZero(ElementType element, int64_t a, int64_t b) {
  if (element == ElementType::u64) return fromBits(bits(a) / bits(b));
  if (b == -1) return fromBits(0 - bits(a));
  return a / b;
}

}  // namespace

int64_t wrapTo(ElementType element, int64_t value) {
  switch (element) {
    case ElementType::boolean:
      return value != 0;
    case ElementType::i8:
      return static_cast<int8_t>(value);
    case ElementType::i16:
      return static_cast<int16_t>(value);
    case ElementType::i32:
      return static_cast<int32_t>(value);
    case ElementType::u8:
      return static_cast<uint8_t>(value);
    case ElementType::u16:
      return static_cast<uint16_t>(value);
    case ElementType::u32:
      return static_cast<uint32_t>(value);
    default:
      return value;
  }
}

int64_t floorDivide(int64_t a, int64_t b) {
  if (b == -1) return fromBits(0 - bits(a));
  const int64_t q = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

int64_t floorModulo(int64_t a, int64_t b) {
  if (b == -1) return 0;
  const int64_t r = a % b;
  return (r != 0 && (r < 0) != (b < 0)) ? r + b : r;
}

double roundTo(ElementType element, double value) {
  switch (element) {
    case ElementType::f32:
      return static_cast<float>(value);
    case ElementType::f16:
      return floatFromHalf(halfFromFloat(static_cast<float>(value)));
    case ElementType::bf16:
      return floatFromBfloat(bfloatFromFloat(static_cast<float>(value)));
    default:
      return value;
  }
}

std::optional<int64_t> foldBinary(BinaryOp op, ElementType element, int64_t a, int64_t b) {
  const int64_t width =
      element == ElementType::boolean ? 1 : 8 * static_cast<int64_t>(sizeBytes(element));
  const bool isUnsigned64 = element == ElementType::u64;
  switch (op) {
    case BinaryOp::add:
      return wrapTo(element, fromBits(bits(a) + bits(b)));
    case BinaryOp::sub:
      return wrapTo(element, fromBits(bits(a) - bits(b)));
    case BinaryOp::mul:
      return wrapTo(element, fromBits(bits(a) * bits(b)));
    case BinaryOp::div:
      if (b == 0) return {};
      return wrapTo(element, divideTowardsZero(element, a, b));
    case BinaryOp::mod:
      if (b == 0) return {};
      if (isUnsigned64) return fromBits(bits(a) % bits(b));
      return b == -1 ? 0 : a % b;
    case BinaryOp::floorDiv:
      if (b == 0) return {};
      if (isUnsigned64) return fromBits(bits(a) / bits(b));
      return wrapTo(element, floorDivide(a, b));
    case BinaryOp::floorMod:
      if (b == 0) return {};
      if (isUnsigned64) return fromBits(bits(a) % bits(b));
      return floorModulo(a, b);
    case BinaryOp::min:
      return less(element, a, b) ? a : b;
    case BinaryOp::max:
      return less(element, a, b) ? b : a;
    case BinaryOp::bitAnd:
      return a & b;
    case BinaryOp::bitOr:
      return a | b;
    case BinaryOp::bitXor:
      return a ^ b;
    case BinaryOp::shiftLeft:
      if (b < 0 || b >= width) return {};
      return wrapTo(element, fromBits(bits(a) << b));
    case BinaryOp::shiftRight:
      if (b < 0 || b >= width) return {};
      return isUnsigned64 ? fromBits(bits(a) >> b) : a >> b;
    case BinaryOp::logicalAnd:
      return (a != 0) && (b != 0);
    case BinaryOp::logicalOr:
      return (a != 0) || (b != 0);
  }
  return {};
}

bool foldCompare(CompareOp op, ElementType element, int64_t a, int64_t b) {
  switch (op) {
    case CompareOp::eq:
      return a == b;
    case CompareOp::ne:
      return a != b;
    case CompareOp::lt:
      return less(element, a, b);
    case CompareOp::le:
      return !less(element, b, a);
    case CompareOp::gt:
      return less(element, b, a);
    case CompareOp::ge:
      return !less(element, a, b);
  }
  return false;
}

}  // namespace heddle::loops
