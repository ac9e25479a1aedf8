// What this machine is and can do, measured.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace heddle::session {

struct MachineFacts {
  std::string description;          // "AMD EPYC, znver4, 4 cores"
  int cores = 1;
  double peakGflopsOneThread = 0;   // f32 multiply-adds on registers, 1e9 operations a second
  double gbytesOneThread = 0;       // reading memory far larger than the caches, 1e9 bytes a second
  // With n threads: proportional for arithmetic; for memory what was measured with all cores.
  double gbytesAllThreads = 0;
  double peakGflops(int threads) const { return peakGflopsOneThread * threads; }
  double gbytesPerSecond(int threads) const {
    return threads <= 1 ? gbytesOneThread : gbytesAllThreads;
  }
};

// Takes about 0.2 s. Chooses the widest vectors that CPUID offers; never looks at the brand.
MachineFacts measureMachine();
// What was measured before on a machine of the same description, from `cacheDirectory`; measured and kept there the
// first time. An empty directory keeps nothing.
MachineFacts knownMachine(const std::string& cacheDirectory);
// Without measuring: description and cores only.
MachineFacts describeMachine();

}  // namespace heddle::session
