// SPDX-License-Identifier: Apache-2.0
#include "engine/session/predict.h"

#include <algorithm>

namespace heddle::session {
namespace {

// A call; with several threads also a barrier.
constexpr double kCallNanoseconds = 20;
constexpr double kBarrierNanoseconds = 500;

}  // namespace

profiler::Peaks peaksFor(int64_t bytes, const MachineFacts& machine, int threads) {
  return {machine.peakGflops(threads), machine.gbytesPerSecond(bytes, threads),
          threads > 1 ? kBarrierNanoseconds : kCallNanoseconds};
}

double predictMilliseconds(int64_t flops, int64_t bytes, const MachineFacts& machine, int threads) {
  const profiler::Peaks peaks = peaksFor(bytes, machine, threads);
  const double compute = peaks.gflops > 0 ? static_cast<double>(flops) / peaks.gflops : 0;
  const double memory =
      peaks.gbytesPerSecond > 0 ? static_cast<double>(bytes) / peaks.gbytesPerSecond : 0;
  return (std::max(compute, memory) + peaks.launchNanoseconds) / 1e6;
}

}  // namespace heddle::session
