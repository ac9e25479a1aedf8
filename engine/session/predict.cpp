// SPDX-License-Identifier: Apache-2.0
#include "engine/session/predict.h"

#include <algorithm>

#include "engine/codegen/estimate.h"

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

double peakFlops(const operators::Cost& cost, const Target& target) {
  const double ofBytes = static_cast<double>(cost.flopsOfBytes);
  return static_cast<double>(cost.flops) - (target.hasVnni ? 0.75 * ofBytes : 0);
}

double shareOfPeak(const operators::Cost& cost, double milliseconds, const Target& target,
                   const MachineFacts& machine, int threads) {
  const double peak = machine.peakGflops(threads);
  if (peak <= 0 || milliseconds <= 0) return 0;
  return peakFlops(cost, target) / (milliseconds * 1e6) / peak;
}

double predictMilliseconds(double flops, int64_t bytes, const MachineFacts& machine, int threads) {
  const profiler::Peaks peaks = peaksFor(bytes, machine, threads);
  const double compute = peaks.gflops > 0 ? flops / peaks.gflops : 0;
  const double memory =
      peaks.gbytesPerSecond > 0 ? static_cast<double>(bytes) / peaks.gbytesPerSecond : 0;
  return (std::max(compute, memory) + peaks.launchNanoseconds) / 1e6;
}

double predictMilliseconds(const build::CompiledGroup& group, const Target& target,
                           const MachineFacts& machine, int threads, double portMilliseconds) {
  const double roof =
      predictMilliseconds(peakFlops(group.cost, target), group.cost.bytes, machine, threads);
  if (machine.gigahertz <= 0 || machine.peakGflopsOneThread <= 0) return roof;
  codegen::CoreRates rates;
  rates.multiplyAdds =
      machine.peakGflopsOneThread / (2.0 * target.floatLanes() * machine.gigahertz);
  if (!machine.memory.empty())
    rates.loadBytes = machine.memory.front().gbytesOneThread / machine.gigahertz;
  double nanoseconds = 0;
  for (const codegen::KernelEstimate& kernel : codegen::estimate(group.lowered, target, rates)) {
    const int64_t parts = std::min<int64_t>(threads, kernel.parallelExtent);
    const int64_t longest = (kernel.parallelExtent + parts - 1) / parts;
    const double share = static_cast<double>(longest) / static_cast<double>(kernel.parallelExtent);
    nanoseconds += kernel.cycles * share / machine.gigahertz +
                   (parts > 1 ? kBarrierNanoseconds : kCallNanoseconds);
  }
  return std::max({roof, nanoseconds / 1e6, portMilliseconds});
}

}  // namespace heddle::session
