// SPDX-License-Identifier: Apache-2.0
#include "engine/support/hash.h"
#include "engine/support/result.h"
#include "engine/tensor/tensor.h"
#include "tests/support/test_main.h"

using namespace heddle;

class DiagnosticTest : public QObject {
  Q_OBJECT
 private slots:
  void fillsInSubjects() {
    Diagnostic d{"a.b", "{0} cannot hold {1}; {2} {x}", {{"loop", 3, "oc"}, {"loop", 4, "ow"}}};
    QCOMPARE(messageText(d), std::string("oc cannot hold ow; ? {x}"));
  }
  void namesPlaceAndHint() {
    Diagnostic d{"a.b", "wrong", {}, "model.onnx", "try again"};
    QCOMPARE(toText(d), std::string("model.onnx: wrong (try again)"));
  }
};
HEDDLE_TEST(DiagnosticTest)

class TensorTest : public QObject {
  Q_OBJECT
 private slots:
  void refusesNegativeAndOverflowingExtents() {
    QVERIFY(Tensor::allocate(ElementType::f32, {-1}).isError());
    QVERIFY(Tensor::allocate(ElementType::f32, {int64_t{1} << 40, int64_t{1} << 40}).isError());
  }
  void convertsHalfFloatsBothWays() {
    for (uint32_t bits = 0; bits < 0x10000; ++bits) {
      const float value = floatFromHalf(static_cast<uint16_t>(bits));
      if (value != value) continue;
      QCOMPARE(halfFromFloat(value), static_cast<uint16_t>(bits));
    }
    QCOMPARE(halfFromFloat(65520.0f), uint16_t{0x7c00});
    QCOMPARE(bfloatFromFloat(1.0f), uint16_t{0x3f80});
  }
  void foldsDimensions() {
    const Dim h = Dim::symbol("H");
    QVERIFY((Dim(3) + Dim(4)).isConstant());
    QCOMPARE((h * Dim(2) + Dim(1)).evaluate({{"H", 5}}), std::optional<int64_t>(11));
    QCOMPARE((h * Dim(2)).evaluate({}), std::optional<int64_t>());
    QCOMPARE(Dim::ceilDiv(Dim(7), Dim(2)).constant(), int64_t{4});
    QCOMPARE((h - h).constant(), int64_t{0});
  }
};
HEDDLE_TEST(TensorTest)

#include "diagnostic_test.moc"
