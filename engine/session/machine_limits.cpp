// Peak arithmetic: twelve independent chains of multiply-adds, enough to hide four cycles of
// latency on two ports. Bandwidth: sums over a buffer that fits the level in question. Best of
// several rather than median, because these are limits, and everything that disturbs them makes
// them look lower.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/machine_limits.h"

#include <immintrin.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <thread>
#include <vector>

namespace heddle::session {
namespace {

using Seconds = std::chrono::duration<double>;
using SteadyTime = std::chrono::steady_clock;

constexpr int kChains = 12;
constexpr int64_t kSteps = 20000;

__attribute__((target("avx512f"))) double flopsAvx512(volatile float* sink) {
  __m512 chain[kChains];
  const __m512 a = _mm512_set1_ps(0.999f), b = _mm512_set1_ps(0.001f);
  for (__m512& c : chain) c = b;
  for (int64_t i = 0; i < kSteps; ++i)
#pragma GCC unroll 12
    for (int c = 0; c < kChains; ++c) chain[c] = _mm512_fmadd_ps(chain[c], a, b);
  __m512 sum = chain[0];
  for (int c = 1; c < kChains; ++c) sum = _mm512_add_ps(sum, chain[c]);
  float lanes[16];
  _mm512_storeu_ps(lanes, sum);
  *sink = lanes[0];
  return 2.0 * 16 * kChains * kSteps;
}

__attribute__((target("avx2,fma"))) double flopsAvx2(volatile float* sink) {
  __m256 chain[kChains];
  const __m256 a = _mm256_set1_ps(0.999f), b = _mm256_set1_ps(0.001f);
  for (__m256& c : chain) c = b;
  for (int64_t i = 0; i < kSteps; ++i)
#pragma GCC unroll 12
    for (int c = 0; c < kChains; ++c) chain[c] = _mm256_fmadd_ps(chain[c], a, b);
  float lanes[8];
  __m256 sum = chain[0];
  for (int c = 1; c < kChains; ++c) sum = _mm256_add_ps(sum, chain[c]);
  _mm256_storeu_ps(lanes, sum);
  *sink = lanes[0];
  return 2.0 * 8 * kChains * kSteps;
}

double flopsSse(volatile float* sink) {
  __m128 chain[kChains];
  const __m128 a = _mm_set1_ps(0.999f), b = _mm_set1_ps(0.001f);
  for (__m128& c : chain) c = b;
  for (int64_t i = 0; i < kSteps; ++i)
#pragma GCC unroll 12
    for (int c = 0; c < kChains; ++c) chain[c] = _mm_add_ps(_mm_mul_ps(chain[c], a), b);
  float lanes[4];
  __m128 sum = chain[0];
  for (int c = 1; c < kChains; ++c) sum = _mm_add_ps(sum, chain[c]);
  _mm_storeu_ps(lanes, sum);
  *sink = lanes[0];
  return 2.0 * 4 * kChains * kSteps;
}

// One thread, 1e9 operations a second.
double measurePeakGflops() {
  volatile float sink = 0;
  const bool has512 = __builtin_cpu_supports("avx512f") != 0;
  const bool has256 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  double best = 0;
  for (int round = 0; round < 60; ++round) {
    const auto begin = SteadyTime::now();
    const double flops = has512 ? flopsAvx512(&sink) : has256 ? flopsAvx2(&sink) : flopsSse(&sink);
    best = std::max(best, flops / Seconds(SteadyTime::now() - begin).count());
  }
  return best / 1e9;
}

using Vector = uint64_t __attribute__((vector_size(64)));
constexpr size_t kVectorsAtOnce = 8;

// `passes` sums over `count` vectors, a multiple of kVectorsAtOnce. Sums by name, for an array of
// them would live in memory and be what is measured.
__attribute__((target_clones("avx512f", "avx2", "default"), noinline)) uint64_t sum(
    const Vector* data, size_t count, int64_t passes) {
  Vector s0 = {}, s1 = {}, s2 = {}, s3 = {};
  for (int64_t pass = 0; pass < passes; ++pass) {
    for (size_t i = 0; i < count; i += kVectorsAtOnce) {
      s0 += data[i];
      s1 += data[i + 1];
      s2 += data[i + 2];
      s3 += data[i + 3];
      s0 += data[i + 4];
      s1 += data[i + 5];
      s2 += data[i + 6];
      s3 += data[i + 7];
    }
    asm volatile("" ::: "memory");  // every pass reads again
  }
  const Vector total = (s0 + s1) + (s2 + s3);
  return total[0];
}

// A chain of additions, each of which waits one cycle for the one before.
double measureGigahertz() {
  constexpr int64_t kAdditions = int64_t{16} * 20000;
  double best = 0;
  for (int round = 0; round < 40; ++round) {
    uint64_t value = 0;
    const auto begin = SteadyTime::now();
    for (int64_t i = 0; i < kAdditions; i += 16)
      asm volatile(".rept 16\n\tadd $1, %0\n\t.endr" : "+r"(value) : : "cc");
    const double seconds = Seconds(SteadyTime::now() - begin).count();
    best = std::max(best, static_cast<double>(kAdditions) / seconds);
  }
  return best / 1e9;
}

// Reading over and over each thread's own memory, all threads together, 1e9 bytes a second.
double measureGbytesPerSecond(int64_t bytesPerThread, int threads) {
  constexpr int64_t kBytesARound = int64_t{16} << 20;
  const size_t count =
      std::max<size_t>(kVectorsAtOnce, static_cast<size_t>(bytesPerThread) / sizeof(Vector) /
                                           kVectorsAtOnce * kVectorsAtOnce);
  const auto bytes = static_cast<int64_t>(count * sizeof(Vector));
  const int64_t passes = std::max<int64_t>(1, kBytesARound / bytes);
  std::vector<double> best(static_cast<size_t>(threads), 0);
  {
    std::vector<std::jthread> workers;
    for (int t = 0; t < threads; ++t)
      workers.emplace_back([&, t] {
        const std::vector<Vector> data(count, Vector{1});
        volatile uint64_t sink = sum(data.data(), count, 1);
        for (int round = 0; round < 12; ++round) {
          const auto begin = SteadyTime::now();
          sink = sum(data.data(), count, passes);
          const double seconds = Seconds(SteadyTime::now() - begin).count();
          best[static_cast<size_t>(t)] =
              std::max(best[static_cast<size_t>(t)], static_cast<double>(bytes * passes) / seconds);
        }
        (void)sink;
      });
  }
  double all = 0;
  for (const double one : best) all += one;
  return all / 1e9;
}

constexpr int64_t kNearBytes = int64_t{16} << 20;

MemoryLevel measured(int64_t capacity, int64_t bytesPerThread, int cores) {
  MemoryLevel level{capacity, measureGbytesPerSecond(bytesPerThread, 1), 0};
  level.gbytesAllThreads =
      cores > 1 ? measureGbytesPerSecond(bytesPerThread, cores) : level.gbytesOneThread;
  return level;
}

}  // namespace

MachineLimits measureLimits(const MachineShape& shape) {
  MachineLimits out;
  out.peakGflopsOneThread = measurePeakGflops();
  out.gigahertz = measureGigahertz();
  const int64_t cores = std::max(1, shape.cores);
  // Half of a cache, so that what else lives there does not push the buffer out; the last cache is
  // shared.
  out.memory.push_back(measured(shape.l1Bytes, shape.l1Bytes / 2, shape.cores));
  out.memory.push_back(measured(shape.l2Bytes, shape.l2Bytes / 2, shape.cores));
  // Machines that say they have a very large one have several, each near some of the cores.
  if (shape.l3Bytes / cores > kNearBytes)
    out.memory.push_back(measured(kNearBytes, kNearBytes / 2, shape.cores));
  if (shape.l3Bytes / cores > shape.l2Bytes)
    out.memory.push_back(measured(shape.l3Bytes, shape.l3Bytes / 2 / cores, shape.cores));
  out.memory.push_back(measured(INT64_MAX, (int64_t{256} << 20) / cores, shape.cores));
  return out;
}

std::string toText(const MachineLimits& limits) {
  std::ostringstream out;
  out << limits.peakGflopsOneThread << " " << limits.memory.size() << "\n";
  for (const MemoryLevel& level : limits.memory)
    out << level.bytes << " " << level.gbytesOneThread << " " << level.gbytesAllThreads << "\n";
  out << limits.gigahertz << "\n";
  return out.str();
}

bool readLimits(const std::string& text, MachineLimits& limits) {
  std::istringstream stream(text);
  MachineLimits read;
  size_t levels = 0;
  stream >> read.peakGflopsOneThread >> levels;
  if (!stream || read.peakGflopsOneThread <= 0 || levels < 1 || levels > 5) return false;
  read.memory.resize(levels);
  for (MemoryLevel& level : read.memory)
    stream >> level.bytes >> level.gbytesOneThread >> level.gbytesAllThreads;
  stream >> read.gigahertz;
  const bool isGood = stream && read.gigahertz > 0 &&
                      std::all_of(read.memory.begin(), read.memory.end(), [](const MemoryLevel& level) {
                        return level.gbytesOneThread > 0 && level.gbytesAllThreads > 0;
                      });
  if (isGood) limits = std::move(read);
  return isGood;
}

int limitsMain(char** arguments) {
  const MachineShape shape{std::atoi(arguments[0]), std::atoll(arguments[1]), std::atoll(arguments[2]),
                           std::atoll(arguments[3])};
  constexpr int kMostCores = 4096;
  if (shape.cores < 1 || shape.cores > kMostCores || std::min({shape.l1Bytes, shape.l2Bytes, shape.l3Bytes}) < 0)
    return 2;
  return std::fputs(toText(measureLimits(shape)).c_str(), stdout) < 0 ? 1 : 0;
}

}  // namespace heddle::session
