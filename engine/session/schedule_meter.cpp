// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_meter.h"

namespace heddle::session {
namespace {

bool isSame(const std::optional<MeterRequest>& a, const std::string& history, int state) {
  return a && a->history == history && a->state == state;
}

}  // namespace

ScheduleMeter::ScheduleMeter(std::string runnerPath) : m_runner(std::move(runnerPath)) {
  m_thread = std::thread([this] { loop(); });
}

ScheduleMeter::~ScheduleMeter() {
  {
    const std::lock_guard lock(m_mutex);
    m_isStopping = true;
    m_waiting.reset();
    m_cancel.cancel();
  }
  m_wake.notify_all();
  m_thread.join();
}

void ScheduleMeter::ask(MeterRequest request) {
  {
    const std::lock_guard lock(m_mutex);
    if (isSame(m_running, request.history, request.state)) {
      m_waiting.reset();
      return;
    }
    m_cancel.cancel();
    m_waiting = std::move(request);
  }
  m_wake.notify_all();
}

bool ScheduleMeter::isMeasuring(const std::string& history, int state) const {
  const std::lock_guard lock(m_mutex);
  return isSame(m_waiting, history, state) || isSame(m_running, history, state);
}

std::vector<MeterNews> ScheduleMeter::take() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_news, {});
}

void ScheduleMeter::onNews(std::function<void(GroupId, int)> callback) {
  const std::lock_guard lock(m_mutex);
  m_callback = std::move(callback);
}

void ScheduleMeter::loop() {
  std::unique_lock lock(m_mutex);
  while (true) {
    m_wake.wait(lock, [&] { return m_isStopping || m_waiting; });
    if (m_isStopping) return;
    m_running = std::move(m_waiting);
    m_waiting.reset();
    m_cancel = CancelToken();
    const MeterRequest request = *m_running;
    const CancelToken cancel = m_cancel;
    lock.unlock();
    work(request, cancel);
    lock.lock();
  }
}

void ScheduleMeter::work(const MeterRequest& request, const CancelToken& cancel) {
  ScheduleBench bench(*request.workpiece, m_runner, request.machine);
  JobControl job;
  job.cancel = cancel;
  auto speed = bench.measure(request.trace, request.timing, job,
                             [&](const ScheduleSpeed& early) { tell(request, early); });
  {
    const std::lock_guard lock(m_mutex);
    m_running.reset();
  }
  // What was cancelled says nothing about the schedule.
  if (cancel.isCancelled() && speed.isError()) return;
  tell(request, std::move(speed));
}

void ScheduleMeter::tell(const MeterRequest& request, Result<ScheduleSpeed> speed) {
  std::function<void(GroupId, int)> callback;
  {
    const std::lock_guard lock(m_mutex);
    if (m_isStopping) return;
    m_news.push_back({request.history, request.state, std::move(speed)});
    callback = m_callback;
  }
  if (callback) callback(request.group, request.state);
}

}  // namespace heddle::session
