// How long the schedule editor makes a person wait: from an edit to the loop text, to the assembly,
// and to the first measured number, on the matmul lesson of the given size.
//   schedule_bench [SIZE]
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "engine/session/session.h"

using namespace heddle;
using namespace heddle::session;

namespace {

using Clock = std::chrono::steady_clock;
double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Counts measurements as they come in.
struct News {
  std::mutex mutex;
  std::condition_variable wake;
  int count = 0;
  void wait() {
    std::unique_lock lock(mutex);
    wake.wait(lock, [&] { return count > 0; });
  }
};

}  // namespace

int main(int argc, char** argv) {
  LessonRequest request;
  request.rows = request.columns = request.inner = argc > 1 ? std::atoi(argv[1]) : 256;
  const auto directory = std::filesystem::temp_directory_path() /
                         ("heddle_schedule_bench_" + std::to_string(getpid()));
  Session::Settings settings;
  settings.workspaceFile = (directory / "workspace.db").string();
  settings.cacheDir = (directory / "cache").string();
  {
    Session session(settings);
    ScheduleEditor& editor = session.schedules();
    const auto lesson = editor.lessonSteps(request);
    const auto group = editor.openWorkload(request.workload());
    if (lesson.isError() || group.isError()) return 1;
    News news;
    editor.onMeasured([&](GroupId, int) {
      const std::lock_guard lock(news.mutex);
      ++news.count;
      news.wake.notify_all();
    });
    ScheduleTiming timing;
    timing.budgetSeconds = 0.3;
    double worst[3] = {0, 0, 0};
    std::printf("%-28s %12s %12s %14s\n", "after", "loop text", "assembly", "first number");
    for (const LessonRow& row : lesson.value().rows) {
      const auto start = Clock::now();
      const auto edited = editor.setTrace(group.value(), row.step.trace);
      if (edited.isError()) return 1;
      const int state = edited.value().current;
      if (editor.program(group.value(), state).isError()) return 1;
      const double text = millisecondsSince(start);
      {
        const std::lock_guard lock(news.mutex);
        news.count = 0;
      }
      const auto asked = Clock::now();
      editor.measureSoon(group.value(), state, timing);
      const auto coded = Clock::now();
      if (editor.code(group.value(), state, {}).isError()) return 1;
      const double code = text + millisecondsSince(coded);
      news.wait();
      const double number = text + millisecondsSince(asked);
      std::printf("%-28s %9.1f ms %9.1f ms %11.1f ms\n", row.step.title.c_str(), text, code,
                  number);
      worst[0] = std::max(worst[0], text);
      worst[1] = std::max(worst[1], code);
      worst[2] = std::max(worst[2], number);
      // The rest of the samples, so that the next step starts from rest.
      while (editor.history(group.value()).value().states[static_cast<size_t>(state)].isMeasuring)
        usleep(1000);
    }
    std::printf("%-28s %9.1f ms %9.1f ms %11.1f ms\n", "worst", worst[0], worst[1], worst[2]);
  }
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
}
