// Kernels to LLVM functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>

#include "engine/loop_passes/lower.h"

namespace heddle::codegen {

// One module with a function per kernel that has a body, in final form but for promotion of
// registers. Debug lines are those of loop_passes::print. Errors: "codegen.<what>".
Result<std::unique_ptr<llvm::Module>> emitModule(llvm::LLVMContext& context,
                                                 const loop_passes::LoweredProgram& lowered,
                                                 const llvm::TargetMachine& machine,
                                                 int vectorBits);

}  // namespace heddle::codegen
