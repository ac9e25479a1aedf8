// Counters of the processor and the kernel through perf_event_open, each optional.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "profiler/trace/trace.h"

namespace heddle::profiler {

enum class CounterKind : uint8_t {
  cycles,
  instructions,
  cacheReferences,
  cacheMisses,
  branches,
  branchMisses,
  taskClock,
  pageFaults,
  contextSwitches,
};
const std::vector<CounterKind>& allCounters();
std::string_view name(CounterKind kind);  // as perf spells it

// What the kernel offers; replaced in tests.
class PerfSystem {
 public:
  virtual ~PerfSystem() = default;
  struct Opened {
    int descriptor = -1;
    int error = 0;  // errno where descriptor is -1
  };
  // Counts the calling thread in user mode and, where `inherits`, the threads it starts afterwards.
  // Stopped.
  virtual Opened open(CounterKind kind, bool inherits) = 0;
  virtual void close(int descriptor) = 0;
  virtual bool enable(int descriptor) = 0;  // from zero
  virtual bool disable(int descriptor) = 0;
  struct Reading {
    uint64_t value = 0, enabledNs = 0, runningNs = 0;
  };
  virtual std::optional<Reading> read(int descriptor) = 0;
  // /proc/sys/kernel/perf_event_paranoid
  virtual std::optional<int> paranoidLevel() = 0;
};
PerfSystem& linuxPerf();

// Opens what it can; what it cannot has a reason in every result. One thread starts and stops it.
// `system` outlives it.
class PerfCounters {
 public:
  enum class Scope : uint8_t { thread, threadAndChildren };
  explicit PerfCounters(Scope scope, PerfSystem& system = linuxPerf(),
                        const std::vector<CounterKind>& kinds = allCounters());
  ~PerfCounters();
  PerfCounters(const PerfCounters&) = delete;
  PerfCounters& operator=(const PerfCounters&) = delete;

  void start();
  // Since start(), one per kind asked for. A counter that shared its register with others is scaled
  // up by the time it was away; one that never ran is absent.
  std::vector<Counter> stop();

 private:
  struct Slot {
    CounterKind kind;
    int descriptor = -1;
    Phrase absent;
  };
  PerfSystem& m_system;
  std::vector<Slot> m_slots;
};

// "perf_event_open: Permission denied (perf_event_paranoid is 3, ...)"
Phrase absenceReason(CounterKind kind, int error, std::optional<int> paranoidLevel);

}  // namespace heddle::profiler
