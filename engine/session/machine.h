// What this machine is and can do, measured.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace heddle::session {

// A cache, or main memory, whose `bytes` are INT64_MAX. 1e9 bytes a second, reading.
struct MemoryLevel {
  int64_t bytes = 0;
  double gbytesOneThread = 0, gbytesAllThreads = 0;
};

struct MachineFacts {
  std::string description;          // "AMD EPYC, znver4, 4 cores"
  int cores = 1;
  double peakGflopsOneThread = 0;   // f32 multiply-adds on registers, 1e9 operations a second
  double gigahertz = 0;             // of the core clock, while a core is busy
  std::vector<MemoryLevel> memory;  // nearest first
  double peakGflops(int threads) const { return peakGflopsOneThread * threads; }
  // Of the nearest level that holds `workingSet` bytes. With several threads: what was measured
  // with all cores.
  double gbytesPerSecond(int64_t workingSet, int threads) const;
  double mainMemoryGbytesPerSecond(int threads) const {
    return gbytesPerSecond(INT64_MAX, threads);
  }
};

// Takes about half a second.
MachineFacts measureMachine();
// What was measured before on a machine of the same description, from `cacheDirectory`; measured
// and kept there the first time, and once a day, when the better figure stays. An empty directory
// keeps nothing.
MachineFacts knownMachine(const std::string& cacheDirectory);
// The same, if it needs no measurement.
std::optional<MachineFacts> keptMachine(const std::string& cacheDirectory);
// Without measuring: description and cores only.
MachineFacts describeMachine();

}  // namespace heddle::session
