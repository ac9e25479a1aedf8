// What bounds a kernel: Williams, Waterman, Patterson, "Roofline" (CACM 52(4), 2009).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace heddle::profiler {

// Measured on the machine with the threads that the run used. 1e9 per second.
struct Peaks {
  double gflops = 0, gbytesPerSecond = 0;
  double launchNanoseconds = 0;  // to start and end a step that does nothing
};

enum class Bound : uint8_t {
  unknown,   // nothing was counted or measured
  compute,   // right of the ridge
  memory,    // left of the ridge
  overhead,  // most of its time is what starting it takes
  latency,   // far from both roofs: dependent or scalar instructions, waiting, poor locality
};
std::string_view name(Bound bound);

struct RooflinePoint {
  double intensity = 0;         // flops per byte
  double gflops = 0;            // achieved
  double attainableGflops = 0;  // at that intensity
  double shareOfAttainable = 0;
  double shareOfPeak = 0;  // of the roof that bounds it: flops, or bytes where it has no flops
  Bound bound = Bound::unknown;
};

RooflinePoint place(double flops, double bytes, double nanoseconds, const Peaks& peaks);

}  // namespace heddle::profiler
