// Choosing code by element type.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/reference/scalar.h"
#include "engine/tensor/element_type.h"

namespace heddle::reference {

// Each calls f.operator()<T>() for the type's C++ type and returns its result, or `otherwise` when
// the type is none of the family.
template <class R, class F>
R onFloat(ElementType type, F&& f, R otherwise) {
  switch (type) {
    case ElementType::f32:
      return f.template operator()<float>();
    case ElementType::f64:
      return f.template operator()<double>();
    case ElementType::f16:
      return f.template operator()<Half>();
    case ElementType::bf16:
      return f.template operator()<Bfloat>();
    default:
      return otherwise;
  }
}
template <class R, class F>
R onInteger(ElementType type, F&& f, R otherwise) {
  switch (type) {
    case ElementType::i8:
      return f.template operator()<int8_t>();
    case ElementType::i16:
      return f.template operator()<int16_t>();
    case ElementType::i32:
      return f.template operator()<int32_t>();
    case ElementType::i64:
      return f.template operator()<int64_t>();
    case ElementType::u8:
      return f.template operator()<uint8_t>();
    case ElementType::u16:
      return f.template operator()<uint16_t>();
    case ElementType::u32:
      return f.template operator()<uint32_t>();
    case ElementType::u64:
      return f.template operator()<uint64_t>();
    default:
      return otherwise;
  }
}
template <class R, class F>
R onNumber(ElementType type, F&& f, R otherwise) {
  return isFloat(type) ? onFloat<R>(type, f, std::move(otherwise))
                       : onInteger<R>(type, f, std::move(otherwise));
}
template <class R, class F>
R onAny(ElementType type, F&& f, R otherwise) {
  if (type == ElementType::boolean) return f.template operator()<Bool>();
  return onNumber<R>(type, f, std::move(otherwise));
}
// By width only, for operators that move elements without looking at them.
template <class F>
auto onWidth(ElementType type, F&& f) {
  switch (sizeBytes(type)) {
    case 1:
      return f.template operator()<uint8_t>();
    case 2:
      return f.template operator()<uint16_t>();
    case 4:
      return f.template operator()<uint32_t>();
    default:
      return f.template operator()<uint64_t>();
  }
}

}  // namespace heddle::reference
