// SPDX-License-Identifier: Apache-2.0
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/raw_ostream.h>

#include <charconv>
#include <map>

#include "engine/codegen/codegen.h"
#include "engine/codegen/llvm/disassemble.h"
#include "engine/codegen/llvm/kernel_emitter.h"
#include "engine/codegen/llvm/passes.h"
#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {
namespace {

struct IrText {
  std::string text;
  std::vector<uint32_t> lines;
};

uint32_t numberAt(std::string_view text, size_t at) {
  uint32_t value = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), value);
  return value;
}

// The functions of the module without their metadata; each line's debug location becomes its source
// line.
IrText printIr(const llvm::Module& module) {
  std::string all;
  llvm::raw_string_ostream stream(all);
  module.print(stream, nullptr);
  std::map<uint32_t, uint32_t> lineOfLocation;
  std::vector<std::string_view> rows;
  for (size_t at = 0; at < all.size();) {
    const size_t end = std::min(all.find('\n', at), all.size());
    rows.push_back(std::string_view(all).substr(at, end - at));
    at = end + 1;
  }
  for (std::string_view row : rows) {
    const size_t location = row.find("!DILocation(line: ");
    if (row.starts_with("!") && location != std::string_view::npos)
      lineOfLocation[numberAt(row, 1)] = numberAt(row, location + 18);
  }
  IrText out;
  for (std::string_view row : rows) {
    if (row.starts_with("!") || row.starts_with("source_filename") || row.starts_with("; ModuleID"))
      continue;
    uint32_t line = 0;
    const size_t tag = row.find("!dbg !");
    if (tag != std::string_view::npos) {
      const auto found = lineOfLocation.find(numberAt(row, tag + 6));
      if (found != lineOfLocation.end()) line = found->second;
    }
    // What follows an instruction's operands is metadata.
    const size_t metadata = row.starts_with("  ") ? row.find(", !") : std::string_view::npos;
    std::string shown(row.substr(0, metadata));
    if (const size_t subprogram = shown.find(" !dbg !"); subprogram != std::string::npos) {
      const size_t end = shown.find(' ', subprogram + 1 + 5);
      shown.erase(subprogram, end == std::string::npos ? end : end - subprogram);
    }
    if (shown.empty() && (out.text.empty() || out.text.ends_with("\n\n"))) continue;
    out.text += shown + "\n";
    out.lines.push_back(line);
  }
  return out;
}

}  // namespace

Result<KernelListing> listing(const loop_passes::LoweredProgram& lowered, const Target& target) {
  HEDDLE_TRY(auto machine, makeTargetMachine(target));
  llvm::LLVMContext context;
  HEDDLE_TRY(auto module, emitModule(context, lowered, *machine, target.vectorBits));
  KernelListing out;
  IrText before = printIr(*module);
  runPasses(*module, *machine);
  IrText after = printIr(*module);
  out.llvmBefore = std::move(before.text), out.llvmBeforeLines = std::move(before.lines);
  out.llvmAfter = std::move(after.text), out.llvmAfterLines = std::move(after.lines);
  HEDDLE_TRY(const auto object, emitObject(*module, *machine));
  HEDDLE_TRY(out.assembly,
             disassemble(std::as_bytes(std::span(object.data(), object.size())), target));
  return out;
}

}  // namespace heddle::codegen
