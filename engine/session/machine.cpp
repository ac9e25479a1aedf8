// Peak arithmetic: twelve independent chains of multiply-adds, enough to hide four cycles of latency on two
// ports. Bandwidth: the best of several sums over 256 MiB. Best rather than median, because both are
// limits, and everything that disturbs them makes them look lower.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/machine.h"

#include <immintrin.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
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

double measurePeak() {
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

double measureBandwidth(int threads) {
  const size_t count = size_t{32} << 20;  // 256 MiB of 8 bytes
  std::vector<uint64_t> data(count, 1);
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    std::vector<uint64_t> sums(static_cast<size_t>(threads) * 16);
    const auto begin = SteadyTime::now();
    {
      std::vector<std::jthread> workers;
      for (int t = 0; t < threads; ++t)
        workers.emplace_back([&, t] {
          const size_t from = count * static_cast<size_t>(t) / static_cast<size_t>(threads);
          const size_t to = count * (static_cast<size_t>(t) + 1) / static_cast<size_t>(threads);
          uint64_t s[8] = {};
          for (size_t i = from; i + 8 <= to; i += 8)
            for (size_t k = 0; k < 8; ++k) s[k] += data[i + k];
          for (const uint64_t part : s) sums[static_cast<size_t>(t) * 16] += part;
        });
    }
    volatile uint64_t sink = sums[0];
    (void)sink;
    best = std::max(best, static_cast<double>(count) * 8 / Seconds(SteadyTime::now() - begin).count());
  }
  return best / 1e9;
}

std::string cpuName() {
  std::ifstream info("/proc/cpuinfo");
  std::string line;
  while (std::getline(info, line))
    if (line.rfind("model name", 0) == 0) return line.substr(std::min(line.find(':') + 2, line.size()));
  return "unknown processor";
}

// One line of numbers behind the description; anything else counts as not measured.
bool readFacts(const std::string& file, MachineFacts& facts) {
  std::ifstream stream(file);
  std::string description;
  if (!std::getline(stream, description) || description != facts.description) return false;
  stream >> facts.peakGflopsOneThread >> facts.gbytesOneThread >> facts.gbytesAllThreads;
  return stream && facts.peakGflopsOneThread > 0 && facts.gbytesOneThread > 0 && facts.gbytesAllThreads > 0;
}

}  // namespace

MachineFacts knownMachine(const std::string& cacheDirectory) {
  if (cacheDirectory.empty()) return measureMachine();
  const std::string file = cacheDirectory + "/machine.txt";
  MachineFacts facts = describeMachine();
  if (readFacts(file, facts)) return facts;
  facts = measureMachine();
  std::error_code ignored;
  std::filesystem::create_directories(cacheDirectory, ignored);
  std::ofstream(file) << facts.description << "\n"
                      << facts.peakGflopsOneThread << " " << facts.gbytesOneThread << " " << facts.gbytesAllThreads
                      << "\n";
  return facts;
}

MachineFacts describeMachine() {
  MachineFacts facts;
  facts.cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  facts.description = cpuName() + ", " + std::to_string(facts.cores) +
                      (facts.cores == 1 ? " core" : " cores");
  return facts;
}

MachineFacts measureMachine() {
  MachineFacts facts = describeMachine();
  facts.peakGflopsOneThread = measurePeak();
  facts.gbytesOneThread = measureBandwidth(1);
  facts.gbytesAllThreads = facts.cores > 1 ? measureBandwidth(facts.cores) : facts.gbytesOneThread;
  return facts;
}

}  // namespace heddle::session
