// Measures schedules in the background, one at a time, the newest first and only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/session/schedule_bench.h"

namespace heddle::session {

struct MeterRequest {
  GroupId group;
  std::string history;  // whose state it is
  int state = 0;
  std::shared_ptr<ScheduleWorkpiece> workpiece;
  schedule::Trace trace;
  ScheduleTiming timing;
  MachineFacts machine;
};
struct MeterNews {
  std::string history;
  int state = 0;
  Result<ScheduleSpeed> speed;
};

// One thread calls; the work is done on a thread of its own with a runner of its own.
class ScheduleMeter {
 public:
  explicit ScheduleMeter(std::string runnerPath);
  // Cancels what runs, drops what waits.
  ~ScheduleMeter();

  // Replaces what waits and what runs, unless it is the same state of the same history.
  void ask(MeterRequest request);
  bool isMeasuring(const std::string& history, int state) const;
  // What came in since the last call, oldest first.
  std::vector<MeterNews> take();
  // From the meter's thread, each time there is something to take.
  void onNews(std::function<void(GroupId, int)> callback);

 private:
  void loop();
  void work(const MeterRequest& request, const CancelToken& cancel);
  void tell(const MeterRequest& request, Result<ScheduleSpeed> speed);

  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  std::optional<MeterRequest> m_waiting, m_running;
  CancelToken m_cancel;  // of what runs
  std::vector<MeterNews> m_news;
  std::function<void(GroupId, int)> m_callback;
  bool m_isStopping = false;
  runner::Runner m_runner;
  std::thread m_thread;
};

}  // namespace heddle::session
