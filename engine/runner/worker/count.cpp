// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/count.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

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
      if (m_last[i].isPresent()) differences[i].push_back(without(m_empty, i, m_last));
  }

  void countSteps(Counted& out) {
    m_steps.resize(m_ring.shape().steps);
    m_threads.resize(heddle_thread_count(m_module));
    heddle_listener listener = {};
    listener.struct_size = sizeof(listener);
    listener.context = this;
    listener.step_fork = [](void* self, uint32_t step) {
      static_cast<Count*>(self)->m_ring.header().step.store(step + 1, std::memory_order_relaxed);
    };
    listener.step_begin = [](void* self, uint32_t, uint32_t thread) {
      static_cast<Count*>(self)->m_threads[thread].begin();
    };
    listener.step_end = [](void* self, uint32_t step, uint32_t thread, int64_t, int64_t) {
      static_cast<Count*>(self)->m_threads[thread].end(step);
    };
    heddle_set_listener(m_module, &listener);
    repeat(out, [&] {
      out.status = heddle_run(m_module);
      addThreads();
    });
    heddle_set_listener(m_module, nullptr);
    for (uint32_t step = 0; step < m_steps.size(); ++step) publish(step);
  }

  // One thread counts its own part of each step: between them it waits, and that belongs to none.
  struct Thread {
    void begin() {
      if (!counters)
        counters = std::make_unique<profiler::PerfCounters>(profiler::PerfCounters::Scope::thread);
      counters->start();
      empty = counters->stop();
      counters->start();
    }
    void end(uint32_t step) { parts.push_back({step, counters->stop(), std::move(empty)}); }

    struct Part {
      uint32_t step;
      std::vector<profiler::Counter> counted, empty;
    };
    std::unique_ptr<profiler::PerfCounters> counters;
    std::vector<profiler::Counter> empty;
    std::vector<Part> parts;  // of this run
  };

  static double without(const std::vector<profiler::Counter>& empty, size_t counter,
                        const std::vector<profiler::Counter>& counted) {
    return counted[counter].value - (empty[counter].isPresent() ? empty[counter].value : 0);
  }

  // A step's count of this run is the sum of what its threads counted.
  void addThreads() {
    std::vector<std::vector<std::optional<double>>> sums(m_steps.size());
    for (Thread& thread : m_threads) {
      for (const Thread::Part& part : thread.parts) {
        if (part.step >= sums.size()) continue;
        auto& sum = sums[part.step];
        sum.resize(part.counted.size());
        for (size_t i = 0; i < sum.size(); ++i)
          if (part.counted[i].isPresent())
            sum[i] = sum[i].value_or(0) + without(part.empty, i, part.counted);
      }
      thread.parts.clear();
    }
    for (size_t step = 0; step < sums.size(); ++step) {
      m_steps[step].resize(std::max(m_steps[step].size(), sums[step].size()));
      for (size_t i = 0; i < sums[step].size(); ++i)
        if (sums[step][i]) m_steps[step][i].push_back(*sums[step][i]);
    }
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
  std::vector<Thread> m_threads;
  std::vector<std::vector<Differences>> m_steps;
};

}  // namespace

Counted countRuns(heddle_module* module, profiler::PerfCounters& counters, const Ring& ring) {
  return Count(module, counters, ring).run();
}

}  // namespace heddle::runner
