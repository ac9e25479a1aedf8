// Counters of a module's run and of each of its steps, without what counting itself costs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/runner/ring.h"
#include "engine/runtime/heddle.h"
#include "profiler/collect/perf_counters.h"

namespace heddle::runner {

// Runs the module several times, counted as a whole, then step by step. Each thread counts what it
// does of a step, and a step's count is their sum: waiting between steps belongs to none. Starting
// and stopping the counters costs more than a small kernel, so an empty span is counted right
// before each counted one and taken off; the median over the runs is kept. A counter of a step
// whose differences scatter by more than their median is not known: NaN in the ring.
struct Counted {
  heddle_status status = HEDDLE_OK;
  std::vector<profiler::Counter> totals;  // of one run
};
Counted countRuns(heddle_module* module, profiler::PerfCounters& counters, const Ring& ring);

}  // namespace heddle::runner
