// Limits of this machine, measured.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace heddle::session {

// f32 multiply-adds on registers, one thread, 1e9 operations a second. Chooses the widest vectors
// that CPUID offers; never looks at the brand.
double measurePeakGflops();

// The clock of a busy core.
double measureGigahertz();

// Reading over and over `bytesPerThread` of each thread's own memory, all threads together, 1e9
// bytes a second.
double measureGbytesPerSecond(int64_t bytesPerThread, int threads);

}  // namespace heddle::session
