// One kernel in all its forms: plain values, no IR nodes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/support/ids.h"

namespace heddle::session {

// One form of a kernel with what each of its lines is about.
struct TextLineView {
  LoopId loop;
  BlockId block;
  uint32_t loweredLine = 0;                // 1-based line of the lowered text, 0 none
  uint32_t scheduledLine = 0;              // 1-based line of the scheduled program: the key that all forms share
};
struct TextView {
  std::string title;                       // "loops", "schedule", "after unroll", "llvm", "llvm optimised", "asm"
  std::string text;
  std::vector<TextLineView> lines;
};

struct LoopTreeItem {
  enum class Kind : uint8_t { loop, block } kind = Kind::loop;
  LoopId loop;
  BlockId block;
  std::string name;                        // "oc_o", "conv"
  int64_t extent = 0;
  std::string loopKind;                    // serial, parallel, vectorized, unrolled
  int depth = 0;
  int64_t workingSetBytes = 0;
  std::string fitsIn;                      // "L1", "L2", "L3", "memory"
  double flops = 0;
};

// The innermost loop of the machine code where the time goes, without running it.
struct HotLoopView {
  std::string function;                    // empty: the code has no loop
  int firstLine = 0, lastLine = 0;         // 0-based lines of the text "asm": [first, last)
  int instructions = 0, multiplyAdds = 0, loads = 0, stores = 0;
  int spills = 0, moves = 0;               // vector registers to or from the stack; between registers
  int liveVectorRegisters = 0, vectorRegisters = 0;  // alive at once at most; that the target has
  double cyclesPerIteration = 0, instructionsPerCycle = 0;   // 0: no model of this processor
  std::string processorModel;
  // Share of the loop's cycles in which each port is taken, busiest first.
  std::vector<std::pair<std::string, double>> ports;
};

struct KernelView {
  GroupId group;
  std::string name;
  std::vector<TextView> texts;
  std::vector<LoopTreeItem> loopTree;
  std::string traceText;
  int spills = 0;                          // in all innermost loops
  HotLoopView hotLoop;
  std::string requiredFeatures;
};

}  // namespace heddle::session
