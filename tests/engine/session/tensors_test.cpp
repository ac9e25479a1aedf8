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
    const MachineFacts facts = measureMachine();
    QVERIFY(facts.cores >= 1 && !facts.description.empty());
    QVERIFY(facts.peakGflopsOneThread > 1 && facts.peakGflopsOneThread < 2000);
    QVERIFY(facts.gbytesOneThread > 0.5 && facts.gbytesOneThread < 2000);
    QCOMPARE(facts.peakGflops(2), 2 * facts.peakGflops(1));
  }
};
HEDDLE_TEST(MachineTest)

#include "tensors_test.moc"
