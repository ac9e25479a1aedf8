// Transcendental functions of f32, scalar or vector, as straight-line code: at most 3 units in the
// last place, NaN and infinities as in libm.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codegen/llvm/emit_context.h"

namespace heddle::codegen {

// a*b+c, in one rounding where the target has the instruction.
llvm::Value* multiplyAdd(EmitContext& c, llvm::Value* a, llvm::Value* b, llvm::Value* addend);

llvm::Value* emitExp(EmitContext& c, llvm::Value* x);
llvm::Value* emitLog(EmitContext& c, llvm::Value* x);
llvm::Value* emitTanh(EmitContext& c, llvm::Value* x);
llvm::Value* emitSigmoid(EmitContext& c, llvm::Value* x);
llvm::Value* emitErf(EmitContext& c, llvm::Value* x);

}  // namespace heddle::codegen
