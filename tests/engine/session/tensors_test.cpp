// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "engine/session/compare_tensors.h"
#include "engine/session/machine.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;

namespace {

Tensor floats(std::vector<float> values) {
  const auto count = static_cast<int64_t>(values.size());
  return Tensor::fromValues<float>(ElementType::f32, {count}, values);
}

}  // namespace

class CompareTensorsTest : public QObject {
  Q_OBJECT
 private slots:
  void measuresAgainstTheTolerance() {
    const TensorDifference d = difference(floats({1.0f, 2.0f}), floats({1.0f, 2.002f}), 1e-3, 0);
    QVERIFY(d.worstOfTolerance > 0.99 && d.worstOfTolerance < 1.01);
    QCOMPARE(difference(floats({1, 2}), floats({1, 2}), 0, 0).worstOfTolerance, 0.0);
  }
  void nanAndInfinityMustMatch() {
    const float nan = std::nanf(""), inf = std::numeric_limits<float>::infinity();
    QCOMPARE(difference(floats({nan, inf}), floats({nan, inf}), 1e-3, 1e-5).worstOfTolerance, 0.0);
    QVERIFY(std::isinf(difference(floats({nan}), floats({1}), 1e-3, 1e-5).worstOfTolerance));
    QVERIFY(std::isinf(difference(floats({inf}), floats({-inf}), 1e-3, 1e-5).worstOfTolerance));
  }
  // 1 and its neighbours as halves; the same numbers as floats are far apart.
  void aHalfMayBeItsNeighbour() {
    const auto worst = [](ElementType element, double actual) {
      Tensor a = Tensor::scalar(element, actual), e = Tensor::scalar(element, 1);
      return difference(a, e, 0, 1e-5).worstOfTolerance;
    };
    QVERIFY(worst(ElementType::f16, 1 + 0x1p-10) <= 1);
    QVERIFY(worst(ElementType::f16, 1 + 0x1p-9) > 1);
    QVERIFY(worst(ElementType::bf16, 1 + 0x1p-7) <= 1);
    QVERIFY(worst(ElementType::bf16, 1 + 0x1p-6) > 1);
    QVERIFY(worst(ElementType::f32, 1 + 0x1p-10) > 1);
  }
  void shapesAndTypesMustMatch() {
    QVERIFY(std::isinf(difference(floats({1, 2}), floats({1}), 1, 1).worstOfTolerance));
    QVERIFY(std::isinf(difference(floats({1}), Tensor::allocate(ElementType::i32, {1}).value(), 1, 1).worstOfTolerance));
  }
};
HEDDLE_TEST(CompareTensorsTest)

class MachineTest : public QObject {
  Q_OBJECT
 private slots:
  void measuresSomethingPlausible() {
    const MachineFacts facts = measureMachine().value();
    QVERIFY(facts.cores >= 1 && !facts.description.empty());
    QVERIFY(facts.peakGflopsOneThread > 1 && facts.peakGflopsOneThread < 2000);
    QVERIFY(facts.memory.size() >= 3 && facts.memory.back().bytes == INT64_MAX);
    for (const MemoryLevel& level : facts.memory) {
      QVERIFY(level.gbytesOneThread > 0.5 && level.gbytesOneThread < 5000);
      QCOMPARE(facts.gbytesPerSecond(level.bytes, 1), level.gbytesOneThread);
    }
    QCOMPARE(facts.peakGflops(2), 2 * facts.peakGflops(1));
  }
  void keepsWhatItMeasured() {
    QTemporaryDir directory;
    const MachineFacts first = knownMachine(directory.path().toStdString()).value();
    const MachineFacts again = knownMachine(directory.path().toStdString()).value();
    QCOMPARE(again.memory.size(), first.memory.size());
    QVERIFY(std::abs(again.peakGflopsOneThread / first.peakGflopsOneThread - 1) < 1e-3);
    for (size_t i = 0; i < first.memory.size(); ++i)
      QCOMPARE(again.memory[i].bytes, first.memory[i].bytes);
  }
  void namesTheNearestLevelThatHolds() {
    MachineFacts facts;
    facts.memory = {{100, 8, 16}, {1000, 4, 8}, {INT64_MAX, 1, 2}};
    QCOMPARE(facts.gbytesPerSecond(100, 1), 8.0);
    QCOMPARE(facts.gbytesPerSecond(101, 2), 8.0);
    QCOMPARE(facts.mainMemoryGbytesPerSecond(4), 2.0);
  }
};
HEDDLE_TEST(MachineTest)

#include "tensors_test.moc"
