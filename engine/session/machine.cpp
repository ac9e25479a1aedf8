// SPDX-License-Identifier: Apache-2.0
#include "engine/session/machine.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/codegen/codegen.h"
#include "engine/session/machine_limits.h"

namespace heddle::session {
namespace {

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
  size_t levels = 0;
  stream >> facts.peakGflopsOneThread >> levels;
  if (!stream || facts.peakGflopsOneThread <= 0 || levels < 1 || levels > 4) return false;
  std::vector<MemoryLevel> read(levels);
  for (MemoryLevel& level : read)
    stream >> level.bytes >> level.gbytesOneThread >> level.gbytesAllThreads;
  facts.memory = std::move(read);
  stream >> facts.gigahertz;
  return stream && facts.gigahertz > 0 &&
         std::all_of(facts.memory.begin(), facts.memory.end(), [](const MemoryLevel& level) {
           return level.gbytesOneThread > 0 && level.gbytesAllThreads > 0;
         });
}

// Limits: whatever else ran while they were measured made them look lower.
MachineFacts better(MachineFacts a, const MachineFacts& b) {
  if (a.memory.size() != b.memory.size()) return b;
  a.peakGflopsOneThread = std::max(a.peakGflopsOneThread, b.peakGflopsOneThread);
  a.gigahertz = std::max(a.gigahertz, b.gigahertz);
  for (size_t i = 0; i < a.memory.size(); ++i) {
    a.memory[i].gbytesOneThread =
        std::max(a.memory[i].gbytesOneThread, b.memory[i].gbytesOneThread);
    a.memory[i].gbytesAllThreads =
        std::max(a.memory[i].gbytesAllThreads, b.memory[i].gbytesAllThreads);
  }
  return a;
}

MemoryLevel measured(int64_t capacity, int64_t bytesPerThread, int cores) {
  MemoryLevel level{capacity, measureGbytesPerSecond(bytesPerThread, 1), 0};
  level.gbytesAllThreads =
      cores > 1 ? measureGbytesPerSecond(bytesPerThread, cores) : level.gbytesOneThread;
  return level;
}

constexpr const char* kFactsFile = "/machine_limits.txt";

}  // namespace

double MachineFacts::gbytesPerSecond(int64_t workingSet, int threads) const {
  for (const MemoryLevel& level : memory)
    if (workingSet <= level.bytes)
      return threads <= 1 ? level.gbytesOneThread : level.gbytesAllThreads;
  return 0;
}

std::optional<MachineFacts> keptMachine(const std::string& cacheDirectory) {
  if (cacheDirectory.empty()) return std::nullopt;
  const std::string file = cacheDirectory + kFactsFile;
  MachineFacts facts = describeMachine();
  std::error_code ignored;
  if (!readFacts(file, facts)) return std::nullopt;
  const auto age = std::filesystem::file_time_type::clock::now() -
                   std::filesystem::last_write_time(file, ignored);
  if (age >= std::chrono::hours(24)) return std::nullopt;
  return facts;
}

MachineFacts knownMachine(const std::string& cacheDirectory) {
  if (cacheDirectory.empty()) return measureMachine();
  if (auto kept = keptMachine(cacheDirectory)) return *std::move(kept);
  const std::string file = cacheDirectory + kFactsFile;
  MachineFacts facts = describeMachine();
  std::error_code ignored;
  facts = readFacts(file, facts) ? better(facts, measureMachine()) : measureMachine();
  std::filesystem::create_directories(cacheDirectory, ignored);
  std::ofstream stream(file);
  stream << facts.description << "\n"
         << facts.peakGflopsOneThread << " " << facts.memory.size() << "\n";
  for (const MemoryLevel& level : facts.memory)
    stream << level.bytes << " " << level.gbytesOneThread << " " << level.gbytesAllThreads << "\n";
  stream << facts.gigahertz << "\n";
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
  facts.peakGflopsOneThread = measurePeakGflops();
  facts.gigahertz = measureGigahertz();
  const Result<Target> known = codegen::hostTarget();
  const Target host = known.isOk() ? known.value() : Target{};
  const int64_t cores = facts.cores;
  // Half of a cache, so that what else lives there does not push the buffer out; the last cache is
  // shared.
  facts.memory.push_back(measured(host.l1Bytes, host.l1Bytes / 2, facts.cores));
  facts.memory.push_back(measured(host.l2Bytes, host.l2Bytes / 2, facts.cores));
  if (host.l3Bytes / cores > host.l2Bytes)
    facts.memory.push_back(measured(host.l3Bytes, host.l3Bytes / 2 / cores, facts.cores));
  facts.memory.push_back(measured(INT64_MAX, (int64_t{256} << 20) / cores, facts.cores));
  return facts;
}

}  // namespace heddle::session
