// What the machine code of a kernel costs, without running it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codegen/codegen.h"

namespace heddle::codegen {

// An innermost loop of the machine code: [beginAddress, endAddress) within the function.
struct CodeLoop {
  std::string function;
  uint64_t beginAddress = 0, endAddress = 0;
  int depth = 1;  // loops around it, itself included
  int instructions = 0;
  int fmas = 0;               // multiply-adds of floats or VNNI dot products
  int64_t fmaFlops = 0;       // operations that those do, lanes counted
  int loads = 0, stores = 0;  // instructions that touch memory
  // Vector registers moved to or from the stack, and between registers: signs of a tile that is too
  // large.
  int spills = 0, moves = 0;
  int liveVectorRegisters = 0;  // at the point of the loop where they are most
};

// Innermost loops in the order of their addresses.
Result<std::vector<CodeLoop>> innermostLoops(const KernelCode& code, const Target& target);

// The deepest innermost loop with the most multiply-adds, else the most instructions; null when
// there is none.
const CodeLoop* hotLoop(const std::vector<CodeLoop>& loops);

// One execution port (or pipe, or unit) of the processor's scheduling model.
struct PortPressure {
  std::string port;
  double cyclesPerIteration = 0;
};

// A simulation of the loop with everything in the first-level cache, by LLVM's machine-code
// analyzer.
struct LoopThroughput {
  std::string cpu;  // whose model was used
  double cyclesPerIteration = 0;
  double instructionsPerCycle = 0;
  double microOpsPerIteration = 0;
  std::vector<PortPressure> ports;  // those used at all, busiest first
  // Cycles of each instruction on each of `ports`, in order of address: rows of perInstruction.
  std::vector<std::vector<double>> perInstruction;
};

// Errors: "codegen.analysis" when LLVM has no model for the CPU or an instruction.
Result<LoopThroughput> throughput(const KernelCode& code, const CodeLoop& loop,
                                  const Target& target);

}  // namespace heddle::codegen
