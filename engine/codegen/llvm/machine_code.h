// Functions of an object file as instructions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstPrinter.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/Target/TargetMachine.h>

#include <span>

#include "engine/support/result.h"

namespace heddle::codegen {

struct DecodedInstruction {
  uint64_t address = 0;  // within the function
  uint32_t sizeBytes = 0;
  llvm::MCInst instruction;
  bool isValid = false;  // false: bytes that are no instruction
};

struct MachineFunctionCode {
  std::string name;
  uint64_t address = 0;  // within its section
  llvm::object::SectionRef section;
  std::vector<DecodedInstruction> instructions;
};

// LLVM's parts of a disassembler, kept together because each points into the ones before.
struct Decoder {
  std::unique_ptr<llvm::MCAsmInfo> asmInfo;
  std::unique_ptr<llvm::MCContext> context;
  std::unique_ptr<llvm::MCDisassembler> disassembler;
  std::unique_ptr<llvm::MCInstPrinter> printer;
  const llvm::MCSubtargetInfo* subtarget = nullptr;

  static Result<Decoder> make(const llvm::TargetMachine& machine);
  std::string text(const DecodedInstruction& i) const;
};

Result<std::unique_ptr<llvm::object::ObjectFile>> openObject(std::span<const std::byte> bytes);
// In the order of the symbol table.
Result<std::vector<MachineFunctionCode>> functionsOf(const llvm::object::ObjectFile& file,
                                                     const Decoder& decoder);

}  // namespace heddle::codegen
