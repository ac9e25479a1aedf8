// Lowered programs to machine code.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/loop_passes/lower.h"

namespace heddle::codegen {

// One instruction of the disassembly.
struct AsmLine {
  uint64_t address = 0;  // within the function
  uint32_t sizeBytes = 0;
  uint32_t sourceLine = 0;  // of the lowered text (PrintedKernels), 0 where unknown
  std::string text;         // without address
  std::string function;     // kernel symbol
};

struct KernelCode {
  std::vector<std::byte> object;     // ELF, relocatable
  std::vector<std::string> symbols;  // one per kernel of the program, in order
  std::string requiredFeatures;
};

struct KernelListing {
  std::string llvmBefore, llvmAfter;  // textual LLVM IR before and after the IR passes
  // Line of llvmBefore/llvmAfter (1-based index) to line of the lowered text; 0 where unknown.
  std::vector<uint32_t> llvmBeforeLines, llvmAfterLines;
  std::vector<AsmLine> assembly;
};

// The host with its features and caches, or a "llvm -mcpu=NAME -mtriple=T -mattr=F" string. Errors:
// "codegen.target" naming the part at fault.
Result<Target> hostTarget();
Result<Target> parseTarget(std::string_view text);
std::string toText(const Target& target);

// Thread-safe: one LLVM context per call.
Result<KernelCode> compile(const loop_passes::LoweredProgram& lowered, const Target& target);
Result<KernelListing> listing(const loop_passes::LoweredProgram& lowered, const Target& target);

}  // namespace heddle::codegen
