// SPDX-License-Identifier: Apache-2.0
#include <llvm/IR/LLVMContext.h>

#include <cstring>

#include "engine/codegen/codegen.h"
#include "engine/codegen/llvm/kernel_emitter.h"
#include "engine/codegen/llvm/passes.h"
#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {

Result<KernelCode> compile(const loop_passes::LoweredProgram& lowered, const Target& target) {
  HEDDLE_TRY(auto machine, makeTargetMachine(target));
  llvm::LLVMContext context;
  HEDDLE_TRY(auto module, emitModule(context, lowered, *machine, target.vectorBits));
  runPasses(*module, *machine);
  HEDDLE_TRY(const auto object, emitObject(*module, *machine));
  KernelCode code;
  code.object.resize(object.size());
  std::memcpy(code.object.data(), object.data(), object.size());
  for (const auto& k : lowered.kernels)
    code.symbols.push_back(k.opaqueFunction.empty() ? k.name : k.opaqueFunction);
  code.requiredFeatures = requiredFeatures(*machine);
  return code;
}

}  // namespace heddle::codegen
