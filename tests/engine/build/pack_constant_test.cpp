// SPDX-License-Identifier: Apache-2.0
#include "engine/build/pack_constant.h"

#include <numeric>

#include "tests/support/test_main.h"

using namespace heddle;
using loops::constant;

namespace {

Tensor ramp(Extents extents) {
  std::vector<float> values(static_cast<size_t>(*elementCount(extents)));
  std::iota(values.begin(), values.end(), 1.0f);
  return Tensor::fromValues<float>(ElementType::f32, std::move(extents), values);
}

// (o, i) -> (o / 4, i, o % 4), o padded to a multiple of 4
schedule::State::LayoutRewrite tiling(int64_t outputs, int64_t inputs) {
  schedule::State::LayoutRewrite rewrite;
  rewrite.buffer = "w";
  rewrite.oldVars = {loops::Var::make(VarId{1}, "o"), loops::Var::make(VarId{2}, "i")};
  const loops::Expr o = rewrite.oldVars[0], i = rewrite.oldVars[1];
  rewrite.newIndices = {loops::floorDiv(o, constant(4)), i, loops::floorMod(o, constant(4))};
  rewrite.newExtents = {(outputs + 3) / 4, inputs, 4};
  return rewrite;
}

}  // namespace

class PackConstantTest : public QObject {
  Q_OBJECT
 private slots:
  void tilesAndPadsWithZero() {
    const auto packed = build::packConstant(ramp({6, 3}), tiling(6, 3));
    QVERIFY(packed.isOk());
    for (int64_t o = 0; o < 8; ++o)
      for (int64_t i = 0; i < 3; ++i)
        QCOMPARE(packed.value().valueAsDouble((o / 4 * 3 + i) * 4 + o % 4),
                 o < 6 ? static_cast<double>(o * 3 + i + 1) : 0.0);
  }
  void mapsThatMixAxes() {
    schedule::State::LayoutRewrite rewrite;
    rewrite.oldVars = {loops::Var::make(VarId{1}, "a"), loops::Var::make(VarId{2}, "b")};
    const loops::Expr a = rewrite.oldVars[0], b = rewrite.oldVars[1];
    rewrite.newIndices = {a * constant(3) + b};
    rewrite.newExtents = {6};
    const auto packed = build::packConstant(ramp({2, 3}), rewrite);
    QVERIFY(packed.isOk());
    for (int64_t i = 0; i < 6; ++i) QCOMPARE(packed.value().valueAsDouble(i), static_cast<double>(i + 1));
  }
  void refusesWhatLeavesTheExtents() {
    auto rewrite = tiling(6, 3);
    rewrite.newExtents[0] = 1;
    QCOMPARE(build::packConstant(ramp({6, 3}), rewrite).error().code, std::string("build.pack"));
    QCOMPARE(build::packConstant(ramp({6, 3, 1}), tiling(6, 3)).error().code, std::string("build.pack"));
  }
};
HEDDLE_TEST(PackConstantTest)

#include "pack_constant_test.moc"
