// The kernel's side of PerfSystem.
// SPDX-License-Identifier: Apache-2.0
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "profiler/collect/perf_counters.h"

namespace heddle::profiler {
namespace {

struct Code {
  uint32_t type;
  uint64_t config;
};

Code codeOf(CounterKind kind) {
  switch (kind) {
    case CounterKind::cycles:
      return {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES};
    case CounterKind::instructions:
      return {PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS};
    case CounterKind::cacheReferences:
      return {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_REFERENCES};
    case CounterKind::cacheMisses:
      return {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES};
    case CounterKind::branches:
      return {PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_INSTRUCTIONS};
    case CounterKind::branchMisses:
      return {PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES};
    case CounterKind::taskClock:
      return {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK};
    case CounterKind::pageFaults:
      return {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS};
    case CounterKind::contextSwitches:
      return {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES};
  }
  return {PERF_TYPE_MAX, 0};
}

class LinuxPerf final : public PerfSystem {
 public:
  Opened open(CounterKind kind, bool inherits) override {
    perf_event_attr attributes = {};
    attributes.size = sizeof(attributes);
    attributes.type = codeOf(kind).type;
    attributes.config = codeOf(kind).config;
    attributes.disabled = 1;
    attributes.inherit = inherits ? 1 : 0;
    // Switches happen in the kernel: user mode alone would always count none.
    attributes.exclude_kernel = kind == CounterKind::contextSwitches ? 0 : 1;
    attributes.exclude_hv = 1;
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    const long descriptor =
        ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (descriptor < 0) return {-1, errno};
    return {static_cast<int>(descriptor), 0};
  }
  void close(int descriptor) override { ::close(descriptor); }
  bool enable(int descriptor) override {
    return ::ioctl(descriptor, PERF_EVENT_IOC_RESET, 0) == 0 &&
           ::ioctl(descriptor, PERF_EVENT_IOC_ENABLE, 0) == 0;
  }
  bool disable(int descriptor) override {
    return ::ioctl(descriptor, PERF_EVENT_IOC_DISABLE, 0) == 0;
  }
  std::optional<Reading> read(int descriptor) override {
    uint64_t values[3] = {};
    if (::read(descriptor, values, sizeof(values)) != sizeof(values)) return std::nullopt;
    return Reading{values[0], values[1], values[2]};
  }
  std::optional<int> paranoidLevel() override {
    int level = 0;
    std::ifstream in("/proc/sys/kernel/perf_event_paranoid");
    return in >> level ? std::optional(level) : std::nullopt;
  }
};

}  // namespace

PerfSystem& linuxPerf() {
  static LinuxPerf system;
  return system;
}

}  // namespace heddle::profiler
