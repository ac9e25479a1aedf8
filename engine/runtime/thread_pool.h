// Fork and join with a fixed set of threads, well under a microsecond while they spin.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>

namespace heddle::runtime {

// Threads are persistent. Between jobs they spin for a short while and then sleep in the kernel, so
// an idle module costs nothing. One thread at a time may call run().
class ThreadPool {
 public:
  using Function = void (*)(void* context, uint32_t thread);
  static constexpr uint32_t kMaxThreads = 256;

  ThreadPool() = default;
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // `threads` counts the caller. False when a thread cannot be started; then none is left.
  bool start(uint32_t threads);
  uint32_t threads() const { return m_threads; }
  // Calls function(context, t) once for each t in [0, parts), t = 0 on the calling thread, and
  // returns when all have returned. Requires 1 <= parts <= threads().
  void run(uint32_t parts, Function function, void* context);

 private:
  struct alignas(64) Worker {
    ThreadPool* pool = nullptr;
    uint32_t index = 0;
    pthread_t handle = {};
  };
  static void* workerMain(void* worker);
  void stop();
  uint32_t waitForJob(uint32_t seen);
  void waitForWorkers();

  uint32_t m_threads = 1;
  Worker* m_workers = nullptr;
  // The job; written before m_epoch is raised.
  Function m_function = nullptr;
  void* m_context = nullptr;
  uint32_t m_parts = 0;
  bool m_isStopping = false;
  alignas(64) std::atomic<uint32_t> m_epoch{0};
  alignas(64) std::atomic<uint32_t> m_sleepers{0};
  alignas(64) std::atomic<uint32_t> m_pending{0};
  alignas(64) std::atomic<uint32_t> m_isCallerAsleep{0};
};

}  // namespace heddle::runtime
