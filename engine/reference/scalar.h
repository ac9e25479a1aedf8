// Element types as C++ types, with conversions that are defined for every value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <concepts>
#include <limits>
#include <type_traits>

#include "engine/tensor/element_type.h"

namespace heddle::reference {

struct Half {
  uint16_t bits = 0;
};
struct Bfloat {
  uint16_t bits = 0;
};
// Any byte that is not zero is true, as hostile files may hold others than 0 and 1.
struct Bool {
  uint8_t byte = 0;
};

template <class T>
concept IsFloat = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, Half> ||
    std::same_as<T, Bfloat>;
template <class T>
concept IsInteger = std::is_integral_v<T> && !std::same_as<T, bool>;

// What arithmetic on T is done in, and what long sums are kept in. Integers wrap, so that a sum may
// be kept in 64 unsigned bits and cut at the end.
template <class T>
struct ComputeOf {
  using Type = T;
};
template <>
struct ComputeOf<Half> {
  using Type = float;
};
template <>
struct ComputeOf<Bfloat> {
  using Type = float;
};
template <>
struct ComputeOf<Bool> {
  using Type = bool;
};
template <class T>
using Compute = typename ComputeOf<T>::Type;
template <class T>
using Accumulator = std::conditional_t<IsFloat<T>, double, uint64_t>;

template <class T>
Compute<T> load(T stored) {
  if constexpr (std::same_as<T, Half>)
    return floatFromHalf(stored.bits);
  else if constexpr (std::same_as<T, Bfloat>)
    return floatFromBfloat(stored.bits);
  else if constexpr (std::same_as<T, Bool>)
    return stored.byte != 0;
  else
    return stored;
}

// Float to integer truncates and saturates, NaN gives 0; integers wrap; anything to bool is "not
// zero". `From` is a computing type.
template <class To, class From>
To store(From value) {
  if constexpr (std::same_as<To, Half>)
    return {halfFromFloat(static_cast<float>(value))};
  else if constexpr (std::same_as<To, Bfloat>)
    return {bfloatFromFloat(static_cast<float>(value))};
  else if constexpr (std::same_as<To, Bool>)
    return {static_cast<uint8_t>(value != From(0))};
  else if constexpr (IsInteger<To> && std::is_floating_point_v<From>) {
    constexpr From kEnd =
        static_cast<From>(uint64_t{1} << (std::numeric_limits<To>::digits - 1)) * 2;
    if (value != value) return 0;
    if (value >= kEnd) return std::numeric_limits<To>::max();
    if (value <= static_cast<From>(std::numeric_limits<To>::min()))
      return std::numeric_limits<To>::min();
    return static_cast<To>(value);
  } else {
    return static_cast<To>(value);
  }
}

template <class T>
T wrapAdd(T a, T b) {
  if constexpr (IsInteger<T>)
    return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  else
    return a + b;
}
template <class T>
T wrapSub(T a, T b) {
  if constexpr (IsInteger<T>)
    return static_cast<T>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
  else
    return a - b;
}
template <class T>
T wrapMul(T a, T b) {
  if constexpr (IsInteger<T>)
    return static_cast<T>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  else
    return a * b;
}

// Smallest and largest value, infinities for floats; where T is a computing type.
template <class T>
T lowestOf() {
  if constexpr (std::is_floating_point_v<T>)
    return -std::numeric_limits<T>::infinity();
  else
    return std::numeric_limits<T>::lowest();
}
template <class T>
T highestOf() {
  if constexpr (std::is_floating_point_v<T>)
    return std::numeric_limits<T>::infinity();
  else
    return std::numeric_limits<T>::max();
}
// NaN if either is NaN.
template <class T>
T maxOf(T a, T b) {
  return a != a ? a : (b != b ? b : (a < b ? b : a));
}
template <class T>
T minOf(T a, T b) {
  return a != a ? a : (b != b ? b : (b < a ? b : a));
}

}  // namespace heddle::reference
