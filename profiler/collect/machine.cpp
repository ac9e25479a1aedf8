// SPDX-License-Identifier: Apache-2.0
#include "profiler/collect/machine.h"

#include <fstream>

namespace heddle::profiler {
namespace {

std::string firstLine(const std::filesystem::path& file) {
  std::string line;
  std::ifstream in(file);
  std::getline(in, line);
  return line;
}

// "model name\t: AMD EPYC" gives "AMD EPYC" for "model name".
std::string valueOf(const std::string& line, const std::string& key) {
  const size_t colon = line.find(':');
  if (!line.starts_with(key) || colon == std::string::npos) return {};
  const size_t begin = line.find_first_not_of(" \t", colon + 1);
  return begin == std::string::npos ? std::string() : line.substr(begin);
}

}  // namespace

Machine readMachine(const std::filesystem::path& root) {
  Machine out;
  std::ifstream processors(root / "proc/cpuinfo");
  for (std::string line; std::getline(processors, line);) {
    out.logicalProcessors += line.starts_with("processor") ? 1 : 0;
    if (out.processor.empty()) out.processor = valueOf(line, "model name");
    out.isVirtual = out.isVirtual ||
                    (line.starts_with("flags") && line.find(" hypervisor") != std::string::npos);
  }
  out.kernel = firstLine(root / "proc/sys/kernel/osrelease");
  const auto system = root / "sys/devices/system/cpu";
  out.governor = firstLine(system / "cpu0/cpufreq/scaling_governor");
  out.hasSmt = firstLine(system / "smt/active") == "1";
  if (!out.governor.empty() && out.governor != "performance")
    out.warnings.push_back("the frequency governor is " + out.governor + ", not performance");
  if (firstLine(system / "cpufreq/boost") == "1" ||
      firstLine(system / "intel_pstate/no_turbo") == "0")
    out.warnings.push_back("turbo is on: the clock depends on heat and load");
  if (out.hasSmt) out.warnings.push_back("two threads share a core");
  if (out.isVirtual) out.warnings.push_back("a virtual machine: other guests take time unseen");
  return out;
}

std::string describe(const Machine& machine) {
  return (machine.processor.empty() ? "unknown processor" : machine.processor) + ", " +
         std::to_string(machine.logicalProcessors) + " processors, Linux " + machine.kernel;
}

}  // namespace heddle::profiler
