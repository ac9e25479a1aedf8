// Half-width floats, as bits in i16, to f32 and back; rounds to nearest even.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codegen/llvm/emit_context.h"

namespace heddle::codegen {

llvm::Value* floatFromHalfWidth(EmitContext& c, llvm::Value* bits, ElementType element);
llvm::Value* halfWidthFromFloat(EmitContext& c, llvm::Value* value, ElementType element);

}  // namespace heddle::codegen
