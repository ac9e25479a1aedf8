// Memory that the engine and a child share during a run: samples, events and where the child is. It
// outlives the child. Generated code may scribble over it, so the engine trusts no count that it
// reads here.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace heddle::runner {

enum class Phase : uint32_t { waiting = 0, preparing = 1, running = 2, finished = 3 };

struct RingEvent {
  uint32_t step, thread;
  int64_t beginNs, endNs;  // from the start of the run
};

// What both sides compute the layout from.
struct RingShape {
  uint32_t sides = 1;     // 2: a comparison
  uint32_t samples = 0;   // per side
  uint32_t events = 0;    // per side
  uint32_t steps = 0;     // per side, the larger
  uint32_t counters = 0;  // per step
};

// Then arrays, in this order: samples (double, seconds per run), stepSeconds (double) and events of
// each side, stepCounters (double, NaN where absent).
struct RingHeader {
  std::atomic<uint32_t> phase;
  std::atomic<uint32_t> side;         // that runs
  std::atomic<uint32_t> step;         // that the calling thread is in, plus 1; 0: none
  std::atomic<uint32_t> faultSignal;  // as the child's handler saw it
  std::atomic<uint64_t> faultAddress;
  std::atomic<uint32_t> isMemoryExhausted;
  std::atomic<uint32_t> sampleCount[2];
  std::atomic<uint32_t> eventCount[2];
  std::atomic<uint32_t> disturbedPairs;  // of a comparison: the last so many pairs of samples
};
static_assert(std::atomic<uint64_t>::is_always_lock_free);

class Ring {
 public:
  Ring(std::byte* data, RingShape shape) : m_data(data), m_shape(shape) {}

  static uint64_t sizeBytes(const RingShape& s) {
    return kHeaderBytes +
           uint64_t{s.sides} *
               (uint64_t{s.samples} * sizeof(double) + uint64_t{s.steps} * sizeof(double) +
                uint64_t{s.events} * sizeof(RingEvent)) +
           uint64_t{s.steps} * s.counters * sizeof(double);
  }
  const RingShape& shape() const { return m_shape; }
  RingHeader& header() const { return *reinterpret_cast<RingHeader*>(m_data); }
  double* samples(uint32_t side) const {
    return reinterpret_cast<double*>(m_data + kHeaderBytes) + uint64_t{side} * m_shape.samples;
  }
  double* stepSeconds(uint32_t side) const {
    return samples(m_shape.sides) + uint64_t{side} * m_shape.steps;
  }
  RingEvent* events(uint32_t side) const {
    return reinterpret_cast<RingEvent*>(stepSeconds(m_shape.sides)) +
           uint64_t{side} * m_shape.events;
  }
  double* stepCounters(uint32_t step) const {
    return reinterpret_cast<double*>(events(m_shape.sides)) + uint64_t{step} * m_shape.counters;
  }

 private:
  static constexpr uint64_t kHeaderBytes = 128;
  static_assert(sizeof(RingHeader) <= kHeaderBytes);
  std::byte* m_data;
  RingShape m_shape;
};

}  // namespace heddle::runner
