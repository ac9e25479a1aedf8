// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/machine_code.h"

#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Object/ELFObjectFile.h>

#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {
namespace {

Diagnostic unreadable(llvm::Error error) {
  return {"codegen.disassemble",
          "the object file is not readable: " + llvm::toString(std::move(error))};
}

std::string trimmed(std::string text) {
  const size_t first = text.find_first_not_of(" \t");
  text = first == std::string::npos ? "" : text.substr(first);
  for (char& c : text) {
    if (c == '\t') c = ' ';
  }
  return text;
}

std::vector<DecodedInstruction> decode(const Decoder& decoder, llvm::ArrayRef<uint8_t> code,
                                       uint64_t start) {
  std::vector<DecodedInstruction> out;
  for (uint64_t at = 0; at < code.size();) {
    DecodedInstruction i;
    uint64_t size = 0;
    i.isValid =
        decoder.disassembler->getInstruction(i.instruction, size, code.slice(at), start + at,
                                             llvm::nulls()) == llvm::MCDisassembler::Success;
    i.address = at;
    i.sizeBytes = static_cast<uint32_t>(std::clamp<uint64_t>(size, 1, code.size() - at));
    at += i.sizeBytes;
    out.push_back(std::move(i));
  }
  return out;
}

}  // namespace

Result<Decoder> Decoder::make(const llvm::TargetMachine& machine) {
  const llvm::Target& t = machine.getTarget();
  const llvm::Triple& triple = machine.getTargetTriple();
  Decoder d;
  d.subtarget = machine.getMCSubtargetInfo();
  d.asmInfo.reset(
      t.createMCAsmInfo(*machine.getMCRegisterInfo(), triple.str(), llvm::MCTargetOptions()));
  d.context = std::make_unique<llvm::MCContext>(triple, d.asmInfo.get(),
                                                machine.getMCRegisterInfo(), d.subtarget);
  d.disassembler.reset(t.createMCDisassembler(*d.subtarget, *d.context));
  const unsigned syntax = triple.isX86() ? 1 : 0;  // Intel's
  d.printer.reset(t.createMCInstPrinter(triple, syntax, *d.asmInfo, *machine.getMCInstrInfo(),
                                        *machine.getMCRegisterInfo()));
  if (!d.disassembler || !d.printer)
    return Diagnostic{"codegen.disassemble", "LLVM has no disassembler for this target"};
  d.printer->setPrintImmHex(true);
  d.printer->setPrintBranchImmAsAddress(true);
  return d;
}

std::string Decoder::text(const DecodedInstruction& i) const {
  if (!i.isValid) return ".byte";
  std::string out;
  llvm::raw_string_ostream stream(out);
  printer->printInst(&i.instruction, i.address, "", *subtarget, stream);
  return trimmed(stream.str());
}

Result<std::unique_ptr<llvm::object::ObjectFile>> openObject(std::span<const std::byte> bytes) {
  const llvm::StringRef text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  auto opened =
      llvm::object::ObjectFile::createELFObjectFile(llvm::MemoryBufferRef(text, "kernels.o"));
  if (!opened) return unreadable(opened.takeError());
  return std::move(*opened);
}

Result<std::vector<MachineFunctionCode>> functionsOf(const llvm::object::ObjectFile& file,
                                                     const Decoder& decoder) {
  std::vector<MachineFunctionCode> out;
  for (const auto& symbol : file.symbols()) {
    auto type = symbol.getType();
    if (!type) return unreadable(type.takeError());
    auto section = symbol.getSection();
    if (!section) return unreadable(section.takeError());
    auto name = symbol.getName();
    if (!name) return unreadable(name.takeError());
    auto address = symbol.getAddress();
    if (!address) return unreadable(address.takeError());
    if (*type != llvm::object::SymbolRef::ST_Function || *section == file.section_end()) continue;
    auto contents = (*section)->getContents();
    if (!contents) return unreadable(contents.takeError());
    const uint64_t size = llvm::object::ELFSymbolRef(symbol).getSize();
    if (*address > contents->size() || size > contents->size() - *address) continue;
    const llvm::ArrayRef<uint8_t> code(
        reinterpret_cast<const uint8_t*>(contents->data()) + *address, size);
    out.push_back({name->str(), *address, **section, decode(decoder, code, *address)});
  }
  return out;
}

}  // namespace heddle::codegen
