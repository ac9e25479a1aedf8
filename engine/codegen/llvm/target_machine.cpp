// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/target_machine.h"

#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

#include <mutex>

namespace heddle::codegen {

void initializeLlvm() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser();
    LLVMInitializeX86Disassembler();
    LLVMInitializeX86TargetMCA();
    LLVMInitializeAArch64TargetInfo();
    LLVMInitializeAArch64Target();
    LLVMInitializeAArch64TargetMC();
    LLVMInitializeAArch64AsmPrinter();
    LLVMInitializeAArch64AsmParser();
    LLVMInitializeAArch64Disassembler();
  });
}

Result<std::unique_ptr<llvm::TargetMachine>> makeTargetMachine(const Target& target) {
  initializeLlvm();
  const std::string text = target.triple.empty() ? llvm::sys::getProcessTriple() : target.triple;
  const std::string triple = llvm::Triple::normalize(text);
  std::string error;
  const llvm::Target* found = llvm::TargetRegistry::lookupTarget(triple, error);
  if (!found)
    return Diagnostic{"codegen.target", "unknown target triple {0}", {{"argument", 0, text}}};
  std::unique_ptr<llvm::MCSubtargetInfo> info(found->createMCSubtargetInfo(triple, "", ""));
  if (!info || (!target.cpu.empty() && !info->isCPUStringValid(target.cpu))) {
    return Diagnostic{"codegen.target",
                      "{0} is no CPU of " + triple,
                      {{"argument", 0, target.cpu}},
                      {},
                      "names are those of llc -mcpu=help, for example x86-64-v3 or znver4"};
  }
  llvm::TargetOptions options;
  std::unique_ptr<llvm::TargetMachine> machine(
      found->createTargetMachine(triple, target.cpu, target.features, options, llvm::Reloc::PIC_,
                                 llvm::CodeModel::Small, llvm::CodeGenOptLevel::Default));
  if (!machine)
    return Diagnostic{
        "codegen.target", "LLVM has no code generator for {0}", {{"argument", 0, text}}};
  return machine;
}

bool hasFeature(const llvm::TargetMachine& machine, const std::string& feature) {
  return machine.getMCSubtargetInfo()->checkFeatures("+" + feature);
}

std::string requiredFeatures(const llvm::TargetMachine& machine) {
  static const char* const x86[] = {
      "sse3",       "ssse3",       "sse4.1",     "sse4.2",       "popcnt",          "avx",
      "f16c",       "fma",         "bmi",        "bmi2",         "lzcnt",           "movbe",
      "avx2",       "avx512f",     "avx512cd",   "avx512bw",     "avx512dq",        "avx512vl",
      "avx512vbmi", "avx512vbmi2", "avx512vnni", "avx512bitalg", "avx512vpopcntdq", "avx512ifma",
      "avx512bf16", "avx512fp16",  "avxvnni",    "gfni"};
  static const char* const arm[] = {"neon", "fp-armv8", "fullfp16", "dotprod", "sve"};
  std::string out;
  const auto add = [&](const char* name) {
    if (hasFeature(machine, name)) out += (out.empty() ? "" : ",") + std::string(name);
  };
  if (machine.getTargetTriple().isX86()) {
    for (const char* name : x86) add(name);
  } else if (machine.getTargetTriple().isAArch64()) {
    for (const char* name : arm) add(name);
  }
  return out;
}

}  // namespace heddle::codegen
