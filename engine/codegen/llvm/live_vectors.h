// Vector registers that a loop of machine code keeps.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>

#include <vector>

#include "engine/codegen/llvm/machine_code.h"

namespace heddle::codegen {

// The most vector registers that hold a value still to be read, at any point of the loop. Jumps inside the
// loop are taken as straight lines.
int liveVectorRegisters(const std::vector<const DecodedInstruction*>& loop,
                        const llvm::MCInstrInfo& info, const llvm::MCRegisterInfo& registers);

}  // namespace heddle::codegen
