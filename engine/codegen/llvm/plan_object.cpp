// The object is written through LLVM's assembler layer, byte by byte as a compiler would lay out
// heddle_plan; constants of hundreds of megabytes then cost one copy.
// SPDX-License-Identifier: Apache-2.0
#include <llvm/MC/MCAsmBackend.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCCodeEmitter.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCELFStreamer.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCObjectFileInfo.h>
#include <llvm/MC/MCObjectWriter.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSectionELF.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/MCSymbolELF.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include <cctype>
#include <cstring>

#include "engine/codegen/data_object.h"
#include "engine/codegen/llvm/target_machine.h"
#include "engine/runtime/plan.h"

namespace heddle::codegen {
namespace {

// The layout that is written below by hand.
static_assert(sizeof(heddle_buffer_ref) == 16 && sizeof(heddle_tensor_info) == 32);
static_assert(sizeof(heddle_constant) == 32 && sizeof(heddle_step) == 56 &&
              sizeof(heddle_plan) == 96);
static_assert(offsetof(heddle_step, args) == 24 && offsetof(heddle_plan, inputs) == 48);
static_assert(offsetof(heddle_plan, arena_bytes) == 80);

class PlanWriter {
 public:
  PlanWriter(llvm::MCStreamer& out, llvm::MCContext& context) : m_out(out), m_context(context) {
    m_readOnly =
        context.getELFSection(".rodata.heddle", llvm::ELF::SHT_PROGBITS, llvm::ELF::SHF_ALLOC);
    // Holds pointers, which the loader relocates.
    m_relocated = context.getELFSection(".data.rel.ro.heddle", llvm::ELF::SHT_PROGBITS,
                                        llvm::ELF::SHF_ALLOC | llvm::ELF::SHF_WRITE);
  }

  void write(const PlanData& plan) {
    const auto* name = text(plan.name);
    const auto* metadata = text(plan.metadataJson);
    const auto* features = text(plan.requiredFeatures);
    const auto* inputs = tensors(plan.inputs);
    const auto* outputs = tensors(plan.outputs);
    const auto* constants = constantTable(plan.constants);
    const auto* steps = stepTable(plan.steps);
    m_out.switchSection(m_relocated);
    m_out.emitValueToAlignment(llvm::Align(8));
    auto* symbol =
        llvm::cast<llvm::MCSymbolELF>(m_context.getOrCreateSymbol(planSymbol(plan.name)));
    m_out.emitSymbolAttribute(symbol, llvm::MCSA_Global);
    m_out.emitSymbolAttribute(symbol, llvm::MCSA_ELF_TypeObject);
    m_out.emitLabel(symbol);
    word32(HEDDLE_PLAN_MAGIC), word32(HEDDLE_PLAN_VERSION);
    pointer(name), pointer(metadata), pointer(features);
    word32(plan.inputs.size()), word32(plan.outputs.size()), word32(plan.constants.size()),
        word32(plan.steps.size());
    pointer(inputs), pointer(outputs), pointer(constants), pointer(steps);
    word64(plan.arenaBytes), word64(plan.arenaAlignment);
    m_out.emitELFSize(symbol, llvm::MCConstantExpr::create(sizeof(heddle_plan), m_context));
  }

 private:
  using Symbol = const llvm::MCSymbol*;
  llvm::MCStreamer& m_out;
  llvm::MCContext& m_context;
  llvm::MCSectionELF *m_readOnly, *m_relocated;

  void word32(uint64_t value) { m_out.emitIntValue(value, 4); }
  void word64(uint64_t value) { m_out.emitIntValue(value, 8); }
  void pointer(Symbol symbol) {
    if (symbol)
      m_out.emitValue(llvm::MCSymbolRefExpr::create(symbol, m_context), 8);
    else
      word64(0);
  }
  llvm::MCSymbol* label(llvm::MCSection* section, unsigned align) {
    m_out.switchSection(section);
    m_out.emitValueToAlignment(llvm::Align(align));
    auto* symbol = m_context.createTempSymbol();
    m_out.emitLabel(symbol);
    return symbol;
  }
  Symbol text(const std::string& s) {
    auto* symbol = label(m_readOnly, 1);
    m_out.emitBytes({s.c_str(), s.size() + 1});
    return symbol;
  }
  Symbol integers(const std::vector<int64_t>& values) {
    if (values.empty()) return nullptr;
    auto* symbol = label(m_readOnly, 8);
    for (int64_t v : values) word64(static_cast<uint64_t>(v));
    return symbol;
  }

  Symbol tensors(const std::vector<PlanData::TensorInfo>& list) {
    if (list.empty()) return nullptr;
    std::vector<std::pair<Symbol, Symbol>> parts;
    for (const auto& t : list) {
      Symbol name = text(t.name);
      parts.emplace_back(name, integers(t.extents));
    }
    auto* symbol = label(m_relocated, 8);
    for (size_t i = 0; i < list.size(); ++i) {
      pointer(parts[i].first);
      word32(list[i].element), word32(list[i].extents.size());
      pointer(parts[i].second);
      word64(list[i].sizeBytes);
    }
    return symbol;
  }

  Symbol constantTable(const std::vector<PlanData::Constant>& list) {
    if (list.empty()) return nullptr;
    std::vector<std::pair<Symbol, Symbol>> parts;
    for (const auto& c : list) {
      Symbol name = text(c.name);
      Symbol data = nullptr;
      if (c.isEmbedded) {
        data = label(m_readOnly, 64);
        m_out.emitBytes({reinterpret_cast<const char*>(c.bytes.data()), c.bytes.size()});
        if (c.bytes.empty()) m_out.emitIntValue(0, 1);  // an address of its own
      }
      parts.emplace_back(name, data);
    }
    auto* symbol = label(m_relocated, 8);
    for (size_t i = 0; i < list.size(); ++i) {
      pointer(parts[i].first), pointer(parts[i].second);
      word64(list[i].fileOffset);
      word64(list[i].isEmbedded ? list[i].bytes.size() : list[i].sizeBytes);
    }
    return symbol;
  }

  Symbol stepTable(const std::vector<PlanData::Step>& list) {
    if (list.empty()) return nullptr;
    std::vector<std::pair<Symbol, Symbol>> parts;
    for (const auto& s : list) {
      Symbol name = text(s.kernel);
      Symbol args = s.args.empty() ? nullptr : label(m_readOnly, 8);
      for (const auto& a : s.args) word32(a.space), word32(a.index), word64(a.offsetBytes);
      parts.emplace_back(name, args);
    }
    auto* symbol = label(m_relocated, 8);
    for (size_t i = 0; i < list.size(); ++i) {
      const auto& s = list[i];
      pointer(parts[i].first);
      pointer(m_context.getOrCreateSymbol(s.kernel));
      word32(s.group), word32(s.args.size());
      pointer(parts[i].second);
      word64(static_cast<uint64_t>(s.parallelExtent));
      word64(static_cast<uint64_t>(s.flops)), word64(static_cast<uint64_t>(s.bytes));
    }
    return symbol;
  }
};

Status check(const PlanData& plan) {
  const auto bad = [](const std::string& what) {
    return Diagnostic{"codegen.plan", "{0}", {{"argument", 0, what}}};
  };
  for (const auto& c : plan.constants) {
    if (!c.isEmbedded && c.fileOffset % 64 != 0)
      return bad("constant " + c.name + " is not aligned to 64 bytes in its file");
    if (!c.isEmbedded && !c.bytes.empty())
      return bad("constant " + c.name + " has bytes and a file offset");
    if (c.isEmbedded && c.sizeBytes != 0 && c.sizeBytes != c.bytes.size())
      return bad("constant " + c.name + " has another size than its bytes");
  }
  for (const auto& s : plan.steps) {
    if (s.kernel.empty()) return bad("a step names no kernel");
    for (const auto& a : s.args) {
      const size_t limits[] = {plan.inputs.size(), plan.outputs.size(), plan.constants.size()};
      if (a.space > HEDDLE_SPACE_ARENA ||
          (a.space < HEDDLE_SPACE_ARENA && a.index >= limits[a.space])) {
        return bad("step " + s.kernel + " refers to a buffer that does not exist");
      }
    }
  }
  return {};
}

}  // namespace

std::string planSymbol(const std::string& name) {
  std::string out = "heddle_plan_";
  for (char c : name) out += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return out;
}

Result<std::vector<std::byte>> emitPlanObject(const PlanData& plan, const Target& target) {
  HEDDLE_CHECK(check(plan));
  HEDDLE_TRY(const auto machine, makeTargetMachine(target));
  const llvm::Target& t = machine->getTarget();
  const llvm::Triple& triple = machine->getTargetTriple();
  const auto& subtarget = *machine->getMCSubtargetInfo();
  const auto& registers = *machine->getMCRegisterInfo();
  llvm::MCTargetOptions options;
  std::unique_ptr<llvm::MCAsmInfo> asmInfo(t.createMCAsmInfo(registers, triple.str(), options));
  llvm::MCContext context(triple, asmInfo.get(), &registers, &subtarget);
  std::unique_ptr<llvm::MCObjectFileInfo> fileInfo(t.createMCObjectFileInfo(context, /*PIC=*/true));
  context.setObjectFileInfo(fileInfo.get());
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  std::unique_ptr<llvm::MCAsmBackend> backend(t.createMCAsmBackend(subtarget, registers, options));
  std::unique_ptr<llvm::MCCodeEmitter> emitter(
      t.createMCCodeEmitter(*machine->getMCInstrInfo(), context));
  std::unique_ptr<llvm::MCObjectWriter> writer = backend->createObjectWriter(stream);
  std::unique_ptr<llvm::MCStreamer> out(t.createMCObjectStreamer(
      triple, context, std::move(backend), std::move(writer), std::move(emitter), subtarget));
  out->initSections(/*NoExecStack=*/true, subtarget);
  PlanWriter(*out, context).write(plan);
  out->finish();
  std::vector<std::byte> result(bytes.size());
  std::memcpy(result.data(), bytes.data(), bytes.size());
  return result;
}

}  // namespace heddle::codegen
