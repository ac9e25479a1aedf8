// The few IR passes that code already in final form still profits from, and code generation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "engine/support/result.h"

namespace heddle::codegen {

void runPasses(llvm::Module& module, llvm::TargetMachine& machine);
Result<llvm::SmallVector<char, 0>> emitObject(llvm::Module& module, llvm::TargetMachine& machine);

}  // namespace heddle::codegen
