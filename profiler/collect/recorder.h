// Records launches into a Trace.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/runtime/launch_event.h"
#include "profiler/trace/trace.h"

namespace heddle::profiler {

// Callbacks only append to a buffer of the thread that calls, without locks or, after reserve(),
// memory.
class Recorder final : public runtime::LaunchListener {
 public:
  // For threads 0 to `threads` - 1; events of other threads are counted as lost.
  explicit Recorder(uint32_t threads);
  ~Recorder();
  // Room for so many events per thread.
  void reserve(size_t eventsPerThread);

  void onRunBegin(uint32_t threads, int64_t nowNs) override;
  void onRunEnd(int64_t nowNs) override;
  void onStepEnd(const runtime::LaunchEvent& event) override;

  // Moves what was recorded since the last call into the trace: runs, events and the count of
  // threads, with times from the start of the first of these runs. Requires that no run is under
  // way. Steps and the rest of the trace are the caller's.
  void moveInto(Trace& trace);
  size_t lostEvents() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace heddle::profiler
