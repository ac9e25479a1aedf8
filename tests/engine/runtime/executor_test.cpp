// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/executor.h"

#include <xmmintrin.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/runtime/launch_event.h"
#include "tests/engine/runtime/plan_builder.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

struct Recorder : runtime::LaunchListener {
  std::mutex mutex;
  std::vector<runtime::LaunchEvent> events;
  std::atomic<int> begins{0}, runs{0};
  int forks = 0, joins = 0;
  void onStepFork(uint32_t) override { forks += allEnded() ? 1 : 0; }
  void onStepJoin(uint32_t step) override {
    joins += allEnded() && begins > static_cast<int>(step) ? 1 : 0;
  }
  bool allEnded() {
    const std::lock_guard lock(mutex);
    return begins == static_cast<int>(events.size());
  }
  uint32_t threads = 0;
  void onRunBegin(uint32_t count, int64_t) override { threads = count; }
  void onRunEnd(int64_t) override { ++runs; }
  void onStepBegin(uint32_t, uint32_t) override { ++begins; }
  void onStepEnd(const runtime::LaunchEvent& event) override {
    const std::lock_guard lock(mutex);
    events.push_back(event);
  }
};

int32_t failingKernel(void* const*, const int64_t*, int64_t begin, int64_t) {
  return begin == 0 ? 0 : 7;
}

constexpr int kTeam = 4;
std::atomic<uint32_t> seenModes{0}, calls{0};
std::atomic<int> arrived{0};
// Holds every thread in its first part until all have come.
int32_t modeKernel(void* const*, const int64_t*, int64_t, int64_t) {
  thread_local bool isKnown = false;
  if (!std::exchange(isKnown, true)) ++arrived;
  while (arrived < kTeam) std::this_thread::yield();
  ++calls;
  if ((_mm_getcsr() & 0x8040u) == 0x8040u) ++seenModes;
  return 0;
}

}  // namespace

class ExecutorTest : public QObject {
  Q_OBJECT
 private slots:
  void dividesEvenlyAndCompletely() {
    for (int64_t extent : {0, 1, 2, 7, 64, 1001})
      for (uint32_t count : {1u, 2u, 3u, 8u}) {
        int64_t at = 0;
        for (uint32_t i = 0; i < count; ++i) {
          const runtime::Range range = runtime::partOf(extent, i, count);
          QCOMPARE(range.begin, at);
          QVERIFY(range.end - range.begin - extent / count <= 1);
          at = range.end;
        }
        QCOMPARE(at, extent);
      }
  }
  void givesTheSameResultForAnyThreadCount() {
    for (int32_t threads : {1, 2, 3, 5}) {
      PlanBuilder builder;
      heddle_module* module = nullptr;
      const heddle_options options = optionsWith(threads);
      QCOMPARE(heddle_module_create(&builder.plan, &options, &module), HEDDLE_OK);
      QCOMPARE(heddle_thread_count(module), static_cast<uint32_t>(threads));
      static Floats a, b;
      for (int i = 0; i < PlanBuilder::kCount; ++i) a.values[i] = float(i), b.values[i] = 0.5f;
      QCOMPARE(heddle_set_input(module, 0, a.values, 0, builder.extents, 1), HEDDLE_OK);
      QCOMPARE(heddle_set_input(module, 1, b.values, 0, builder.extents, 1), HEDDLE_OK);
      for (int round = 0; round < 200; ++round) {
        a.values[5] = float(round);
        QCOMPARE(heddle_run(module), HEDDLE_OK);
        const void* data = nullptr;
        size_t size = 0;
        QCOMPARE(heddle_get_output(module, 0, &data, &size), HEDDLE_OK);
        QCOMPARE(size, Floats::kBytes);
        const auto* y = static_cast<const float*>(data);
        for (int i = 0; i < PlanBuilder::kCount; ++i)
          QCOMPARE(y[i], (a.values[i] + 0.5f) * (a.values[i] + 0.5f));
      }
      heddle_module_destroy(module);
    }
  }
  void copiesMisalignedInputsAndOutputs() {
    PlanBuilder builder;
    heddle_module* module = nullptr;
    const heddle_options options = optionsWith(1);
    QCOMPARE(heddle_module_create(&builder.plan, &options, &module), HEDDLE_OK);
    static Floats a, b, y;
    for (int i = 0; i < PlanBuilder::kCount; ++i) a.values[i + 1] = float(i), b.values[i + 3] = 1;
    QCOMPARE(heddle_set_input(module, 0, a.values + 1, 0, builder.extents, 1), HEDDLE_OK);
    QCOMPARE(heddle_set_input(module, 1, b.values + 3, 0, builder.extents, 1), HEDDLE_OK);
    QCOMPARE(heddle_set_output(module, 0, y.values + 1, Floats::kBytes), HEDDLE_OK);
    QCOMPARE(heddle_run(module), HEDDLE_OK);
    QCOMPARE(y.values[0], 0.0f);
    QCOMPARE(y.values[4], 16.0f);
    const void* data = nullptr;
    QCOMPARE(heddle_get_output(module, 0, &data, nullptr), HEDDLE_OK);
    QCOMPARE(data, static_cast<const void*>(y.values + 1));
    heddle_module_destroy(module);
  }
  void tellsTheListenerOfEveryPart() {
    PlanBuilder builder;
    Recorder recorder;
    const heddle_listener listener = runtime::asListener(recorder);
    heddle_options options = optionsWith(3);
    options.listener = &listener;
    heddle_module* module = nullptr;
    QCOMPARE(heddle_module_create(&builder.plan, &options, &module), HEDDLE_OK);
    static Floats a;
    heddle_set_input(module, 0, a.values, 0, builder.extents, 1);
    heddle_set_input(module, 1, a.values, 0, builder.extents, 1);
    QCOMPARE(heddle_run(module), HEDDLE_OK);
    QCOMPARE(recorder.threads, 3u);
    QCOMPARE(recorder.runs.load(), 1);
    // A thread that came late had nothing to do.
    QVERIFY(recorder.begins >= 2 && recorder.begins <= 6);
    QCOMPARE(recorder.events.size(), static_cast<size_t>(recorder.begins.load()));
    QCOMPARE(recorder.forks, 2);
    QCOMPARE(recorder.joins, 2);
    int64_t endOfFirst = 0, beginOfSecond = INT64_MAX;
    for (const runtime::LaunchEvent& event : recorder.events) {
      QVERIFY(event.thread < 3 && event.beginNs <= event.endNs);
      if (event.step == 0) endOfFirst = std::max(endOfFirst, event.endNs);
      if (event.step == 1) beginOfSecond = std::min(beginOfSecond, event.beginNs);
    }
    QVERIFY(endOfFirst > 0 && endOfFirst <= beginOfSecond && beginOfSecond < INT64_MAX);
    QCOMPARE(heddle_set_listener(module, nullptr), HEDDLE_OK);
    QCOMPARE(heddle_run(module), HEDDLE_OK);
    QCOMPARE(recorder.runs.load(), 1);
    heddle_module_destroy(module);
  }
  void namesTheStepThatFailed() {
    PlanBuilder builder;
    builder.steps[1].kernel = failingKernel;
    heddle_module* module = nullptr;
    const heddle_options options = optionsWith(2);
    QCOMPARE(heddle_module_create(&builder.plan, &options, &module), HEDDLE_OK);
    static Floats a;
    heddle_set_input(module, 0, a.values, 0, builder.extents, 1);
    heddle_set_input(module, 1, a.values, 0, builder.extents, 1);
    QCOMPARE(heddle_run(module), HEDDLE_ERROR_KERNEL);
    QCOMPARE(QString(heddle_last_error(module)), QString("step 1, square_k0, failed with code 7"));
    QCOMPARE(heddle_get_output(module, 0, nullptr, nullptr), HEDDLE_ERROR_STATE);
    heddle_module_destroy(module);
  }
  void flushesDenormalsInAllThreadsAndRestores() {
    PlanBuilder builder;
    builder.steps[0].kernel = builder.steps[1].kernel = modeKernel;
    heddle_module* module = nullptr;
    const heddle_options options = optionsWith(kTeam);
    QCOMPARE(heddle_module_create(&builder.plan, &options, &module), HEDDLE_OK);
    static Floats a;
    heddle_set_input(module, 0, a.values, 0, builder.extents, 1);
    heddle_set_input(module, 1, a.values, 0, builder.extents, 1);
    const uint32_t before = _mm_getcsr();
    QCOMPARE(heddle_run(module), HEDDLE_OK);
    QVERIFY(calls >= kTeam);
    QCOMPARE(seenModes.load(), calls.load());
    QCOMPARE(_mm_getcsr() & 0x8040u, before & 0x8040u);
    heddle_module_destroy(module);
  }
  void skipsStepsWithNothingToDo() {
    PlanBuilder builder;
    builder.steps[1].kernel = failingKernel;
    builder.steps[1].parallel_extent = 0;
    heddle_module* module = nullptr;
    const heddle_options options = optionsWith(2);
    QCOMPARE(heddle_module_create(&builder.plan, &options, &module), HEDDLE_OK);
    static Floats a;
    heddle_set_input(module, 0, a.values, 0, builder.extents, 1);
    heddle_set_input(module, 1, a.values, 0, builder.extents, 1);
    QCOMPARE(heddle_run(module), HEDDLE_OK);
    heddle_module_destroy(module);
  }
};
HEDDLE_TEST(ExecutorTest)

#include "executor_test.moc"
