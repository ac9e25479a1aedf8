// The machine that code is made for, in the terms that schedules need.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "engine/support/result.h"

namespace heddle {

// `triple` empty means the host's. `cpu` is LLVM's name ("znver4", "cascadelake", "x86-64-v3").
struct Target {
  std::string triple;
  std::string cpu;
  std::string features;        // LLVM's "+avx512f,-..." additions, may be empty
  int vectorBits = 128;        // of one register: 128 (SSE, NEON), 256 (AVX2), 512 (AVX-512)
  int vectorRegisters = 16;    // architectural, 32 with AVX-512 and NEON
  bool hasFma = false;
  bool hasVnni = false;
  int64_t l1Bytes = 32 << 10, l2Bytes = 1 << 20, l3Bytes = 16 << 20;
  int threads = 1;             // that the schedule should feed

  int floatLanes() const { return vectorBits / 32; }
};

}  // namespace heddle
