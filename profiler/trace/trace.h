// What was recorded of some runs of one module.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/support/phrase.h"

namespace heddle::profiler {

// One thread's part of one step. Nanoseconds from the start of the first run.
struct Event {
  uint32_t run = 0;
  uint32_t step = 0;
  uint32_t thread = 0;
  int64_t beginNs = 0, endNs = 0;
};

// A value, or the reason why there is none.
struct Counter {
  std::string name;    // as perf spells it: "cycles", "cache-misses", "task-clock"
  double value = 0;    // task-clock in nanoseconds, the others counts
  Phrase absent;       // empty where there is a value

  bool isPresent() const { return absent.empty(); }
};

// What the module says of one step of its plan.
struct Step {
  std::string name;    // of the kernel
  uint32_t group = 0;  // of the fused group, raw id
  std::string groupName;
  std::string shape;             // of the result, for people
  int64_t flops = 0, bytes = 0;  // 0 where not counted
};

// The span of one run.
struct Run {
  int64_t beginNs = 0, endNs = 0;
};

struct Trace {
  std::string title;    // the model
  std::string machine;  // processor, cores, kernel
  uint32_t threads = 1;
  std::vector<Step> steps;
  std::vector<Run> runs;
  std::vector<Event> events;                       // by run, in no order within one
  std::vector<Counter> counters;                   // of all runs together
  std::vector<std::vector<Counter>> stepCounters;  // one per step, or none at all
};

// Every numbered thing exists and no span ends before it begins; an empty text, or what is wrong.
std::string problemOf(const Trace& trace);

}  // namespace heddle::profiler
