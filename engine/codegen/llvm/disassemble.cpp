// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/disassemble.h"

#include <llvm/DebugInfo/DWARF/DWARFContext.h>

#include <map>

#include "engine/codegen/llvm/machine_code.h"
#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {
namespace {

using Relocations = std::map<uint64_t, std::string>;  // offset in a section to symbol

Relocations relocationsOf(const llvm::object::ObjectFile& file,
                          const llvm::object::SectionRef& section) {
  Relocations out;
  for (const auto& holder : file.sections()) {
    auto target = holder.getRelocatedSection();
    if (!target) {
      llvm::consumeError(target.takeError());
      continue;
    }
    if (*target == file.section_end() || **target != section) continue;
    for (const auto& relocation : holder.relocations()) {
      const auto symbol = relocation.getSymbol();
      if (symbol == file.symbol_end()) continue;
      auto name = symbol->getName();
      if (!name)
        llvm::consumeError(name.takeError());
      else if (!name->empty())
        out[relocation.getOffset()] = name->str();
    }
  }
  return out;
}

}  // namespace

Result<std::vector<AsmLine>> disassemble(std::span<const std::byte> bytes, const Target& target) {
  HEDDLE_TRY(const auto machine, makeTargetMachine(target));
  HEDDLE_TRY(const auto file, openObject(bytes));
  HEDDLE_TRY(const Decoder decoder, Decoder::make(*machine));
  HEDDLE_TRY(const auto functions, functionsOf(*file, decoder));
  const auto debug = llvm::DWARFContext::create(*file);
  std::vector<AsmLine> out;
  for (const auto& function : functions) {
    const Relocations relocations = relocationsOf(*file, function.section);
    for (const auto& i : function.instructions) {
      const uint64_t at = function.address + i.address;
      AsmLine line{i.address, i.sizeBytes,
                   debug->getLineInfoForAddress({at, function.section.getIndex()}).Line,
                   decoder.text(i), function.name};
      const auto reference = relocations.lower_bound(at);
      if (reference != relocations.end() && reference->first < at + i.sizeBytes)
        line.text += "  ; " + reference->second;
      out.push_back(std::move(line));
    }
  }
  return out;
}

}  // namespace heddle::codegen
