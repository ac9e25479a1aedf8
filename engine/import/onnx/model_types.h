// Declared types of inputs and outputs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "engine/support/result.h"
#include "engine/tensor/tensor_type.h"

namespace heddle::onnx {
class ValueInfoProto;
}

namespace heddle::import {

// "a sequence", "a tensor", ...
const char* kindOfType(const onnx::ValueInfoProto& value);
// Dimensions without a name get the symbol "input.0". Requires a tensor type. Errors:
// "import.input" when the rank or the element type is not declared, or the extents overflow.
Result<TensorType> inputType(const onnx::ValueInfoProto& value);
// As far as it is declared: a rank of 0 where there is none.
TensorType declaredType(const onnx::ValueInfoProto& value);

}  // namespace heddle::import
