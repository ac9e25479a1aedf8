// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/summary.h"

#include <algorithm>
#include <map>

namespace heddle::profiler {
namespace {

struct Busy {
  double total = 0, longest = 0;
  int threads = 0;
};

// How unevenly the threads worked on the group, over all runs and steps.
std::map<uint32_t, double> imbalances(const Trace& trace) {
  std::map<std::pair<uint32_t, uint32_t>, std::map<uint32_t, double>>
      byStep;  // (run, step): thread
  for (const Event& event : trace.events)
    byStep[{event.run, event.step}][event.thread] +=
        static_cast<double>(event.endNs - event.beginNs);
  std::map<uint32_t, Busy> sums;  // longest and mean, summed over steps
  for (const auto& [key, threads] : byStep) {
    double total = 0, longest = 0;
    for (const auto& [thread, ns] : threads) {
      total += ns;
      longest = std::max(longest, ns);
    }
    Busy& busy = sums[trace.steps[key.second].group];
    busy.total += total / static_cast<double>(threads.size());
    busy.longest += longest;
  }
  std::map<uint32_t, double> out;
  for (const auto& [group, busy] : sums)
    out[group] = busy.total > 0 ? busy.longest / busy.total - 1 : 0;
  return out;
}

GroupTime describe(const Trace& trace, uint32_t group) {
  GroupTime out;
  out.group = group;
  for (const Step& step : trace.steps) {
    if (step.group != group) continue;
    if (out.calls++ == 0) {
      out.name = step.groupName.empty() ? step.name : step.groupName;
      out.shape = step.shape;
    }
    out.gflops += static_cast<double>(step.flops);
    out.gbytesPerSecond += static_cast<double>(step.bytes);
  }
  return out;
}

}  // namespace

std::vector<std::vector<double>> stepNanoseconds(const Trace& trace) {
  struct Span {
    int64_t begin = INT64_MAX, end = INT64_MIN;
  };
  std::vector<std::vector<Span>> spans(trace.runs.size(), std::vector<Span>(trace.steps.size()));
  for (const Event& event : trace.events) {
    Span& span = spans[event.run][event.step];
    span.begin = std::min(span.begin, event.beginNs);
    span.end = std::max(span.end, event.endNs);
  }
  std::vector<std::vector<double>> out(trace.runs.size(),
                                       std::vector<double>(trace.steps.size(), 0));
  for (size_t r = 0; r < spans.size(); ++r)
    for (size_t s = 0; s < spans[r].size(); ++s)
      if (spans[r][s].end >= spans[r][s].begin)
        out[r][s] = static_cast<double>(spans[r][s].end - spans[r][s].begin);
  return out;
}

Summary summarise(const Trace& trace) {
  Summary out;
  const auto times = stepNanoseconds(trace);
  std::map<uint32_t, std::vector<double>> perGroup;  // one entry per run
  for (const Step& step : trace.steps) perGroup[step.group].assign(trace.runs.size(), 0);
  for (size_t r = 0; r < times.size(); ++r)
    for (size_t s = 0; s < times[r].size(); ++s) perGroup[trace.steps[s].group][r] += times[r][s];
  const auto imbalance = imbalances(trace);
  for (const auto& [group, samples] : perGroup) {
    GroupTime row = describe(trace, group);
    row.nanoseconds = durationInterval(samples);
    const double ns = row.nanoseconds.estimate;  // counts per nanosecond are 1e9 per second
    row.gflops = ns > 0 ? row.gflops / ns : 0;
    row.gbytesPerSecond = ns > 0 ? row.gbytesPerSecond / ns : 0;
    if (const auto it = imbalance.find(group); it != imbalance.end()) row.imbalance = it->second;
    out.sumNanoseconds += ns;
    out.groups.push_back(std::move(row));
  }
  for (GroupTime& row : out.groups)
    row.share = out.sumNanoseconds > 0 ? row.nanoseconds.estimate / out.sumNanoseconds : 0;
  std::stable_sort(out.groups.begin(), out.groups.end(),
                   [](const GroupTime& a, const GroupTime& b) {
                     return a.nanoseconds.estimate > b.nanoseconds.estimate;
                   });
  std::vector<double> runs;
  for (const Run& run : trace.runs) runs.push_back(static_cast<double>(run.endNs - run.beginNs));
  out.runNanoseconds = durationInterval(runs);
  out.overheadNanoseconds = out.runNanoseconds.estimate - out.sumNanoseconds;
  return out;
}

}  // namespace heddle::profiler
