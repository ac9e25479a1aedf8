// SPDX-License-Identifier: Apache-2.0
#include "engine/session/leave_on_cancel.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace heddle::session {
namespace {

constexpr auto kSlice = std::chrono::milliseconds(2);   // how soon a cancel is seen

// How many threads nobody waits for. Of the process, as threads are, and never destroyed: one may end last.
class Threads {
 public:
  void start(std::function<void()> work) {
    {
      const std::lock_guard lock(m_mutex);
      ++m_running;
    }
    std::thread([this, work = std::move(work)]() mutable {
      work();
      work = nullptr;   // what it holds goes before anybody hears of the end
      const std::lock_guard lock(m_mutex);
      --m_running;
      m_ended.notify_all();
    }).detach();
  }
  bool wait(std::optional<std::chrono::milliseconds> atMost) {
    std::unique_lock lock(m_mutex);
    const auto isDone = [this] { return m_running == 0; };
    if (atMost) return m_ended.wait_for(lock, *atMost, isDone);
    m_ended.wait(lock, isDone);
    return true;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_ended;
  int m_running = 0;
};

Threads& threads() {
  static auto* all = new Threads;
  return *all;
}

// What the two sides share.
struct Call {
  std::mutex mutex;
  std::condition_variable ended;
  bool isFinished = false, isLeft = false;
  std::exception_ptr thrown;
};

}  // namespace

bool finishOrLeave(const JobControl& job, std::function<void(const JobControl&)> work) {
  auto call = std::make_shared<Call>();
  JobControl inner;
  inner.cancel = job.cancel;
  if (job.onProgress)
    inner.onProgress = [call, report = job.onProgress](const Progress& progress) {
      const std::lock_guard lock(call->mutex);
      if (!call->isLeft) report(progress);
    };
  threads().start([call, inner, work = std::move(work)]() mutable {
    std::exception_ptr thrown;
    try {
      work(inner);
    } catch (...) {
      thrown = std::current_exception();
    }
    const std::lock_guard lock(call->mutex);
    call->thrown = thrown;
    call->isFinished = true;
    call->ended.notify_all();
  });
  std::unique_lock lock(call->mutex);
  while (!call->ended.wait_for(lock, kSlice, [&] { return call->isFinished; }))
    if (job.cancel.isCancelled()) {
      call->isLeft = true;
      return false;
    }
  if (call->thrown) std::rethrow_exception(call->thrown);
  return true;
}

void letGo(std::shared_ptr<const void> thing) {
  if (thing) threads().start([kept = std::move(thing)]() mutable { kept.reset(); });
}

bool waitForLeftWork(std::optional<std::chrono::milliseconds> atMost) { return threads().wait(atMost); }

}  // namespace heddle::session
