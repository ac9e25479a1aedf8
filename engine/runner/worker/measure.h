// Runs and times loaded modules as a RunOrder says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/runner/run_order.h"
#include "engine/runner/worker/loaded_module.h"
#include "profiler/collect/perf_counters.h"

namespace heddle::runner {

// One module of a run, its inputs and outputs bound.
struct Side {
  LoadedModule* module = nullptr;
  // Of the current run, by thread: the events that the listener collects.
  std::vector<std::vector<RingEvent>> eventsByThread;
};

// One side: warm-up, then `repeat` samples, then a run with events. Two sides: blocks of about
// kBlockSeconds in the order ABBA, then runs with events for the times per step.
// With `counters`, further runs are counted (count.h); the totals of one go to `totals`.
WorkerError measure(std::vector<Side>& sides, const RunOrder& order, const Ring& ring,
                    profiler::PerfCounters* counters, std::vector<profiler::Counter>& totals);

}  // namespace heddle::runner
