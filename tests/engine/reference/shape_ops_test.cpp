// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/reference/calls.h"

using namespace heddle;
using namespace heddle::test;

namespace {
const Tensor kCounting = f32({2, 3}, {0, 1, 2, 3, 4, 5});
}

class ShapeOpsTest : public QObject {
  Q_OBJECT
 private slots:
  void reshapesWithZeroAndMinusOne() {
    QCOMPARE(call(OpKind::reshape, {kCounting, i64({2}, {-1, 2})}).value()[0].extents(),
             (Extents{3, 2}));
    QCOMPARE(call(OpKind::reshape, {kCounting, i64({2}, {0, -1})}).value()[0].extents(),
             (Extents{2, 3}));
    QVERIFY(call(OpKind::reshape, {kCounting, i64({1}, {7})}).isError());
    QVERIFY(call(OpKind::reshape, {kCounting, i64({2}, {-1, -1})}).isError());
    QVERIFY(call(OpKind::reshape, {kCounting, i64({3}, {INT64_MAX, INT64_MAX, -1})}).isError());
  }
  void flattensAtEveryAxis() {
    const auto at = [](int64_t axis) {
      return call(OpKind::flatten, {kCounting}, {{"axis", axis}});
    };
    QCOMPARE(at(0).value()[0].extents(), (Extents{1, 6}));
    QCOMPARE(at(2).value()[0].extents(), (Extents{6, 1}));
    QCOMPARE(at(-1).value()[0].extents(), (Extents{2, 3}));
    QVERIFY(at(3).isError());
    QVERIFY(at(-3).isError());
  }
  void transposes() {
    const auto out = call(OpKind::transpose, {kCounting}, {{"perm", Ints{1, 0}}});
    QCOMPARE(numbers(out), (Numbers{0, 3, 1, 4, 2, 5}));
    QVERIFY(call(OpKind::transpose, {kCounting}, {{"perm", Ints{1, 1}}}).isError());
  }
  void slicesLikeNumpy() {
    const auto slice = [](Ints starts, Ints ends, Ints axes, Ints steps) {
      const auto n = static_cast<int64_t>(starts.size());
      return call(OpKind::slice,
                  {kCounting, i64({n}, starts), i64({n}, ends), i64({n}, axes), i64({n}, steps)});
    };
    QCOMPARE(numbers(slice({-1}, {INT64_MIN}, {1}, {-1})), (Numbers{2, 1, 0, 5, 4, 3}));
    QCOMPARE(numbers(slice({0, 1}, {INT64_MAX, 100}, {0, 1}, {1, 2})), (Numbers{1, 4}));
    QCOMPARE(slice({2}, {1}, {0}, {1}).value()[0].extents(), (Extents{0, 3}));
    QVERIFY(slice({0}, {1}, {0}, {0}).isError());
    QVERIFY(slice({0}, {1}, {5}, {1}).isError());
    QCOMPARE(numbers(slice({2}, {INT64_MIN}, {1}, {INT64_MIN})), (Numbers{2, 5}));
  }
  void padsInEveryMode() {
    const auto x = f32({3}, {1, 2, 3});
    const auto pad = [&](const char* mode) {
      return numbers(call(OpKind::pad, {x, i64({2}, {2, 2})}, {{"mode", std::string(mode)}}));
    };
    QCOMPARE(pad("constant"), (Numbers{0, 0, 1, 2, 3, 0, 0}));
    QCOMPARE(pad("edge"), (Numbers{1, 1, 1, 2, 3, 3, 3}));
    QCOMPARE(pad("reflect"), (Numbers{3, 2, 1, 2, 3, 2, 1}));
    QCOMPARE(pad("wrap"), (Numbers{2, 3, 1, 2, 3, 1, 2}));
    QCOMPARE(numbers(call(OpKind::pad, {x, i64({2}, {-1, 1}), f32({}, {9})})), (Numbers{2, 3, 9}));
    QVERIFY(call(OpKind::pad, {x, i64({2}, {-9, 1})}).isError());
  }
  void splitsUnevenly() {
    const auto out = call(OpKind::split, {kCounting, std::nullopt},
                          {{"axis", int64_t{1}}, {"num_outputs", int64_t{2}}}, 2);
    QCOMPARE(numbers(out, 0), (Numbers{0, 1, 3, 4}));
    QCOMPARE(numbers(out, 1), (Numbers{2, 5}));
    QVERIFY(
        call(OpKind::split, {kCounting, i64({2}, {1, 1})}, {{"axis", int64_t{1}}}, 2).isError());
  }
  void tilesAndExpands() {
    QCOMPARE(numbers(call(OpKind::tile, {f32({2}, {1, 2}), i64({1}, {2})})), (Numbers{1, 2, 1, 2}));
    const auto out = call(OpKind::expand, {f32({2, 1}, {1, 2}), i64({3}, {2, 1, 2})});
    QCOMPARE(numbers(out), (Numbers{1, 1, 2, 2, 1, 1, 2, 2}));
  }
  void gathersAndChecksIndices() {
    QCOMPARE(numbers(call(OpKind::gather, {kCounting, i64({2}, {-1, 0})}, {{"axis", int64_t{1}}})),
             (Numbers{2, 0, 5, 3}));
    QVERIFY(call(OpKind::gather, {kCounting, i64({1}, {3})}, {{"axis", int64_t{1}}}).isError());
    QCOMPARE(numbers(call(OpKind::gather_nd, {kCounting, i64({2, 2}, {0, 1, 1, -1})})),
             (Numbers{1, 5}));
    QVERIFY(call(OpKind::gather_nd, {kCounting, i64({1, 2}, {2, 0})}).isError());
    QCOMPARE(numbers(call(OpKind::gather_elements, {kCounting, i64({1, 3}, {1, 0, 1})})),
             (Numbers{3, 1, 5}));
  }
  void movesBlocks() {
    const auto x = f32({1, 4, 1, 1}, {1, 2, 3, 4});
    const auto up = call(OpKind::depth_to_space, {x}, {{"blocksize", int64_t{2}}});
    QCOMPARE(up.value()[0].extents(), (Extents{1, 1, 2, 2}));
    QCOMPARE(numbers(call(OpKind::space_to_depth, {up.value()[0]}, {{"blocksize", int64_t{2}}})),
             (Numbers{1, 2, 3, 4}));
    QVERIFY(call(OpKind::depth_to_space, {x}, {{"blocksize", int64_t{3}}}).isError());
  }
  void scattersInOrder() {
    QCOMPARE(numbers(call(OpKind::scatter_elements,
                          {f32({3}, {1, 1, 1}), i64({2}, {1, 1}), f32({2}, {5, 7})})),
             (Numbers{1, 7, 1}));
    QCOMPARE(numbers(call(OpKind::scatter_elements,
                          {f32({3}, {1, 1, 1}), i64({2}, {1, 1}), f32({2}, {5, 7})},
                          {{"reduction", std::string("add")}})),
             (Numbers{1, 13, 1}));
    QVERIFY(call(OpKind::scatter_elements, {f32({3}, {1, 1, 1}), i64({1}, {3}), f32({1}, {5})})
                .isError());
  }
  void ordersTopKByIndexOnTies() {
    const auto out = call(OpKind::top_k, {f32({4}, {3, 1, 3, 2}), i64({1}, {3})}, {}, 2);
    QCOMPARE(numbers(out, 0), (Numbers{3, 3, 2}));
    QCOMPARE(numbers(out, 1), (Numbers{0, 2, 3}));
    QVERIFY(call(OpKind::top_k, {f32({4}, {3, 1, 3, 2}), i64({1}, {5})}, {}, 2).isError());
  }
  void samplesWhereTheSpecSays() {
    const auto x = f32({1, 1, 2, 2}, {1, 2, 3, 4});
    const auto out = call(OpKind::resize, {x, std::nullopt, f32({4}, {1, 1, 2, 2})},
                          {{"mode", std::string("linear")}});
    QCOMPARE(out.value()[0].extents(), (Extents{1, 1, 4, 4}));
    QCOMPARE(numbers(out)[0], 1.0);
    QCOMPARE(numbers(out)[5], 1.75);
    QCOMPARE(numbers(out)[15], 4.0);
  }
  // Half a pixel beyond the last: taps 0, 1, 1, 1 and not the border pixel alone.
  void takesEveryCubicTapFromTheBorder() {
    const auto out = call(OpKind::grid_sample, {f32({1, 1, 1, 2}, {0, 1}), f32({1, 1, 1, 2}, {2, 0})},
                          {{"mode", std::string("cubic")},
                           {"padding_mode", std::string("border")},
                           {"align_corners", int64_t{1}}});
    QCOMPARE(numbers(out), (Numbers{1.09375}));
  }
};
HEDDLE_TEST(ShapeOpsTest)

#include "shape_ops_test.moc"
