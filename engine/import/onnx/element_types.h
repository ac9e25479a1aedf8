// ONNX's numbers for element types.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/tensor/element_type.h"

namespace heddle::import {

// Nothing for 0 and for numbers that IR 13 does not know.
std::optional<ElementType> elementTypeFromOnnx(int64_t number);
// ONNX's spelling ("float", "int4", ...), also for unknown numbers.
std::string onnxTypeName(int64_t number);

}  // namespace heddle::import
