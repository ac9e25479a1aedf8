// SPDX-License-Identifier: Apache-2.0
#include "profiler/collect/perf_counters.h"

#include <array>
#include <cerrno>
#include <cstring>

namespace heddle::profiler {

const std::vector<CounterKind>& allCounters() {
  static const std::vector<CounterKind> kAll = {
      CounterKind::cycles,      CounterKind::instructions, CounterKind::cacheReferences,
      CounterKind::cacheMisses, CounterKind::branches,     CounterKind::branchMisses,
      CounterKind::taskClock,   CounterKind::pageFaults,   CounterKind::contextSwitches};
  return kAll;
}

std::string_view name(CounterKind kind) {
  constexpr std::array<std::string_view, 9> kNames = {
      "cycles",        "instructions", "cache-references", "cache-misses",    "branches",
      "branch-misses", "task-clock",   "page-faults",      "context-switches"};
  return kNames[static_cast<size_t>(kind)];
}

Phrase absenceReason(CounterKind kind, int error, std::optional<int> paranoidLevel) {
  const bool isSoftware = kind >= CounterKind::taskClock;
  const int allowed =
      kind == CounterKind::contextSwitches ? 1 : 2;  // switches happen in the kernel
  const std::string said = std::strerror(error);
  switch (error) {
    case EACCES:
    case EPERM:
      if (paranoidLevel && *paranoidLevel > allowed)
        return {
            "perf_event_open: {0} (perf_event_paranoid is {1}, this counter needs {2} or less)",
            {said, std::to_string(*paranoidLevel), std::to_string(allowed)}};
      if (!paranoidLevel)
        return {
            "perf_event_open: {0} (perf_event_paranoid is unreadable; a container or its seccomp "
            "filter may forbid the call)",
            {said}};
      return {
          "perf_event_open: {0} (perf_event_paranoid is {1}; a container or its seccomp filter may "
          "forbid the call)",
          {said, std::to_string(*paranoidLevel)}};
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
      if (isSoftware) return {"perf_event_open: {0} (the kernel does not offer it)", {said}};
      return {
          "perf_event_open: {0} (the processor does not offer it here; virtual machines often hide "
          "their counters)",
          {said}};
    case ENOSYS:
      return {"perf_event_open: {0} (the kernel is built without it)", {said}};
    case EMFILE:
      return {"perf_event_open: {0} (too many open files)", {said}};
    default:
      return {"perf_event_open: {0}", {said}};
  }
}

PerfCounters::PerfCounters(Scope scope, PerfSystem& system, const std::vector<CounterKind>& kinds)
    : m_system(system) {
  for (const CounterKind kind : kinds) {
    Slot slot{kind, -1, {}};
    const PerfSystem::Opened opened = system.open(kind, scope == Scope::threadAndChildren);
    slot.descriptor = opened.descriptor;
    if (opened.descriptor < 0)
      slot.absent = absenceReason(kind, opened.error, system.paranoidLevel());
    m_slots.push_back(std::move(slot));
  }
}

PerfCounters::~PerfCounters() {
  for (const Slot& slot : m_slots)
    if (slot.descriptor >= 0) m_system.close(slot.descriptor);
}

void PerfCounters::start() {
  for (Slot& slot : m_slots)
    if (slot.descriptor >= 0)
      slot.absent = m_system.enable(slot.descriptor) ? "" : "it could not be started";
}

std::vector<Counter> PerfCounters::stop() {
  // First stop all, then read, so that reading one is not counted by the next.
  for (const Slot& slot : m_slots)
    if (slot.descriptor >= 0) m_system.disable(slot.descriptor);
  std::vector<Counter> out;
  for (const Slot& slot : m_slots) {
    Counter counter{std::string(name(slot.kind)), 0, slot.absent};
    if (counter.absent.empty()) {
      const auto reading = m_system.read(slot.descriptor);
      if (!reading) {
        counter.absent = "it could not be read";
      } else if (reading->runningNs == 0) {
        counter.absent = reading->enabledNs == 0
                             ? "the thread did not run"
                             : "it never got a register: too many counters at once";
      } else {
        counter.value = static_cast<double>(reading->value) *
                        static_cast<double>(reading->enabledNs) /
                        static_cast<double>(reading->runningNs);
      }
    }
    out.push_back(std::move(counter));
  }
  return out;
}

}  // namespace heddle::profiler
