// Limits of this machine, measured.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace heddle::session {

// A cache, or main memory, whose `bytes` are INT64_MAX. 1e9 bytes a second, reading.
struct MemoryLevel {
  int64_t bytes = 0;
  double gbytesOneThread = 0, gbytesAllThreads = 0;
};

struct MachineLimits {
  double peakGflopsOneThread = 0;   // f32 multiply-adds on registers, 1e9 operations a second
  double gigahertz = 0;             // of the core clock, while a core is busy
  std::vector<MemoryLevel> memory;  // nearest first
};

// What to measure: the caches of a core, the last one shared by all.
struct MachineShape {
  int cores = 1;
  int64_t l1Bytes = 0, l2Bytes = 0, l3Bytes = 0;
};

// About half a second, and 256 MiB. Chooses the widest vectors that CPUID offers; never looks at the brand.
MachineLimits measureLimits(const MachineShape& shape);

// Numbers between blanks; false when the text is none of that.
std::string toText(const MachineLimits& limits);
bool readLimits(const std::string& text, MachineLimits& limits);

// heddle-runner --limits CORES L1 L2 L3, bytes: prints the limits as text.
int limitsMain(char** arguments);

}  // namespace heddle::session
