// A worker's state is its mailbox: the caller posts a job, the worker takes it and runs, and is
// idle again when no part is left.
// 1. The caller writes the job and the shares, posts it to the workers and takes parts itself.
// 2. A worker that spins sees its state; one that sleeps is woken by a futex on it.
// 3. When no part is left the caller takes back what was posted and not yet seen, and waits only
// for
//    workers that run.
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
  for (uint32_t i = 1; i < m_threads; ++i) post(m_workers[i - 1]);
  for (uint32_t i = 1; i < m_threads; ++i) pthread_join(m_workers[i - 1].handle, nullptr);
  std::free(m_workers);
  m_workers = nullptr;
  m_threads = 1;
}

void* ThreadPool::workerMain(void* argument) {
  const FlushDenormals flush;
  auto& worker = *static_cast<Worker*>(argument);
  ThreadPool& pool = *worker.pool;
  for (;;) {
    waitForJob(worker);
    uint32_t expected = posted;
    if (!worker.state.compare_exchange_strong(expected, running)) continue;  // taken back
    if (pool.m_isStopping) return nullptr;
    Parts parts(pool, worker.index);
    pool.m_function(pool.m_context, worker.index, parts);
    worker.state.store(idle, std::memory_order_seq_cst);
    if (pool.m_isCallerAsleep.load(std::memory_order_seq_cst) != 0) futexWake(worker.state, 1);
  }
}

void ThreadPool::waitForJob(Worker& worker) {
  if (spin([&] { return worker.state.load(std::memory_order_acquire) == posted; })) return;
  // The flag goes up before the last look, and the caller looks at it after posting, so one of the
  // two always sees the other.
  worker.isAsleep.store(1, std::memory_order_seq_cst);
  while (worker.state.load(std::memory_order_seq_cst) == idle) futexWait(worker.state, idle);
  worker.isAsleep.store(0, std::memory_order_seq_cst);
}

void ThreadPool::post(Worker& worker) {
  worker.state.store(posted, std::memory_order_seq_cst);
  if (worker.isAsleep.load(std::memory_order_seq_cst) != 0) futexWake(worker.state, 1);
}

void ThreadPool::finish(Worker& worker) {
  uint32_t expected = posted;
  if (worker.state.compare_exchange_strong(expected, idle)) return;
  const auto isDone = [&] { return worker.state.load(std::memory_order_acquire) == idle; };
  if (spin(isDone)) return;
  m_isCallerAsleep.store(1, std::memory_order_seq_cst);
  while (worker.state.load(std::memory_order_seq_cst) == running) futexWait(worker.state, running);
  m_isCallerAsleep.store(0, std::memory_order_seq_cst);
}

bool ThreadPool::Parts::take(uint32_t& part) {
  for (; m_offset < m_pool.m_sharers; ++m_offset) {
    Share& from = m_pool.share((m_thread + m_offset) % m_pool.m_sharers);
    if (from.next.load(std::memory_order_relaxed) >= from.end) continue;
    part = from.next.fetch_add(1, std::memory_order_relaxed);
    if (part < from.end) return true;
  }
  return false;
}

void ThreadPool::run(uint32_t parts, Function function, void* context) {
  m_sharers = parts < m_threads ? (parts > 0 ? parts : 1) : m_threads;
  for (uint32_t t = 0; t < m_sharers; ++t) {
    const uint64_t begin = uint64_t{parts} * t / m_sharers,
                   end = uint64_t{parts} * (t + 1) / m_sharers;
    share(t).next.store(static_cast<uint32_t>(begin), std::memory_order_relaxed);
    share(t).end = static_cast<uint32_t>(end);
  }
  m_function = function;
  m_context = context;
  for (uint32_t t = 1; t < m_sharers; ++t) post(m_workers[t - 1]);
  Parts own(*this, 0);
  function(context, 0, own);
  for (uint32_t t = 1; t < m_sharers; ++t) finish(m_workers[t - 1]);
}

}  // namespace heddle::runtime
