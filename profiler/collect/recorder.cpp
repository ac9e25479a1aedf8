// SPDX-License-Identifier: Apache-2.0
#include "profiler/collect/recorder.h"

#include <algorithm>
#include <atomic>

namespace heddle::profiler {
namespace {

// A lane of its own cache lines, so that threads do not disturb what they measure.
struct alignas(128) Lane {
  std::vector<Event> events;
};

}  // namespace

struct Recorder::State {
  std::vector<Lane> lanes;
  std::vector<Run> runs;
  uint32_t threads = 1;
  std::atomic<size_t> lost{0};
};

Recorder::Recorder(uint32_t threads) : m_state(std::make_unique<State>()) {
  m_state->lanes.resize(std::max(1u, threads));
}
Recorder::~Recorder() = default;

void Recorder::reserve(size_t eventsPerThread) {
  for (Lane& lane : m_state->lanes) lane.events.reserve(eventsPerThread);
}

void Recorder::onRunBegin(uint32_t threads, int64_t nowNs) {
  m_state->threads = std::max(m_state->threads, threads);
  m_state->runs.push_back({nowNs, nowNs});
}

void Recorder::onRunEnd(int64_t nowNs) {
  if (!m_state->runs.empty()) m_state->runs.back().endNs = nowNs;
}

void Recorder::onStepEnd(const runtime::LaunchEvent& event) {
  if (event.thread >= m_state->lanes.size() || m_state->runs.empty()) {
    m_state->lost.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  m_state->lanes[event.thread].events.push_back({static_cast<uint32_t>(m_state->runs.size() - 1),
                                                 event.step, event.thread, event.beginNs,
                                                 event.endNs});
}

void Recorder::moveInto(Trace& trace) {
  const int64_t origin = m_state->runs.empty() ? 0 : m_state->runs.front().beginNs;
  trace.threads = std::min(m_state->threads, static_cast<uint32_t>(m_state->lanes.size()));
  trace.runs = std::move(m_state->runs);
  trace.events.clear();
  for (Lane& lane : m_state->lanes) {
    trace.events.insert(trace.events.end(), lane.events.begin(), lane.events.end());
    lane.events.clear();
  }
  for (Run& run : trace.runs) run = {run.beginNs - origin, run.endNs - origin};
  for (Event& event : trace.events) {
    event.beginNs -= origin;
    event.endNs -= origin;
    trace.threads = std::max(trace.threads, event.thread + 1);
  }
  std::stable_sort(trace.events.begin(), trace.events.end(), [](const Event& a, const Event& b) {
    return std::pair(a.run, a.beginNs) < std::pair(b.run, b.beginNs);
  });
  m_state->runs.clear();
}

size_t Recorder::lostEvents() const {
  return m_state->lost.load(std::memory_order_relaxed);
}

}  // namespace heddle::profiler
