// A job is published by raising an epoch; each worker takes part once per epoch.
// 1. The caller writes the job, sets `pending` to the number of workers and raises the epoch.
// 2. Workers that spin see the epoch; those asleep (counted in `sleepers`) are woken by a futex.
// 3. Every worker lowers `pending` when it is through, also where it had no part, so that the job
// may be
//    overwritten as soon as `pending` is zero.
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/thread_pool.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <new>

#include "engine/runtime/float_mode.h"

namespace heddle::runtime {
namespace {

constexpr int64_t kSpinNs = 80'000;
constexpr size_t kStackBytes = 8 << 20;

void futexWait(std::atomic<uint32_t>& word, uint32_t value) {
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), FUTEX_WAIT_PRIVATE, value, nullptr,
          nullptr, 0);
}

void futexWake(std::atomic<uint32_t>& word, int count) {
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), FUTEX_WAKE_PRIVATE, count, nullptr,
          nullptr, 0);
}

void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

int64_t nowNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

// Spins until done() or until the time is up; true when done.
template <class Done>
bool spin(Done done) {
  // The clock is asked only once the answer takes longer than the clock does.
  for (int i = 0; i < 64; ++i) {
    if (done()) return true;
    relax();
  }
  const int64_t until = nowNs() + kSpinNs;
  do {
    for (int i = 0; i < 64; ++i) {
      if (done()) return true;
      relax();
    }
  } while (nowNs() < until);
  return done();
}

}  // namespace

bool ThreadPool::start(uint32_t threads) {
  if (threads <= 1) return true;
  if (threads > kMaxThreads) return false;
  void* memory = std::aligned_alloc(64, sizeof(Worker) * (threads - 1));
  if (memory == nullptr) return false;
  m_workers = static_cast<Worker*>(memory);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  bool isGood = true;
  for (uint32_t i = 1; i < threads && isGood; ++i) {
    Worker* worker = new (&m_workers[i - 1]) Worker;
    worker->pool = this;
    worker->index = i;
    isGood = pthread_create(&worker->handle, &attributes, workerMain, worker) == 0;
    if (isGood) m_threads = i + 1;
  }
  pthread_attr_destroy(&attributes);
  if (!isGood) stop();
  return isGood;
}

ThreadPool::~ThreadPool() {
  stop();
}

void ThreadPool::stop() {
  if (m_workers == nullptr) return;
  m_isStopping = true;
  m_epoch.fetch_add(1, std::memory_order_seq_cst);
  futexWake(m_epoch, INT_MAX);
  for (uint32_t i = 1; i < m_threads; ++i) pthread_join(m_workers[i - 1].handle, nullptr);
  std::free(m_workers);
  m_workers = nullptr;
  m_threads = 1;
}

void* ThreadPool::workerMain(void* argument) {
  const FlushDenormals flush;
  auto* worker = static_cast<Worker*>(argument);
  ThreadPool& pool = *worker->pool;
  for (uint32_t seen = 0;;) {
    seen = pool.waitForJob(seen);
    if (pool.m_isStopping) return nullptr;
    if (worker->index < pool.m_parts) pool.m_function(pool.m_context, worker->index);
    if (pool.m_pending.fetch_sub(1, std::memory_order_seq_cst) == 1 &&
        pool.m_isCallerAsleep.load(std::memory_order_seq_cst) != 0)
      futexWake(pool.m_pending, 1);
  }
}

uint32_t ThreadPool::waitForJob(uint32_t seen) {
  const auto isNew = [&] { return m_epoch.load(std::memory_order_acquire) != seen; };
  if (!spin(isNew)) {
    // The count goes up before the last look, and the caller looks at it after raising the epoch,
    // so one of the two always sees the other.
    m_sleepers.fetch_add(1, std::memory_order_seq_cst);
    while (m_epoch.load(std::memory_order_seq_cst) == seen) futexWait(m_epoch, seen);
    m_sleepers.fetch_sub(1, std::memory_order_seq_cst);
  }
  return seen + 1;
}

void ThreadPool::waitForWorkers() {
  const auto isDone = [&] { return m_pending.load(std::memory_order_acquire) == 0; };
  if (spin(isDone)) return;
  m_isCallerAsleep.store(1, std::memory_order_seq_cst);
  for (uint32_t left; (left = m_pending.load(std::memory_order_seq_cst)) != 0;)
    futexWait(m_pending, left);
  m_isCallerAsleep.store(0, std::memory_order_seq_cst);
}

void ThreadPool::run(uint32_t parts, Function function, void* context) {
  if (parts <= 1 || m_threads == 1) {
    function(context, 0);
    return;
  }
  m_function = function;
  m_context = context;
  m_parts = parts;
  m_pending.store(m_threads - 1, std::memory_order_relaxed);
  m_epoch.fetch_add(1, std::memory_order_seq_cst);
  if (m_sleepers.load(std::memory_order_seq_cst) != 0) futexWake(m_epoch, INT_MAX);
  function(context, 0);
  waitForWorkers();
}

}  // namespace heddle::runtime
