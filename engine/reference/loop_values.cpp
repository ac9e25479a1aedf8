// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/loop_values.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "engine/loops/fold.h"

namespace heddle::reference {
namespace {

using loops::BinaryOp;
using loops::Intrinsic;
using loops::roundTo;
using loops::wrapTo;

double nanMin(double a, double b) {
  return a != a || b != b ? std::nan("") : b < a ? b : a;
}
double nanMax(double a, double b) {
  return a != a || b != b ? std::nan("") : b > a ? b : a;
}

double floatBinary(BinaryOp op, double a, double b) {
  switch (op) {
    case BinaryOp::add:
      return a + b;
    case BinaryOp::sub:
      return a - b;
    case BinaryOp::mul:
      return a * b;
    case BinaryOp::div:
      return a / b;
    case BinaryOp::mod:
      return std::fmod(a, b);
    case BinaryOp::min:
      return nanMin(a, b);
    case BinaryOp::max:
      return nanMax(a, b);
    default:
      fail("type", "an integer operator is applied to floats");
  }
}

// Truncated and saturated to the range of the type; NaN gives 0.
int64_t truncated(ElementType to, double value) {
  if (value != value) return 0;
  const double t = std::trunc(value);
  if (to == ElementType::u64) {
    if (t <= 0) return 0;
    if (t >= 18446744073709551616.0) return -1;
    return static_cast<int64_t>(static_cast<uint64_t>(t));
  }
  const int bits = static_cast<int>(8 * sizeBytes(to));
  const double high = std::ldexp(1.0, isUnsignedInteger(to) ? bits : bits - 1);
  const double low = isUnsignedInteger(to) ? 0 : -high;
  if (t <= low) return isUnsignedInteger(to) ? 0 : INT64_MIN >> (64 - bits);
  if (t >= high) return isUnsignedInteger(to) ? (int64_t{1} << bits) - 1 : INT64_MAX >> (64 - bits);
  return static_cast<int64_t>(t);
}

double floatCall(Intrinsic intrinsic, const Lane* a) {
  const double x = a[0].f;
  switch (intrinsic) {
    case Intrinsic::abs:
      return std::fabs(x);
    case Intrinsic::exp:
      return std::exp(x);
    case Intrinsic::log:
      return std::log(x);
    case Intrinsic::sqrt:
      return std::sqrt(x);
    case Intrinsic::sin:
      return std::sin(x);
    case Intrinsic::cos:
      return std::cos(x);
    case Intrinsic::tan:
      return std::tan(x);
    case Intrinsic::asin:
      return std::asin(x);
    case Intrinsic::acos:
      return std::acos(x);
    case Intrinsic::atan:
      return std::atan(x);
    case Intrinsic::sinh:
      return std::sinh(x);
    case Intrinsic::cosh:
      return std::cosh(x);
    case Intrinsic::tanh:
      return std::tanh(x);
    case Intrinsic::asinh:
      return std::asinh(x);
    case Intrinsic::acosh:
      return std::acosh(x);
    case Intrinsic::atanh:
      return std::atanh(x);
    case Intrinsic::erf:
      return std::erf(x);
    case Intrinsic::sigmoid:
      return 1.0 / (1.0 + std::exp(-x));
    case Intrinsic::floor:
      return std::floor(x);
    case Intrinsic::ceil:
      return std::ceil(x);
    case Intrinsic::roundEven:
      return std::nearbyint(x);
    case Intrinsic::trunc:
      return std::trunc(x);
    case Intrinsic::pow:
      return std::pow(x, a[1].f);
    default:
      fail("intrinsic", "this function is not defined on floats");
  }
}

Lane reinterpreted(ElementType from, ElementType to, Lane value) {
  if (sizeBytes(from) != sizeBytes(to)) fail("type", "reinterpret needs types of one width");
  std::byte bytes[8] = {};
  writeLane(from, bytes, 0, value);
  return readLane(to, bytes, 0);
}

template <class T>
T load(const std::byte* bytes, int64_t index) {
  T value;
  std::memcpy(&value, bytes + index * static_cast<int64_t>(sizeof(T)), sizeof(T));
  return value;
}
template <class T>
void store(std::byte* bytes, int64_t index, T value) {
  std::memcpy(bytes + index * static_cast<int64_t>(sizeof(T)), &value, sizeof(T));
}

}  // namespace

void fail(const char* what, std::string message, std::vector<Subject> subjects) {
  throw LoopFailure{
      {std::string("reference.loops.") + what, std::move(message), std::move(subjects)}};
}

Lane intLane(int64_t value) {
  return {.i = value};
}
Lane floatLane(double value) {
  return {.f = value};
}

Lane binaryLane(BinaryOp op, ElementType element, Lane a, Lane b) {
  // One rounding suffices: a double holds more than twice a float's digits.
  if (isFloat(element)) return floatLane(roundTo(element, floatBinary(op, a.f, b.f)));
  const auto value = loops::foldBinary(op, element, a.i, b.i);
  if (!value) fail("arithmetic", "division by zero or a shift out of range");
  return intLane(*value);
}

bool compareLane(loops::CompareOp op, ElementType element, Lane a, Lane b) {
  if (!isFloat(element)) return loops::foldCompare(op, element, a.i, b.i);
  switch (op) {
    case loops::CompareOp::eq:
      return a.f == b.f;
    case loops::CompareOp::ne:
      return a.f != b.f;
    case loops::CompareOp::lt:
      return a.f < b.f;
    case loops::CompareOp::le:
      return a.f <= b.f;
    case loops::CompareOp::gt:
      return a.f > b.f;
    case loops::CompareOp::ge:
      return a.f >= b.f;
  }
  return false;
}

Lane castLane(ElementType from, ElementType to, Lane value) {
  if (isFloat(from)) {
    if (isFloat(to)) return floatLane(roundTo(to, value.f));
    if (to == ElementType::boolean) return intLane(value.f != 0);
    return intLane(truncated(to, value.f));
  }
  if (!isFloat(to)) return intLane(wrapTo(to, value.i));
  const double wide = from == ElementType::u64 ? static_cast<double>(static_cast<uint64_t>(value.i))
                                               : static_cast<double>(value.i);
  if (to != ElementType::f32) return floatLane(roundTo(to, wide));
  // Straight from the integer, so that nothing is rounded twice.
  return floatLane(from == ElementType::u64 ? static_cast<float>(static_cast<uint64_t>(value.i))
                                            : static_cast<float>(value.i));
}

Lane callLane(Intrinsic intrinsic, ElementType element, ElementType result, const Lane* a) {
  switch (intrinsic) {
    case Intrinsic::isNan:
      return intLane(a[0].f != a[0].f);
    case Intrinsic::isInf:
      return intLane(std::isinf(a[0].f));
    case Intrinsic::reinterpret:
      return reinterpreted(element, result, a[0]);
    case Intrinsic::popcount: {
      const int bits = static_cast<int>(8 * sizeBytes(element));
      const uint64_t mask = bits == 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
      return intLane(std::popcount(static_cast<uint64_t>(a[0].i) & mask));
    }
    case Intrinsic::fma:
      if (element == ElementType::f64) return floatLane(std::fma(a[0].f, a[1].f, a[2].f));
      return floatLane(
          roundTo(element, std::fma(static_cast<float>(a[0].f), static_cast<float>(a[1].f),
                                    static_cast<float>(a[2].f))));
    case Intrinsic::abs:
      if (!isFloat(element)) {
        const bool isNegative = !isUnsignedInteger(element) && a[0].i < 0;
        return intLane(
            isNegative ? wrapTo(element, static_cast<int64_t>(0 - static_cast<uint64_t>(a[0].i)))
                       : a[0].i);
      }
      [[fallthrough]];
    default:
      if (!isFloat(element)) fail("type", "this function is defined on floats only");
      return floatLane(roundTo(result, floatCall(intrinsic, a)));
  }
}

Lane readLane(ElementType element, const std::byte* bytes, int64_t index) {
  switch (element) {
    case ElementType::f32:
      return floatLane(load<float>(bytes, index));
    case ElementType::f64:
      return floatLane(load<double>(bytes, index));
    case ElementType::f16:
      return floatLane(floatFromHalf(load<uint16_t>(bytes, index)));
    case ElementType::bf16:
      return floatLane(floatFromBfloat(load<uint16_t>(bytes, index)));
    case ElementType::i8:
      return intLane(load<int8_t>(bytes, index));
    case ElementType::i16:
      return intLane(load<int16_t>(bytes, index));
    case ElementType::i32:
      return intLane(load<int32_t>(bytes, index));
    case ElementType::i64:
      return intLane(load<int64_t>(bytes, index));
    case ElementType::u8:
      return intLane(load<uint8_t>(bytes, index));
    case ElementType::u16:
      return intLane(load<uint16_t>(bytes, index));
    case ElementType::u32:
      return intLane(load<uint32_t>(bytes, index));
    case ElementType::u64:
      return intLane(static_cast<int64_t>(load<uint64_t>(bytes, index)));
    case ElementType::boolean:
      return intLane(load<uint8_t>(bytes, index) != 0);
    default:
      fail("type", "nothing computes on this element type");
  }
}

void writeLane(ElementType element, std::byte* bytes, int64_t index, Lane value) {
  switch (element) {
    case ElementType::f32:
      return store(bytes, index, static_cast<float>(value.f));
    case ElementType::f64:
      return store(bytes, index, value.f);
    case ElementType::f16:
      return store(bytes, index, halfFromFloat(static_cast<float>(value.f)));
    case ElementType::bf16:
      return store(bytes, index, bfloatFromFloat(static_cast<float>(value.f)));
    case ElementType::i8:
    case ElementType::u8:
    case ElementType::boolean:
      return store(bytes, index, static_cast<uint8_t>(value.i));
    case ElementType::i16:
    case ElementType::u16:
      return store(bytes, index, static_cast<uint16_t>(value.i));
    case ElementType::i32:
    case ElementType::u32:
      return store(bytes, index, static_cast<uint32_t>(value.i));
    case ElementType::i64:
    case ElementType::u64:
      return store(bytes, index, value.i);
    default:
      fail("type", "nothing computes on this element type");
  }
}

}  // namespace heddle::reference
