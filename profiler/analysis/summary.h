// Where the time of a run goes, by fused group.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "profiler/analysis/statistics.h"
#include "profiler/trace/trace.h"

namespace heddle::profiler {

struct GroupTime {
  uint32_t group = 0;
  std::string name, shape;
  Interval nanoseconds;                    // per run: median over the runs, with its interval
  double share = 0;                        // of the sum of all groups
  int calls = 0;                           // steps per run
  double gflops = 0, gbytesPerSecond = 0;  // 1e9 per second; 0 where nothing was counted
  double imbalance = 0;  // slowest thread over mean of the threads that worked, minus 1
};

struct Summary {
  std::vector<GroupTime> groups;  // longest first
  Interval runNanoseconds;        // end to end
  double sumNanoseconds = 0;      // of the groups' medians
  double overheadNanoseconds =
      0;  // end to end minus that sum: between steps, and what medians leave
};

// A step takes from the first thread's begin to the last one's end. A run without events of a group
// counts as 0 for it. Requires problemOf(trace) to be empty.
Summary summarise(const Trace& trace);

// The time of each step per run in nanoseconds: [run][step].
std::vector<std::vector<double>> stepNanoseconds(const Trace& trace);

}  // namespace heddle::profiler
