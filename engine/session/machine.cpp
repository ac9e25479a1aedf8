// SPDX-License-Identifier: Apache-2.0
#include "engine/session/machine.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "engine/codegen/codegen.h"
#include "engine/export/run_program.h"

namespace heddle::session {
namespace {

std::string cpuName() {
  std::ifstream info("/proc/cpuinfo");
  std::string line;
  while (std::getline(info, line))
    if (line.rfind("model name", 0) == 0) return line.substr(std::min(line.find(':') + 2, line.size()));
  return "unknown processor";
}

// The limits behind the description; anything else counts as not measured.
bool readFacts(const std::string& file, MachineFacts& facts) {
  std::ifstream stream(file);
  std::string description;
  if (!std::getline(stream, description) || description != facts.description) return false;
  const std::string rest(std::istreambuf_iterator<char>(stream), {});
  return readLimits(rest, facts);
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

constexpr const char* kFactsFile = "/machine_facts.txt";

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

Result<MachineFacts> knownMachine(const std::string& cacheDirectory, const std::string& runner,
                                  const CancelToken& cancel) {
  if (cacheDirectory.empty()) return measureMachine(runner, cancel);
  if (auto kept = keptMachine(cacheDirectory)) return *std::move(kept);
  const std::string file = cacheDirectory + kFactsFile;
  HEDDLE_TRY(MachineFacts facts, measureMachine(runner, cancel));
  MachineFacts before = describeMachine();
  if (readFacts(file, before)) facts = better(before, facts);
  std::error_code ignored;
  std::filesystem::create_directories(cacheDirectory, ignored);
  std::ofstream stream(file);
  stream << facts.description << "\n" << toText(facts);
  return facts;
}

MachineFacts describeMachine() {
  MachineFacts facts;
  facts.cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  facts.description = cpuName() + ", " + std::to_string(facts.cores) +
                      (facts.cores == 1 ? " core" : " cores");
  return facts;
}

Result<MachineFacts> measureMachine(const std::string& runner, const CancelToken& cancel) {
  MachineFacts facts = describeMachine();
  const Result<Target> known = codegen::hostTarget();
  const Target host = known.isOk() ? known.value() : Target{};
  const MachineShape shape{facts.cores, host.l1Bytes, host.l2Bytes, host.l3Bytes};
  if (!runner.empty()) {
    const auto run = exporter::runProgram(
        {runner, "--limits", std::to_string(shape.cores), std::to_string(shape.l1Bytes),
         std::to_string(shape.l2Bytes), std::to_string(shape.l3Bytes)},
        exporter::Environment::inherited, {}, cancel);
    if (cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
    if (run.isOk() && run.value().isGood() && readLimits(run.value().output, facts)) return facts;
  }
  static_cast<MachineLimits&>(facts) = measureLimits(shape);
  return facts;
}

}  // namespace heddle::session
