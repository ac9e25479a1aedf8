// A backward jump closes a loop; a loop that holds no other is innermost.
// SPDX-License-Identifier: Apache-2.0
#include <llvm/MC/MCInstrAnalysis.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/TargetRegistry.h>

#include <algorithm>

#include "engine/codegen/analysis.h"
#include "engine/codegen/llvm/live_vectors.h"
#include "engine/codegen/llvm/machine_code.h"
#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {
namespace {

struct Span {
  uint64_t begin, end;
  bool holds(const Span& o) const {
    return begin <= o.begin && o.end <= end && (begin != o.begin || end != o.end);
  }
};

std::vector<Span> loopsOf(const MachineFunctionCode& f, const llvm::MCInstrAnalysis& analysis,
                          const llvm::MCInstrInfo& info) {
  std::vector<Span> out;
  for (const auto& i : f.instructions) {
    uint64_t target = 0;
    if (!i.isValid || info.get(i.instruction.getOpcode()).isCall()) continue;
    if (!analysis.isBranch(i.instruction)) continue;
    if (!analysis.evaluateBranch(i.instruction, i.address, i.sizeBytes, target) ||
        target > i.address)
      continue;
    // Several jumps back to one place are one loop.
    const Span span{target, i.address + i.sizeBytes};
    const auto same =
        std::find_if(out.begin(), out.end(), [&](const Span& s) { return s.begin == target; });
    if (same == out.end())
      out.push_back(span);
    else
      same->end = std::max(same->end, span.end);
  }
  return out;
}

bool has(const std::string& text, const char* what) {
  return text.find(what) != std::string::npos;
}

// Multiplications and additions of one instruction: two a lane, four times as many for dot products
// of bytes.
int64_t fmaFlops(const std::string& mnemonic, const std::string& text) {
  const int bytes = has(text, "zmm") ? 64 : has(text, "ymm") ? 32 : 16;
  if (has(mnemonic, "vpdpbusd")) return int64_t{2} * bytes;
  const char kind = mnemonic.empty() ? 's' : mnemonic.back();
  const int width = kind == 'd' ? 8 : 4;
  const bool isScalar = mnemonic.size() > 2 && mnemonic[mnemonic.size() - 2] == 's';
  return isScalar ? 2 : 2 * bytes / width;
}

void count(CodeLoop& loop, const std::string& text, const llvm::MCInstrDesc& info) {
  ++loop.instructions;
  loop.loads += info.mayLoad();
  loop.stores += info.mayStore();
  const std::string mnemonic = text.substr(0, text.find(' '));
  if (has(mnemonic, "fmadd") || has(mnemonic, "fnmadd") || has(mnemonic, "fmsub") ||
      has(mnemonic, "fmla") || has(mnemonic, "vpdpbusd")) {
    ++loop.fmas;
    loop.fmaFlops += fmaFlops(mnemonic, text);
  }
  const bool isVector = has(text, "xmm") || has(text, "ymm") || has(text, "zmm");
  const bool isStack = has(text, "[rsp") || has(text, "[rbp");
  loop.spills += isVector && isStack;
  const bool isMove = has(mnemonic, "movap") || has(mnemonic, "movup") || has(mnemonic, "movdq");
  loop.moves += isVector && isMove && !has(text, "[") && !has(text, "{");
}

}  // namespace

Result<std::vector<CodeLoop>> innermostLoops(const KernelCode& code, const Target& target) {
  HEDDLE_TRY(const auto machine, makeTargetMachine(target));
  HEDDLE_TRY(const auto file, openObject(code.object));
  HEDDLE_TRY(const Decoder decoder, Decoder::make(*machine));
  HEDDLE_TRY(const auto functions, functionsOf(*file, decoder));
  const auto& info = *machine->getMCInstrInfo();
  const std::unique_ptr<llvm::MCInstrAnalysis> analysis(
      machine->getTarget().createMCInstrAnalysis(&info));
  if (!analysis) return Diagnostic{"codegen.analysis", "LLVM cannot follow jumps of this target"};
  std::vector<CodeLoop> out;
  for (const auto& f : functions) {
    const auto spans = loopsOf(f, *analysis, info);
    for (const Span& span : spans) {
      if (std::any_of(spans.begin(), spans.end(), [&](const Span& s) { return span.holds(s); }))
        continue;
      CodeLoop loop;
      loop.function = f.name, loop.beginAddress = span.begin, loop.endAddress = span.end;
      loop.depth =
          1 + static_cast<int>(std::count_if(spans.begin(), spans.end(),
                                             [&](const Span& s) { return s.holds(span); }));
      std::vector<const DecodedInstruction*> inside;
      for (const auto& i : f.instructions) {
        if (!i.isValid || i.address < span.begin || i.address >= span.end) continue;
        inside.push_back(&i);
        count(loop, decoder.text(i), info.get(i.instruction.getOpcode()));
      }
      loop.liveVectorRegisters =
          liveVectorRegisters(inside, info, *machine->getMCRegisterInfo());
      out.push_back(std::move(loop));
    }
  }
  return out;
}

const CodeLoop* hotLoop(const std::vector<CodeLoop>& loops) {
  const auto hot =
      std::max_element(loops.begin(), loops.end(), [](const CodeLoop& a, const CodeLoop& b) {
        return std::tuple(a.fmas > 0, a.depth, a.fmas, a.instructions) <
               std::tuple(b.fmas > 0, b.depth, b.fmas, b.instructions);
      });
  return hot == loops.end() ? nullptr : &*hot;
}

}  // namespace heddle::codegen
