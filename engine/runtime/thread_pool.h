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
  // The parts of a job that one thread takes.
  class Parts {
   public:
    // The next part; false when there is none left. Parts of the thread's own share come first, so
    // that it meets the same data in job after job, then those of threads that are late.
    bool take(uint32_t& part);

   private:
    friend class ThreadPool;
    Parts(ThreadPool& pool, uint32_t thread) : m_pool(pool), m_thread(thread) {}
    ThreadPool& m_pool;
    uint32_t m_thread, m_offset = 0;
  };
  using Function = void (*)(void* context, uint32_t thread, Parts& parts);
  static constexpr uint32_t kMaxThreads = 256;

  ThreadPool() = default;
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // `threads` counts the caller. False when a thread cannot be started; then none is left.
  bool start(uint32_t threads);
  uint32_t threads() const { return m_threads; }
  // Calls `function` on the calling thread (0) and on the threads that come before all parts are
  // taken; each takes parts until there are none. Returns when every part of [0, parts) is done. A
  // thread that the system runs late delays nothing.
  void run(uint32_t parts, Function function, void* context);

 private:
  enum State : uint32_t { idle, posted, running };
  struct alignas(64) Share {
    std::atomic<uint32_t> next{0};
    uint32_t end = 0;
  };
  struct alignas(64) Worker {
    ThreadPool* pool = nullptr;
    uint32_t index = 0;
    pthread_t handle = {};
    alignas(64) std::atomic<uint32_t> state{idle};
    std::atomic<uint32_t> isAsleep{0};
    alignas(64) Share share;
  };
  static void* workerMain(void* worker);
  static void waitForJob(Worker& worker);
  void stop();
  void post(Worker& worker);
  void finish(Worker& worker);
  Share& share(uint32_t thread) { return thread == 0 ? m_share : m_workers[thread - 1].share; }

  uint32_t m_threads = 1;
  Worker* m_workers = nullptr;
  // The job; written while no worker runs, before any is posted.
  Function m_function = nullptr;
  void* m_context = nullptr;
  uint32_t m_sharers = 1;  // threads that have a share
  bool m_isStopping = false;
  Share m_share;  // the caller's
  alignas(64) std::atomic<uint32_t> m_isCallerAsleep{0};
};

}  // namespace heddle::runtime
