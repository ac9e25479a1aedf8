// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/live_vectors.h"

#include <algorithm>
#include <bitset>
#include <cctype>
#include <string_view>

namespace heddle::codegen {
namespace {

constexpr size_t kMostRegisters = 64;
using Registers = std::bitset<kMostRegisters>;

// xmm3, ymm3 and zmm3 are one register, as are q3, d3 and s3 of AArch64.
bool isVector(std::string_view name) {
  for (const std::string_view prefix : {"XMM", "YMM", "ZMM", "Q", "D", "S", "Z"})
    if (name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix &&
        std::isdigit(static_cast<unsigned char>(name[prefix.size()])) != 0)
      return true;
  return false;
}

struct Effect {
  Registers written, read;
};

Effect effectOf(const llvm::MCInst& instruction, const llvm::MCInstrInfo& info,
                const llvm::MCRegisterInfo& registers) {
  Effect out;
  const unsigned written = info.get(instruction.getOpcode()).getNumDefs();
  for (unsigned i = 0; i < instruction.getNumOperands(); ++i) {
    const llvm::MCOperand& operand = instruction.getOperand(i);
    if (!operand.isReg() || operand.getReg() == 0) continue;
    if (!isVector(registers.getName(operand.getReg()))) continue;
    (i < written ? out.written : out.read).set(registers.getEncodingValue(operand.getReg()) % kMostRegisters);
  }
  return out;
}

}  // namespace

int liveVectorRegisters(const std::vector<const DecodedInstruction*>& loop,
                        const llvm::MCInstrInfo& info, const llvm::MCRegisterInfo& registers) {
  std::vector<Effect> effects;
  for (const DecodedInstruction* i : loop)
    effects.push_back(effectOf(i->instruction, info, registers));
  Registers live;
  size_t most = 0;
  // Twice, for what the next iteration reads is alive at the end of this one.
  for (int pass = 0; pass < 2; ++pass)
    for (size_t i = effects.size(); i-- > 0;) {
      live = (live & ~effects[i].written) | effects[i].read;
      most = std::max(most, live.count());
    }
  return static_cast<int>(most);
}

}  // namespace heddle::codegen
