// LLVM's view of a target.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "engine/support/result.h"
#include "engine/support/target.h"

namespace llvm {
class TargetMachine;
}

namespace heddle::codegen {

// Registers the targets that Heddle knows with LLVM; safe to call from any thread.
void initializeLlvm();

// Errors: "codegen.target" naming the triple or the CPU.
Result<std::unique_ptr<llvm::TargetMachine>> makeTargetMachine(const Target& target);

// "+feature": whether the machine has it.
bool hasFeature(const llvm::TargetMachine& machine, const std::string& feature);

// What a CPU must have to run the code, in the spelling of the runtime: "avx512f,avx512vl,fma".
std::string requiredFeatures(const llvm::TargetMachine& machine);

}  // namespace heddle::codegen
