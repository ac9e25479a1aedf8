// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "tests/engine/reference/calls.h"

using namespace heddle;
using namespace heddle::test;

namespace {

Tensor randomTensor(Extents extents, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> value(-1, 1);
  std::vector<float> values(static_cast<size_t>(*elementCount(extents)));
  for (float& v : values) v = value(random);
  return f32(std::move(extents), std::move(values));
}

double maxDifference(const Tensor& a, const Tensor& b) {
  double worst = a.extents() == b.extents() ? 0 : 1e9;
  for (int64_t i = 0; i < std::min(a.elementCount(), b.elementCount()); ++i)
    worst = std::max(worst, std::fabs(a.valueAsDouble(i) - b.valueAsDouble(i)));
  return worst;
}

Tensor permuted(const Tensor& x, Ints perm) {
  return call(OpKind::transpose, {x}, {{"perm", std::move(perm)}}).value()[0];
}

// The definition, coordinate by coordinate. x: [N,C,H,W], w: [O,C/group,KH,KW]
Tensor naiveConv(const Tensor& x, const Tensor& w, int64_t stride, int64_t pad, int64_t dilation,
                 int64_t group) {
  const auto &xe = x.extents(), &we = w.extents();
  const auto out = [&](int64_t in, int64_t k) {
    return (in + 2 * pad - dilation * (k - 1) - 1) / stride + 1;
  };
  const int64_t oh = out(xe[2], we[2]), ow = out(xe[3], we[3]);
  Tensor y = Tensor::allocate(ElementType::f32, {xe[0], we[0], oh, ow}).value();
  int64_t at = 0;
  for (int64_t n = 0; n < xe[0]; ++n)
    for (int64_t o = 0; o < we[0]; ++o)
      for (int64_t i = 0; i < oh; ++i)
        for (int64_t j = 0; j < ow; ++j) {
          double sum = 0;
          for (int64_t c = 0; c < we[1]; ++c)
            for (int64_t p = 0; p < we[2]; ++p)
              for (int64_t q = 0; q < we[3]; ++q) {
                const int64_t h = i * stride + p * dilation - pad,
                              v = j * stride + q * dilation - pad;
                const int64_t channel = o / (we[0] / group) * we[1] + c;
                if (h >= 0 && h < xe[2] && v >= 0 && v < xe[3])
                  sum += x.valueAsDouble(((n * xe[1] + channel) * xe[2] + h) * xe[3] + v) *
                         w.valueAsDouble(((o * we[1] + c) * we[2] + p) * we[3] + q);
              }
          y.setFromDouble(at++, sum);
        }
  return y;
}

}  // namespace

class ContractionTest : public QObject {
  Q_OBJECT
 private slots:
  void convolvesByTheDefinition_data() {
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("pad");
    QTest::addColumn<int>("dilation");
    QTest::addColumn<int>("group");
    for (int stride : {1, 2})
      for (int pad : {0, 2})
        for (int dilation : {1, 2})
          for (int group : {1, 2, 4})
            QTest::addRow("s%d p%d d%d g%d", stride, pad, dilation, group)
                << stride << pad << dilation << group;
  }
  void convolvesByTheDefinition() {
    QFETCH(int, stride);
    QFETCH(int, pad);
    QFETCH(int, dilation);
    QFETCH(int, group);
    const Tensor x = randomTensor({2, 4, 7, 6}, 1), w = randomTensor({8, 4 / group, 3, 2}, 2);
    graph::Attributes attributes = {{"strides", Ints{stride, stride}},
                                    {"pads", Ints{pad, pad, pad, pad}},
                                    {"dilations", Ints{dilation, dilation}},
                                    {"group", int64_t{group}}};
    const auto y = call(OpKind::conv, {x, w}, attributes);
    QVERIFY2(y.isOk(), y.isError() ? toText(y.error()).c_str() : "");
    QVERIFY(maxDifference(y.value()[0], naiveConv(x, w, stride, pad, dilation, group)) < 1e-5);
    attributes["data_layout"] = std::string("channels_last");
    const auto last = call(OpKind::conv, {permuted(x, {0, 2, 3, 1}), w}, attributes);
    QCOMPARE(maxDifference(permuted(last.value()[0], {0, 3, 1, 2}), y.value()[0]), 0.0);
  }
  // <conv(x), y> = <x, convTranspose(y)>: the two are adjoint maps.
  void transposedConvolutionIsTheAdjoint() {
    const Tensor x = randomTensor({1, 4, 7, 7}, 3), w = randomTensor({6, 2, 3, 3}, 4);
    const graph::Attributes attributes = {
        {"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}, {"group", int64_t{2}}};
    const Tensor forward = call(OpKind::conv, {x, w}, attributes).value()[0];
    const Tensor y = randomTensor(forward.extents(), 5);
    const auto back = call(OpKind::conv_transpose, {y, w}, attributes);
    QVERIFY2(back.isOk(), back.isError() ? toText(back.error()).c_str() : "");
    QCOMPARE(back.value()[0].extents(), x.extents());
    double left = 0, right = 0;
    for (int64_t i = 0; i < y.elementCount(); ++i)
      left += forward.valueAsDouble(i) * y.valueAsDouble(i);
    for (int64_t i = 0; i < x.elementCount(); ++i)
      right += x.valueAsDouble(i) * back.value()[0].valueAsDouble(i);
    QVERIFY(std::fabs(left - right) < 1e-4);
  }
  void poolsWithPaddingAndCeil() {
    const auto x = f32({1, 1, 1, 4}, {1, 2, 3, 4});
    const graph::Attributes attributes = {
        {"kernel_shape", Ints{1, 2}}, {"strides", Ints{1, 2}}, {"pads", Ints{0, 1, 0, 1}}};
    QCOMPARE(numbers(call(OpKind::max_pool, {x}, attributes)), (Numbers{1, 3, 4}));
    QCOMPARE(numbers(call(OpKind::average_pool, {x}, attributes)), (Numbers{1, 2.5, 4}));
    graph::Attributes counting = attributes;
    counting["count_include_pad"] = int64_t{1};
    QCOMPARE(numbers(call(OpKind::average_pool, {x}, counting)), (Numbers{0.5, 2.5, 2}));
    const auto both = call(OpKind::max_pool, {x}, attributes, 2);
    QCOMPARE(numbers(both, 1), (Numbers{0, 2, 3}));
  }
  void multipliesBatches() {
    const auto a = f32({2, 1, 2}, {1, 2, 3, 4}), b = f32({2}, {5, 6});
    const auto out = call(OpKind::matmul, {a, b});
    QCOMPARE(out.value()[0].extents(), (Extents{2, 1}));
    QCOMPARE(numbers(out), (Numbers{17, 39}));
    QVERIFY(call(OpKind::matmul,
                 {f32({2, 3}, std::vector<float>(6)), f32({2, 3}, std::vector<float>(6))})
                .isError());
  }
  void gemmTransposesAndScales() {
    const auto a = f32({2, 1}, {1, 2}), b = f32({3, 2}, {1, 2, 3, 4, 5, 6});
    QCOMPARE(numbers(call(
                 OpKind::gemm, {a, b, f32({1}, {10})},
                 {{"transA", int64_t{1}}, {"transB", int64_t{1}}, {"alpha", 2.0}, {"beta", 0.5}})),
             (Numbers{15, 27, 39}));
  }
  void integersWrap() {
    const auto x = tensorOf<int8_t>(ElementType::i8, {1, 2}, {100, 100}),
               w = tensorOf<int8_t>(ElementType::i8, {2, 1}, {2, 1});
    QCOMPARE(numbers(call(OpKind::matmul, {x, w})), (Numbers{44}));
  }
  void einsumAgreesWithMatmul() {
    const Tensor a = randomTensor({2, 3, 4}, 6), b = randomTensor({2, 4, 5}, 7);
    const auto e =
        call(OpKind::einsum, {a, b}, {{"equation", std::string("...ij, ...jk -> ...ik")}});
    QVERIFY2(e.isOk(), e.isError() ? toText(e.error()).c_str() : "");
    QVERIFY(maxDifference(e.value()[0], call(OpKind::matmul, {a, b}).value()[0]) < 1e-6);
    QCOMPARE(numbers(call(OpKind::einsum, {f32({2, 2}, {1, 2, 3, 4})},
                          {{"equation", std::string("ii")}})),
             (Numbers{5}));
    QVERIFY(call(OpKind::einsum, {a, b}, {{"equation", std::string("ij,jk->ik")}}).isError());
  }
  void reducesOverAxesAndOverNothing() {
    const auto x = f32({2, 3}, {0, 1, 2, 3, 4, 5});
    QCOMPARE(numbers(call(OpKind::reduce_sum, {x, i64({1}, {-1})})), (Numbers{3, 12}));
    QCOMPARE(numbers(call(OpKind::reduce_mean, {x}, {{"keepdims", int64_t{0}}})), (Numbers{2.5}));
    QCOMPARE(numbers(call(OpKind::reduce_max, {f32({0, 2}, {}), i64({1}, {0})})),
             (Numbers{-HUGE_VAL, -HUGE_VAL}));
    QCOMPARE(numbers(call(OpKind::reduce_log_sum_exp, {f32({2}, {1000, 1000})})),
             (Numbers{1000.6931762695312}));
    QVERIFY(call(OpKind::reduce_sum, {x, i64({2}, {0, -2})}).isError());
  }
  void sumsInDouble() {
    std::vector<float> values(1 << 20, 0.1f);
    const double exact = static_cast<double>(0.1f) * (1 << 20);
    QCOMPARE(numbers(call(OpKind::reduce_sum, {f32({1 << 20}, values)}))[0],
             static_cast<double>(static_cast<float>(exact)));
  }
  void normalises() {
    const auto x = f32({1, 2, 2}, {1, 3, 2, 6});
    const auto out = numbers(call(OpKind::instance_normalization,
                                  {x, f32({2}, {1, 2}), f32({2}, {0, 1})}, {{"epsilon", 0.0}}));
    QCOMPARE(out, (Numbers{-1, 1, -1, 3}));
    QCOMPARE(numbers(call(OpKind::softmax, {f32({2}, {1000, 1000})})), (Numbers{0.5, 0.5}));
  }
};
HEDDLE_TEST(ContractionTest)

#include "contraction_test.moc"
