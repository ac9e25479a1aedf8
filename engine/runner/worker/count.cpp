// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/count.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace heddle::runner {
namespace {

constexpr int kRuns = 9;
constexpr auto kBudget = std::chrono::milliseconds(500);  // for further runs after the first

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// The median, or NaN where it drowns: counting nothing gives as much.
double known(const std::vector<double>& differences) {
  const double middle = median(differences);
  std::vector<double> distances;
  for (const double d : differences) distances.push_back(std::abs(d - middle));
  const double scatter = median(distances);
  if (middle == 0 && scatter == 0) return 0;
  return middle > scatter ? middle : std::numeric_limits<double>::quiet_NaN();
}

class Count {
 public:
  Count(heddle_module* module, profiler::PerfCounters& counters, const Ring& ring)
      : m_module(module), m_counters(counters), m_ring(ring) {}

  Counted run() {
    Counted out;
    std::vector<Differences> whole;
    repeat(out, [&] {
      begin();
      out.status = heddle_run(m_module);
      end(whole);
      out.totals = m_last;
    });
    for (size_t i = 0; i < out.totals.size() && out.status == HEDDLE_OK; ++i)
      if (out.totals[i].isPresent()) out.totals[i].value = median(whole[i]);
    if (out.status == HEDDLE_OK) countSteps(out);
    return out;
  }

 private:
  using Differences = std::vector<double>;  // of one counter, an entry for each counted run

  template <class F>
  void repeat(Counted& out, F once) {
    const auto deadline = std::chrono::steady_clock::now() + kBudget;
    for (int i = 0; i < kRuns && out.status == HEDDLE_OK; ++i) {
      once();
      if (std::chrono::steady_clock::now() > deadline) break;
    }
  }

  void begin() {
    m_counters.start();
    m_empty = m_counters.stop();
    m_counters.start();
  }

  void end(std::vector<Differences>& differences) {
    m_last = m_counters.stop();
    differences.resize(m_last.size());
    for (size_t i = 0; i < m_last.size(); ++i)
      if (m_last[i].isPresent())
        differences[i].push_back(m_last[i].value -
                                 (m_empty[i].isPresent() ? m_empty[i].value : 0));
  }

  void countSteps(Counted& out) {
    m_steps.resize(m_ring.shape().steps);
    heddle_listener listener = {};
    listener.struct_size = sizeof(listener);
    listener.context = this;
    listener.step_fork = [](void* self, uint32_t step) {
      auto* count = static_cast<Count*>(self);
      count->m_ring.header().step.store(step + 1, std::memory_order_relaxed);
      count->begin();
    };
    listener.step_join = [](void* self, uint32_t step) {
      auto* count = static_cast<Count*>(self);
      if (step < count->m_steps.size()) count->end(count->m_steps[step]);
    };
    heddle_set_listener(m_module, &listener);
    repeat(out, [&] { out.status = heddle_run(m_module); });
    heddle_set_listener(m_module, nullptr);
    for (uint32_t step = 0; step < m_steps.size(); ++step) publish(step);
  }

  void publish(uint32_t step) const {
    double* values = m_ring.stepCounters(step);
    std::fill_n(values, m_ring.shape().counters, std::numeric_limits<double>::quiet_NaN());
    const std::vector<Differences>& counted = m_steps[step];
    for (size_t i = 0; i < counted.size() && i < m_ring.shape().counters; ++i)
      if (!counted[i].empty()) values[i] = known(counted[i]);
  }

  heddle_module* m_module;
  profiler::PerfCounters& m_counters;
  const Ring& m_ring;
  std::vector<profiler::Counter> m_empty, m_last;
  std::vector<std::vector<Differences>> m_steps;
};

}  // namespace

Counted countRuns(heddle_module* module, profiler::PerfCounters& counters, const Ring& ring) {
  return Count(module, counters, ring).run();
}

}  // namespace heddle::runner
