// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/measure.h"

#include <time.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/runner/worker/count.h"

namespace heddle::runner {
namespace {

int64_t nowNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

// Processor time of the calling thread.
int64_t threadNs() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 != 0 ? values[half] : (values[half - 1] + values[half]) / 2;
}

class Measurement {
 public:
  Measurement(std::vector<Side>& sides, const RunOrder& order, const Ring& ring,
              profiler::PerfCounters* counters, std::vector<profiler::Counter>& totals)
      : m_sides(sides), m_order(order), m_ring(ring), m_counters(counters), m_totals(totals) {}

  WorkerError run() {
    for (uint32_t side = 0; side < m_sides.size() && isGood(); ++side) listenLightly(side);
    for (int i = 0; i < m_order.warmup && isGood(); ++i)
      for (uint32_t side = 0; side < m_sides.size() && isGood(); ++side) runs(side, 1);
    if (m_sides.size() == 1) {
      takeSamples();
      if (m_order.wantEvents != 0 && isGood()) profile(0);
      if (m_counters != nullptr && isGood()) count();
    } else {
      takeBlocks();
      profileBoth();
    }
    for (Side& side : m_sides) heddle_set_listener(side.module->module(), nullptr);
    return m_error;
  }

 private:
  bool isGood() const { return !m_error.isError(); }

  // Always there, so that a death can be told with its step: one store a step.
  void listenLightly(uint32_t side) {
    heddle_listener listener = {};
    listener.struct_size = sizeof(listener);
    listener.context = &m_ring.header();
    listener.step_begin = [](void* context, uint32_t step, uint32_t thread) {
      if (thread == 0)
        static_cast<RingHeader*>(context)->step.store(step + 1, std::memory_order_relaxed);
    };
    heddle_set_listener(m_sides[side].module->module(), &listener);
  }

  // Seconds of `count` runs back to back.
  double runs(uint32_t side, int64_t count) {
    heddle_module* module = m_sides[side].module->module();
    m_ring.header().side.store(side, std::memory_order_relaxed);
    const int64_t begin = nowNs();
    heddle_status status = HEDDLE_OK;
    for (int64_t i = 0; i < count && status == HEDDLE_OK; ++i) status = heddle_run(module);
    const int64_t end = nowNs();
    if (status != HEDDLE_OK)
      m_error = {replyCodeOf(status), heddle_last_error(module)};
    else
      m_ring.header().step.store(0, std::memory_order_relaxed);
    return static_cast<double>(end - begin) * 1e-9;
  }

  void addSample(uint32_t side, double seconds) {
    std::atomic<uint32_t>& count = m_ring.header().sampleCount[side];
    const uint32_t at = count.load();
    if (at >= m_ring.shape().samples) return;
    m_ring.samples(side)[at] = seconds;
    count.store(at + 1);
  }

  void takeSamples() {
    for (int i = 0; i < m_order.repeat && isGood(); ++i) {
      const double seconds = runs(0, m_order.number);
      if (isGood()) addSample(0, seconds / m_order.number);
    }
  }

  // 1. Estimate the time of a run of each side, and from it how many make a block.
  // 2. Pair i is A then B for even i and B then A for odd i, so that a drift of the machine falls
  // on both.
  void takeBlocks() {
    int64_t counts[2] = {1, 1};
    for (uint32_t side = 0; side < 2 && isGood(); ++side) {
      const double once = std::max(runs(side, 1), 1e-8);
      counts[side] = std::clamp<int64_t>(std::llround(kBlockSeconds / once), 1, 1'000'000);
      const double several =
          std::max(runs(side, counts[side]), 1e-8) / static_cast<double>(counts[side]);
      counts[side] = std::clamp<int64_t>(std::llround(kBlockSeconds / several), 1, 1'000'000);
    }
    takePairs(counts);
  }

  // 3. A pair during which another process took the core is taken again, a few times over. What is still
  // missing then is filled with disturbed pairs, last, and counted.
  void takePairs(const int64_t (&counts)[2]) {
    constexpr int kAttempts = 4;
    std::vector<std::array<double, 2>> disturbed;
    int kept = 0;
    for (int attempt = 0; attempt < kAttempts * m_order.repeat && kept < m_order.repeat; ++attempt) {
      std::array<double, 2> seconds = {};
      bool isDisturbed = false;
      for (const uint32_t place : {0u, 1u}) {
        const uint32_t side = (static_cast<uint32_t>(attempt) + place) % 2;
        const int64_t cpuBegin = threadNs();
        const double wall = runs(side, counts[side]);
        if (!isGood()) return;
        const double cpu = static_cast<double>(threadNs() - cpuBegin) * 1e-9;
        isDisturbed = isDisturbed || wall > 1.05 * cpu + 50e-6;
        seconds[side] = wall / static_cast<double>(counts[side]);
      }
      if (isDisturbed) {
        disturbed.push_back(seconds);
        continue;
      }
      addPair(seconds);
      ++kept;
    }
    const int missing = m_order.repeat - kept;
    for (int i = 0; i < missing; ++i) addPair(disturbed[static_cast<size_t>(i)]);
    m_ring.header().disturbedPairs.store(static_cast<uint32_t>(missing));
  }

  void addPair(const std::array<double, 2>& seconds) {
    addSample(0, seconds[0]);
    addSample(1, seconds[1]);
  }

  // One run with events of every part of every step.
  void profile(uint32_t side) {
    Side& target = m_sides[side];
    target.eventsByThread.resize(heddle_thread_count(target.module->module()));
    for (auto& list : target.eventsByThread) {
      list.clear();
      list.reserve(target.module->plan().step_count);
    }
    m_current = &target;
    heddle_listener listener = {};
    listener.struct_size = sizeof(listener);
    listener.context = this;
    listener.run_begin = [](void* self, uint32_t, int64_t now) {
      static_cast<Measurement*>(self)->m_runBeginNs = now;
    };
    listener.step_begin = [](void* self, uint32_t step, uint32_t thread) {
      if (thread == 0)
        static_cast<Measurement*>(self)->m_ring.header().step.store(step + 1,
                                                                    std::memory_order_relaxed);
    };
    listener.step_end = [](void* self, uint32_t step, uint32_t thread, int64_t begin, int64_t end) {
      auto* m = static_cast<Measurement*>(self);
      m->m_current->eventsByThread[thread].push_back(
          {step, thread, begin - m->m_runBeginNs, end - m->m_runBeginNs});
    };
    heddle_set_listener(target.module->module(), &listener);
    runs(side, 1);
    listenLightly(side);
    if (isGood()) publishEvents(side);
  }

  void count() {
    heddle_module* module = m_sides[0].module->module();
    Counted counted = countRuns(module, *m_counters, m_ring);
    m_totals = std::move(counted.totals);
    if (counted.status != HEDDLE_OK)
      m_error = {replyCodeOf(counted.status), heddle_last_error(module)};
    listenLightly(0);
  }

  void publishEvents(uint32_t side) {
    uint32_t count = 0;
    for (const auto& list : m_sides[side].eventsByThread)
      for (const RingEvent& event : list)
        if (count < m_ring.shape().events) m_ring.events(side)[count++] = event;
    m_ring.header().eventCount[side].store(count);
  }

  // From the first begin to the last end over the threads, of each step.
  std::vector<double> stepSeconds(uint32_t side) const {
    const size_t steps = m_sides[side].module->plan().step_count;
    std::vector<int64_t> begin(steps, INT64_MAX), end(steps, INT64_MIN);
    for (const auto& list : m_sides[side].eventsByThread)
      for (const RingEvent& event : list) {
        begin[event.step] = std::min(begin[event.step], event.beginNs);
        end[event.step] = std::max(end[event.step], event.endNs);
      }
    std::vector<double> seconds(steps, 0);
    for (size_t i = 0; i < steps; ++i)
      if (begin[i] <= end[i]) seconds[i] = static_cast<double>(end[i] - begin[i]) * 1e-9;
    return seconds;
  }

  void profileBoth() {
    std::vector<std::vector<double>> perStep[2];
    for (int i = 0; i < m_order.profiledRuns && isGood(); ++i)
      for (const uint32_t place : {0u, 1u}) {
        const uint32_t side = (static_cast<uint32_t>(i) + place) % 2;
        if (!isGood()) return;
        profile(side);
        if (isGood()) perStep[side].push_back(stepSeconds(side));
      }
    for (const uint32_t side : {0u, 1u})
      for (uint32_t step = 0; step < m_sides[side].module->plan().step_count; ++step) {
        std::vector<double> values;
        for (const auto& run : perStep[side]) values.push_back(run[step]);
        if (isGood() && step < m_ring.shape().steps)
          m_ring.stepSeconds(side)[step] = median(values);
      }
  }

  std::vector<Side>& m_sides;
  const RunOrder& m_order;
  const Ring& m_ring;
  profiler::PerfCounters* m_counters;
  std::vector<profiler::Counter>& m_totals;
  WorkerError m_error;
  Side* m_current = nullptr;
  int64_t m_runBeginNs = 0;
};

}  // namespace

WorkerError measure(std::vector<Side>& sides, const RunOrder& order, const Ring& ring,
                    profiler::PerfCounters* counters, std::vector<profiler::Counter>& totals) {
  return Measurement(sides, order, ring, counters, totals).run();
}

}  // namespace heddle::runner
