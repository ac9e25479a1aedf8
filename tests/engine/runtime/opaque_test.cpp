// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/opaque.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "engine/tensor/element_type.h"
#include "tests/support/test_main.h"

using heddle::ElementType;

namespace {

struct Answer {
  std::vector<float> values;
  std::vector<int64_t> indices;
};

Answer topK(std::vector<float> x, int64_t outer, int64_t extent, int64_t inner, int64_t k,
            bool isLargest) {
  Answer answer{std::vector<float>(outer * k * inner), std::vector<int64_t>(outer * k * inner)};
  void* args[] = {x.data(), answer.values.data(), answer.indices.data()};
  const int64_t attributes[] = {0, outer, extent, inner, k, isLargest};
  if (heddle_opaque_top_k(args, attributes) != 0) answer.indices = {-1};
  return answer;
}

}  // namespace

class OpaqueTest : public QObject {
  Q_OBJECT
 private slots:
  void tiesTakeTheLowerIndexFirst() {
    const Answer a = topK({1, 3, 3, 2, 3}, 1, 5, 1, 4, true);
    QCOMPARE(a.indices, (std::vector<int64_t>{1, 2, 4, 3}));
    QCOMPARE(a.values, (std::vector<float>{3, 3, 3, 2}));
    QCOMPARE(topK({1, 3, 1, 2, 1}, 1, 5, 1, 2, false).indices, (std::vector<int64_t>{0, 2}));
  }
  void nanIsLargerThanEveryNumber() {
    const float nan = std::nanf("");
    QCOMPARE(topK({1, nan, INFINITY}, 1, 3, 1, 2, true).indices, (std::vector<int64_t>{1, 2}));
    QCOMPARE(topK({1, nan, INFINITY}, 1, 3, 1, 2, false).indices, (std::vector<int64_t>{0, 2}));
  }
  void agreesWithAStableSortOnRandomShapes() {
    std::mt19937 random(20261121);
    for (int round = 0; round < 200; ++round) {
      const int64_t outer = 1 + random() % 3, extent = 1 + random() % 40, inner = 1 + random() % 3;
      const int64_t k = random() % (extent + 1);
      const bool isLargest = random() % 2 != 0;
      std::vector<float> x(outer * extent * inner);
      for (float& value : x) value = float(random() % 9);
      const Answer got = topK(x, outer, extent, inner, k, isLargest);
      for (int64_t o = 0; o < outer; ++o)
        for (int64_t i = 0; i < inner; ++i) {
          std::vector<int64_t> order(extent);
          std::iota(order.begin(), order.end(), 0);
          const auto at = [&](int64_t j) { return x[(o * extent + j) * inner + i]; };
          std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
            return isLargest ? at(a) > at(b) : at(a) < at(b);
          });
          for (int64_t j = 0; j < k; ++j) {
            QCOMPARE(got.indices[(o * k + j) * inner + i], order[j]);
            QCOMPARE(got.values[(o * k + j) * inner + i], at(order[j]));
          }
        }
    }
  }
  void ordersHalvesAsFloats() {
    std::vector<uint16_t> x = {heddle::halfFromFloat(-2), heddle::halfFromFloat(0.5f),
                               heddle::halfFromFloat(-0.25f), heddle::halfFromFloat(3)};
    std::vector<uint16_t> values(4);
    std::vector<int64_t> indices(4);
    void* args[] = {x.data(), values.data(), indices.data()};
    const int64_t attributes[] = {int64_t(ElementType::f16), 1, 4, 1, 4, 1};
    QCOMPARE(heddle_opaque_top_k(args, attributes), 0);
    QCOMPARE(indices, (std::vector<int64_t>{3, 1, 2, 0}));
  }
  void refusesImpossibleAttributes() {
    QCOMPARE(topK({1, 2}, 1, 2, 1, 3, true).indices, (std::vector<int64_t>{-1}));
    void* args[] = {nullptr, nullptr, nullptr};
    const int64_t attributes[] = {13, 1, 1, 1, 1, 1};
    QCOMPARE(heddle_opaque_top_k(args, attributes), 1);
  }
  void theTableNamesEveryFunction() {
    QCOMPARE(QString(heddle_opaque_table[0].name), QString("heddle_opaque_top_k"));
    QVERIFY(heddle_opaque_table[0].function == heddle_opaque_top_k);
  }
};
HEDDLE_TEST(OpaqueTest)

#include "opaque_test.moc"
