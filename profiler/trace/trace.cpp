// SPDX-License-Identifier: Apache-2.0
#include "profiler/trace/trace.h"

namespace heddle::profiler {

std::string problemOf(const Trace& trace) {
  for (const Run& run : trace.runs)
    if (run.endNs < run.beginNs) return "a run ends before it begins";
  for (const Event& event : trace.events) {
    if (event.step >= trace.steps.size())
      return "an event names step " + std::to_string(event.step);
    if (event.run >= trace.runs.size()) return "an event names run " + std::to_string(event.run);
    if (event.thread >= trace.threads)
      return "an event names thread " + std::to_string(event.thread);
    if (event.endNs < event.beginNs) return "an event ends before it begins";
  }
  if (!trace.stepCounters.empty() && trace.stepCounters.size() != trace.steps.size())
    return "counters are there for some steps only";
  return {};
}

}  // namespace heddle::profiler
