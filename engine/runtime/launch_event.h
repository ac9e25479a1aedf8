// What the runtime tells about a run. The runtime knows nobody who listens.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/runtime/heddle.h"

namespace heddle::runtime {

// One thread's part of one step. Nanoseconds of CLOCK_MONOTONIC.
struct LaunchEvent {
  uint32_t step = 0;
  uint32_t thread = 0;  // 0: the thread that called heddle_run
  int64_t beginNs = 0, endNs = 0;
};

// Methods do nothing by default. Step methods are called on the thread that works, several at once;
// the others on the thread that called heddle_run. Outlives the module that it is given to.
class LaunchListener {
 public:
  virtual void onRunBegin(uint32_t /*threads*/, int64_t /*nowNs*/) {}
  virtual void onRunEnd(int64_t /*nowNs*/) {}
  // On the calling thread, before the first part of a step begins and after the last has ended.
  virtual void onStepFork(uint32_t /*step*/) {}
  virtual void onStepJoin(uint32_t /*step*/) {}
  virtual void onStepBegin(uint32_t /*step*/, uint32_t /*thread*/) {}
  virtual void onStepEnd(const LaunchEvent& /*event*/) {}

 protected:
  ~LaunchListener() = default;
};

// The form in which the C API takes a listener.
inline heddle_listener asListener(LaunchListener& listener) {
  heddle_listener out = {};
  out.struct_size = sizeof(out);
  out.context = &listener;
  out.run_begin = [](void* context, uint32_t threads, int64_t nowNs) {
    static_cast<LaunchListener*>(context)->onRunBegin(threads, nowNs);
  };
  out.run_end = [](void* context, int64_t nowNs) {
    static_cast<LaunchListener*>(context)->onRunEnd(nowNs);
  };
  out.step_begin = [](void* context, uint32_t step, uint32_t thread) {
    static_cast<LaunchListener*>(context)->onStepBegin(step, thread);
  };
  out.step_end = [](void* context, uint32_t step, uint32_t thread, int64_t beginNs, int64_t endNs) {
    static_cast<LaunchListener*>(context)->onStepEnd({step, thread, beginNs, endNs});
  };
  out.step_fork = [](void* context, uint32_t step) {
    static_cast<LaunchListener*>(context)->onStepFork(step);
  };
  out.step_join = [](void* context, uint32_t step) {
    static_cast<LaunchListener*>(context)->onStepJoin(step);
  };
  return out;
}

}  // namespace heddle::runtime
