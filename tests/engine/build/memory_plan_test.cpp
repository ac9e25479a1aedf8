// SPDX-License-Identifier: Apache-2.0
#include "engine/build/memory_plan.h"

#include <algorithm>
#include <random>

#include "tests/support/test_main.h"

using namespace heddle::build;

namespace {

BufferPlan buffer(int64_t bytes, int first, int last) {
  BufferPlan b;
  b.sizeBytes = bytes;
  b.firstStep = first;
  b.lastStep = last;
  return b;
}

// No two buffers that live at the same time share a byte.
bool isSound(const MemoryPlan& plan) {
  for (size_t i = 0; i < plan.buffers.size(); ++i)
    for (size_t j = i + 1; j < plan.buffers.size(); ++j) {
      const BufferPlan &a = plan.buffers[i], &b = plan.buffers[j];
      const bool together = a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
      const bool overlap = a.offsetBytes < b.offsetBytes + b.sizeBytes && b.offsetBytes < a.offsetBytes + a.sizeBytes;
      if (together && overlap) return false;
    }
  return true;
}

// What must be alive at the fullest step.
int64_t lowerBound(const MemoryPlan& plan) {
  int64_t most = 0;
  for (int step = 0; step < 200; ++step) {
    int64_t live = 0;
    for (const BufferPlan& b : plan.buffers)
      if (b.firstStep <= step && step <= b.lastStep) live += (b.sizeBytes + 63) / 64 * 64;
    most = std::max(most, live);
  }
  return most;
}

}  // namespace

class MemoryPlanTest : public QObject {
  Q_OBJECT
 private slots:
  void reusesWhatIsNoLongerAlive() {
    const MemoryPlan plan = planMemory({buffer(1000, 0, 1), buffer(1000, 1, 2), buffer(1000, 2, 3)});
    QVERIFY(isSound(plan));
    QCOMPARE(plan.arenaBytes, int64_t{2 * 1024});
    QCOMPARE(plan.sumBytes, int64_t{3 * 1024});
    QCOMPARE(plan.buffers[0].offsetBytes % 64, int64_t{0});
  }
  void fillsTheSmallestGapThatFits() {
    const MemoryPlan plan = planMemory({buffer(640, 0, 9), buffer(320, 0, 4), buffer(64, 0, 9), buffer(320, 5, 9)});
    QVERIFY(isSound(plan));
    QCOMPARE(plan.arenaBytes, int64_t{640 + 320 + 64});
  }
  void nothingNeedsNothing() { QCOMPARE(planMemory({}).arenaBytes, int64_t{0}); }
  void randomPlansAreSoundAndClose() {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
      std::vector<BufferPlan> buffers;
      for (int i = 0; i < 60; ++i) {
        const int first = static_cast<int>(random() % 100);
        buffers.push_back(buffer(1 + random() % 100000, first, first + static_cast<int>(random() % 20)));
      }
      const MemoryPlan plan = planMemory(buffers);
      QVERIFY2(isSound(plan), qPrintable(QString("seed 7, round %1").arg(round)));
      QVERIFY(plan.arenaBytes <= 2 * lowerBound(plan));
    }
  }
};
HEDDLE_TEST(MemoryPlanTest)

#include "memory_plan_test.moc"
