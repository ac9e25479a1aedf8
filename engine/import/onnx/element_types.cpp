// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/element_types.h"

#include <array>

namespace heddle::import {
namespace {

struct TypeRow {
  const char* name;
  ElementType type;
};

using enum ElementType;
// In the order of TensorProto.DataType, from 1.
constexpr std::array<TypeRow, 26> kTypes = {{{"float", f32},
                                             {"uint8", u8},
                                             {"int8", i8},
                                             {"uint16", u16},
                                             {"int16", i16},
                                             {"int32", i32},
                                             {"int64", i64},
                                             {"string", string},
                                             {"bool", boolean},
                                             {"float16", f16},
                                             {"double", f64},
                                             {"uint32", u32},
                                             {"uint64", u64},
                                             {"complex64", complex64},
                                             {"complex128", complex128},
                                             {"bfloat16", bf16},
                                             {"float8e4m3fn", f8},
                                             {"float8e4m3fnuz", f8},
                                             {"float8e5m2", f8},
                                             {"float8e5m2fnuz", f8},
                                             {"uint4", subByte},
                                             {"int4", subByte},
                                             {"float4e2m1", subByte},
                                             {"float8e8m0", f8},
                                             {"uint2", subByte},
                                             {"int2", subByte}}};

}  // namespace

std::optional<ElementType> elementTypeFromOnnx(int64_t number) {
  if (number < 1 || number > static_cast<int64_t>(kTypes.size())) return std::nullopt;
  return kTypes[static_cast<size_t>(number - 1)].type;
}

std::string onnxTypeName(int64_t number) {
  if (number < 1 || number > static_cast<int64_t>(kTypes.size()))
    return "type number " + std::to_string(number);
  return kTypes[static_cast<size_t>(number - 1)].name;
}

}  // namespace heddle::import
