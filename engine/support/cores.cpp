// SPDX-License-Identifier: Apache-2.0
#include "engine/support/cores.h"

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <utility>

namespace heddle {
namespace {

int readNumber(const std::string& file, int fallback) {
  int value = fallback;
  std::ifstream stream(file);
  return stream >> value ? value : fallback;
}

// Of control groups version 2, as containers see their own.
int coresOfQuota(int otherwise) {
  std::ifstream stream("/sys/fs/cgroup/cpu.max");
  double quota = 0, period = 0;  // the quota may be "max"
  if (!(stream >> quota >> period) || quota <= 0 || period <= 0) return otherwise;
  return std::clamp(static_cast<int>(quota / period), 1, otherwise);
}

}  // namespace

int physicalCores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  std::set<std::pair<int, int>> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    const std::string topology = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    cores.emplace(readNumber(topology + "physical_package_id", -1),
                  readNumber(topology + "core_id", cpu));
  }
  return coresOfQuota(std::max(1, static_cast<int>(cores.size())));
}

}  // namespace heddle
