// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/roofline.h"

#include <algorithm>
#include <array>

namespace heddle::profiler {
namespace {

// Below this share of its roof a kernel is held up by something that the roofline does not model.
constexpr double kNearARoof = 0.25;

}  // namespace

std::string_view name(Bound bound) {
  constexpr std::array<std::string_view, 5> kNames = {"unknown", "compute", "memory", "overhead",
                                                      "latency"};
  return kNames[static_cast<size_t>(bound)];
}

RooflinePoint place(double flops, double bytes, double nanoseconds, const Peaks& peaks) {
  RooflinePoint out;
  if (!(nanoseconds > 0)) return out;
  out.gflops = flops / nanoseconds;
  const double gbytes = bytes / nanoseconds;
  if (bytes > 0) out.intensity = flops / bytes;
  const bool hasRoofs = peaks.gflops > 0 && peaks.gbytesPerSecond > 0;
  if (!hasRoofs || (flops <= 0 && bytes <= 0)) return out;
  const double slope = bytes > 0 ? out.intensity * peaks.gbytesPerSecond : peaks.gflops;
  out.attainableGflops = std::min(peaks.gflops, slope);
  const bool isMemory = bytes > 0 && slope < peaks.gflops;
  out.shareOfPeak = isMemory ? gbytes / peaks.gbytesPerSecond : out.gflops / peaks.gflops;
  out.shareOfAttainable =
      out.attainableGflops > 0 ? out.gflops / out.attainableGflops : out.shareOfPeak;
  out.bound = isMemory ? Bound::memory : Bound::compute;
  if (out.shareOfPeak < kNearARoof) out.bound = Bound::latency;
  if (peaks.launchNanoseconds > nanoseconds / 2) out.bound = Bound::overhead;
  return out;
}

}  // namespace heddle::profiler
