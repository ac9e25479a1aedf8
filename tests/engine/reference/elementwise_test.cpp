// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "tests/engine/reference/calls.h"

using namespace heddle;
using namespace heddle::test;

class ElementwiseTest : public QObject {
  Q_OBJECT
 private slots:
  void roundsHalfToEven() {
    QCOMPARE(numbers(call(OpKind::round, {f32({5}, {0.5f, 1.5f, -2.5f, 2.4f, -0.5f})})),
             (Numbers{0, 2, -2, 2, 0}));
  }
  void negatesTheSmallestIntegerByWrapping() {
    QCOMPARE(numbers(call(OpKind::neg, {i32({2}, {INT32_MIN, 5})})),
             (Numbers{double(INT32_MIN), -5}));
    QCOMPARE(numbers(call(OpKind::abs, {i32({1}, {INT32_MIN})})), (Numbers{double(INT32_MIN)}));
  }
  void keepsActivationsFiniteAtExtremes() {
    QCOMPARE(numbers(call(OpKind::sigmoid, {f32({2}, {-1000, 1000})})), (Numbers{0, 1}));
    QCOMPARE(numbers(call(OpKind::softplus, {f32({2}, {-1000, 1000})})), (Numbers{0, 1000}));
    QCOMPARE(numbers(call(OpKind::hard_swish, {f32({3}, {-3, 0, 3})})), (Numbers{0, 0, 3}));
  }
  void castsSaturatingAndTruncating() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto x = f32({6}, {300, -300, -1.9f, 1.9f, nan, 1e20f});
    QCOMPARE(numbers(call(OpKind::cast, {x}, {{"to", ElementType::i8}})),
             (Numbers{127, -128, -1, 1, 0, 127}));
    QCOMPARE(numbers(call(OpKind::cast, {x}, {{"to", ElementType::boolean}})),
             (Numbers{1, 1, 1, 1, 1, 1}));
    QCOMPARE(numbers(call(OpKind::cast, {i32({2}, {300, -1})}, {{"to", ElementType::u8}})),
             (Numbers{44, 255}));
    const auto big = f32({2}, {9.3e18f, -9.3e18f});
    const auto out = call(OpKind::cast, {big}, {{"to", ElementType::i64}});
    QCOMPARE(out.value()[0].valueAsInt(0), INT64_MAX);
    QCOMPARE(out.value()[0].valueAsInt(1), INT64_MIN);
  }
  void computesHalvesThroughFloat() {
    Tensor x = Tensor::allocate(ElementType::f16, {2}).value();
    x.setFromDouble(0, 1.5);
    x.setFromDouble(1, 60000);
    const auto out = call(OpKind::add, {x, x});
    QCOMPARE(numbers(out), (Numbers{3, std::numeric_limits<double>::infinity()}));
    QCOMPARE(out.value()[0].element(), ElementType::f16);
  }
  void broadcastsBothWays() {
    const auto out = call(OpKind::sub, {f32({2, 1}, {10, 20}), f32({3}, {1, 2, 3})});
    QCOMPARE(out.value()[0].extents(), (Extents{2, 3}));
    QCOMPARE(numbers(out), (Numbers{9, 8, 7, 19, 18, 17}));
    QVERIFY(call(OpKind::sub, {f32({2}, {1, 2}), f32({3}, {1, 2, 3})}).isError());
    QVERIFY(call(OpKind::sub, {f32({1}, {1}), i32({1}, {1})}).isError());
  }
  void dividesIntegersTowardsZero() {
    QCOMPARE(numbers(call(OpKind::div, {i32({3}, {7, -7, INT32_MIN}), i32({3}, {2, 2, -1})})),
             (Numbers{3, -3, double(INT32_MIN)}));
    QCOMPARE(call(OpKind::div, {i32({1}, {1}), i32({1}, {0})}).error().code,
             std::string("reference.input"));
    QCOMPARE(numbers(call(OpKind::mod, {i32({2}, {-7, 7}), i32({2}, {3, -3})})), (Numbers{2, -2}));
    QCOMPARE(
        numbers(call(OpKind::mod, {i32({2}, {-7, 7}), i32({2}, {3, -3})}, {{"fmod", int64_t{1}}})),
        (Numbers{-1, 1}));
  }
  void keepsTheTypeOfTheBaseInPow() {
    const auto out = call(OpKind::pow, {i32({2}, {2, -3}), f32({2}, {10, 3})});
    QCOMPARE(out.value()[0].element(), ElementType::i32);
    QCOMPARE(numbers(out), (Numbers{1024, -27}));
    QCOMPARE(numbers(call(OpKind::pow, {i32({1}, {3}), i64({1}, {4})})), (Numbers{81}));
  }
  void propagatesNanThroughExtremes() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(std::isnan(numbers(call(OpKind::maximum, {f32({1}, {nan}), f32({1}, {1})}))[0]));
    QVERIFY(std::isnan(numbers(call(OpKind::minimum, {f32({1}, {1}), f32({1}, {nan})}))[0]));
    QVERIFY(std::isnan(numbers(call(OpKind::relu, {f32({1}, {nan})}))[0]));
  }
  void clipsWithAbsentBounds() {
    QCOMPARE(numbers(call(OpKind::clip, {f32({3}, {-2, 0, 9}), std::nullopt, f32({}, {3})})),
             (Numbers{-2, 0, 3}));
    QCOMPARE(numbers(call(OpKind::clip, {f32({2}, {0, 9}), f32({}, {5}), f32({}, {3})})),
             (Numbers{3, 3}));
  }
  void quantizesHalfToEvenAndSaturates() {
    const auto zero = tensorOf<uint8_t>(ElementType::u8, {}, {128});
    const auto x = f32({5}, {1, 3, -1000, 1000, 5});
    const auto q = call(OpKind::quantize_linear, {x, f32({}, {2}), zero});
    QCOMPARE(numbers(q), (Numbers{128, 130, 0, 255, 130}));
    QCOMPARE(numbers(call(OpKind::dequantize_linear, {q.value()[0], f32({}, {2}), zero})),
             (Numbers{0, 4, -256, 254, 4}));
  }
  void quantizesPerAxis() {
    const auto zero = tensorOf<int8_t>(ElementType::i8, {2}, {0, 10});
    const auto x = f32({1, 2, 2}, {2, 4, 2, 4});
    QCOMPARE(
        numbers(call(OpKind::quantize_linear, {x, f32({2}, {1, 2}), zero}, {{"axis", int64_t{1}}})),
        (Numbers{2, 4, 11, 12}));
    QVERIFY(call(OpKind::quantize_linear, {x, f32({3}, {1, 2, 3}), std::nullopt}).isError());
  }
};
HEDDLE_TEST(ElementwiseTest)

#include "elementwise_test.moc"
