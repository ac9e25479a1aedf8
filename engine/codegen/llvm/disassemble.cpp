// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/disassemble.h"

#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstPrinter.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Target/TargetMachine.h>

#include <map>

#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {
namespace {

Diagnostic unreadable(llvm::Error error) {
  return {"codegen.disassemble", "the object file is not readable: " + llvm::toString(std::move(error))};
}

// LLVM's parts of a disassembler, kept together because each points into the ones before.
struct Decoder {
  std::unique_ptr<llvm::MCAsmInfo> asmInfo;
  std::unique_ptr<llvm::MCContext> context;
  std::unique_ptr<llvm::MCDisassembler> disassembler;
  std::unique_ptr<llvm::MCInstPrinter> printer;
  const llvm::MCSubtargetInfo* subtarget = nullptr;

  explicit Decoder(const llvm::TargetMachine& machine) {
    const llvm::Target& t = machine.getTarget();
    const llvm::Triple& triple = machine.getTargetTriple();
    subtarget = machine.getMCSubtargetInfo();
    asmInfo.reset(t.createMCAsmInfo(*machine.getMCRegisterInfo(), triple.str(), llvm::MCTargetOptions()));
    context = std::make_unique<llvm::MCContext>(triple, asmInfo.get(), machine.getMCRegisterInfo(), subtarget);
    disassembler.reset(t.createMCDisassembler(*subtarget, *context));
    const unsigned intel = triple.isX86() ? 1 : 0;
    printer.reset(t.createMCInstPrinter(triple, intel, *asmInfo, *machine.getMCInstrInfo(), *machine.getMCRegisterInfo()));
    if (printer) printer->setPrintImmHex(true);
  }
};

using Relocations = std::map<uint64_t, std::string>;  // offset in a section to symbol

Relocations relocationsOf(const llvm::object::ObjectFile& file, const llvm::object::SectionRef& section) {
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
      if (!name) llvm::consumeError(name.takeError());
      else if (!name->empty()) out[relocation.getOffset()] = name->str();
    }
  }
  return out;
}

std::string trimmed(std::string text) {
  const size_t first = text.find_first_not_of(" \t");
  text = first == std::string::npos ? "" : text.substr(first);
  for (char& c : text) {
    if (c == '\t') c = ' ';
  }
  return text;
}

class FunctionPrinter {
 public:
  FunctionPrinter(Decoder& decoder, llvm::DWARFContext& lines, std::vector<AsmLine>& out)
      : m_decoder(decoder), m_lines(lines), m_out(out) {}

  void print(const std::string& name, llvm::ArrayRef<uint8_t> code, uint64_t start, uint64_t section,
             const Relocations& relocations) {
    for (uint64_t at = 0; at < code.size();) {
      llvm::MCInst instruction;
      uint64_t size = 0;
      std::string text;
      llvm::raw_string_ostream stream(text);
      const auto status = m_decoder.disassembler->getInstruction(instruction, size, code.slice(at), start + at, llvm::nulls());
      if (status == llvm::MCDisassembler::Success) {
        m_decoder.printer->printInst(&instruction, at, "", *m_decoder.subtarget, stream);
      } else {
        size = std::max<uint64_t>(size, 1);
        stream << ".byte";
      }
      size = std::min<uint64_t>(size, code.size() - at);
      AsmLine line{at, static_cast<uint32_t>(size), lineAt(start + at, section), trimmed(stream.str()), name};
      const auto reference = relocations.lower_bound(start + at);
      if (reference != relocations.end() && reference->first < start + at + size) line.text += "  ; " + reference->second;
      m_out.push_back(std::move(line));
      at += size;
    }
  }

 private:
  Decoder& m_decoder;
  llvm::DWARFContext& m_lines;
  std::vector<AsmLine>& m_out;

  uint32_t lineAt(uint64_t address, uint64_t section) {
    return m_lines.getLineInfoForAddress({address, section}).Line;
  }
};

}  // namespace

Result<std::vector<AsmLine>> disassemble(std::span<const std::byte> bytes, const Target& target) {
  HEDDLE_TRY(const auto machine, makeTargetMachine(target));
  const llvm::StringRef text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  auto opened = llvm::object::ObjectFile::createELFObjectFile(llvm::MemoryBufferRef(text, "kernels.o"));
  if (!opened) return unreadable(opened.takeError());
  const auto& file = **opened;
  Decoder decoder(*machine);
  if (!decoder.disassembler || !decoder.printer) return Diagnostic{"codegen.disassemble", "LLVM has no disassembler for this target"};
  const auto lines = llvm::DWARFContext::create(file);
  std::vector<AsmLine> out;
  FunctionPrinter printer(decoder, *lines, out);
  for (const auto& symbol : file.symbols()) {
    auto type = symbol.getType();
    auto section = symbol.getSection();
    auto name = symbol.getName();
    auto address = symbol.getAddress();
    if (!type) return unreadable(type.takeError());
    if (!section) return unreadable(section.takeError());
    if (!name) return unreadable(name.takeError());
    if (!address) return unreadable(address.takeError());
    if (*type != llvm::object::SymbolRef::ST_Function || *section == file.section_end()) continue;
    auto contents = (*section)->getContents();
    if (!contents) return unreadable(contents.takeError());
    const uint64_t size = llvm::object::ELFSymbolRef(symbol).getSize();
    if (*address > contents->size() || size > contents->size() - *address) continue;
    const llvm::ArrayRef<uint8_t> code(reinterpret_cast<const uint8_t*>(contents->data()) + *address, size);
    printer.print(name->str(), code, *address, (*section)->getIndex(), relocationsOf(file, **section));
  }
  return out;
}

}  // namespace heddle::codegen
