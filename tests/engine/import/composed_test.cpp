// Operators that the importer writes as several: what they compute.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "engine/reference/interpret_graph.h"
#include "tests/engine/import/model_maker.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

std::vector<double> computed(const ModelMaker& maker, const std::vector<double>& x,
                             const Extents& extents, size_t output = 0) {
  const auto model = maker.import();
  if (model.isError() || !model.value().graph) qFatal("%s", describe(model).c_str());
  Tensor in = Tensor::allocate(ElementType::f32, extents).value();
  for (size_t i = 0; i < x.size(); ++i) in.setFromDouble(static_cast<int64_t>(i), x[i]);
  const auto values = reference::interpret(*model.value().graph, {{"x", in}});
  if (values.isError()) qFatal("%s", toText(values.error()).c_str());
  std::vector<double> out;
  for (int64_t i = 0; i < values.value()[output].elementCount(); ++i)
    out.push_back(values.value()[output].valueAsDouble(i));
  return out;
}

using Values = std::vector<double>;

}  // namespace

class ComposedTest : public QObject {
  Q_OBJECT
 private slots:
  void centerCropPadKeepsTheMiddle() {
    const auto to = [](int64_t count) {
      ModelMaker maker(18);
      maker.input("x", {5}).int64s("shape", {1}, {count});
      maker.node("CenterCropPad", {"x", "shape"}, {"y"}).output("y");
      return computed(maker, {1, 2, 3, 4, 5}, {5});
    };
    QCOMPARE(to(3), (Values{2, 3, 4}));
    QCOMPARE(to(2), (Values{2, 3}));
    QCOMPARE(to(8), (Values{0, 1, 2, 3, 4, 5, 0, 0}));
    QCOMPARE(to(5), (Values{1, 2, 3, 4, 5}));
    ModelMaker both(18);
    both.input("x", {2, 3}).int64s("shape", {2}, {1, 4});
    both.node("CenterCropPad", {"x", "shape"}, {"y"}).set("axes", Ints{-1, 0}).output("y");
    QCOMPARE(computed(both, {1, 2, 3, 4, 5, 6}, {2, 3}), (Values{0, 2, 5, 0}));
  }
  void affineGridTurnsPlaces() {
    const auto with = [](int64_t aligned) {
      ModelMaker maker(20);
      maker.input("x", {1, 2, 3}).int64s("size", {4}, {1, 1, 2, 2});
      maker.node("AffineGrid", {"x", "size"}, {"y"}).set("align_corners", aligned).output("y");
      return computed(maker, {1, 0, 0, 0, 2, 3}, {1, 2, 3});  // x' = x, y' = 2 y + 3
    };
    QCOMPARE(with(0), (Values{-0.5, 2, 0.5, 2, -0.5, 4, 0.5, 4}));
    QCOMPARE(with(1), (Values{-1, 1, 1, 1, -1, 5, 1, 5}));
  }
  void trainingUsesTheBatchsStatistics() {
    ModelMaker maker(15);
    maker.input("x", {2, 2}).floats("s", {2}, {1, 10}).floats("b", {2}, {0, 5});
    maker.floats("m", {2}, {100, 0}).floats("v", {2}, {0, 4});
    maker.node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y", "mean", "var"});
    maker.set("training_mode", int64_t{1}).set("momentum", 0.5).set("epsilon", 0.0);
    maker.output("y").output("mean").output("var");
    const Values x = {1, 2, 3, 6};  // columns 1, 3 and 2, 6
    QCOMPARE(computed(maker, x, {2, 2}), (Values{-1, -5, 1, 15}));
    QCOMPARE(computed(maker, x, {2, 2}, 1), (Values{51, 2}));
    QCOMPARE(computed(maker, x, {2, 2}, 2), (Values{0.5, 4}));
  }
  // As ONNX Runtime's quantiser writes the last layer: weights turned, a scale per column, 32-bit bias.
  void aQuantisedGemmIsRealWithoutAnOutputScale() {
    ModelMaker maker(13);
    maker.domain("com.microsoft", 1).input("x", {1, 2}).output("y");
    maker.floats("s", {}, {0.5}).floats("ws", {2}, {1, 10});
    maker.floats("w", {2, 2}, {1, 2, 3, 4}).floats("c", {2}, {0, 1}).floats("z", {2}, {0, 0});
    maker.node("QuantizeLinear", {"x", "s"}, {"q"});
    maker.node("Cast", {"z"}, {"wz"}).set("to", int64_t{3});
    maker.floats("z0", {}, {0}).node("Cast", {"z0"}, {"qz"}).set("to", int64_t{2});
    maker.node("Cast", {"w"}, {"wi"}).set("to", int64_t{3}).node("Cast", {"c"}, {"ci"});
    maker.set("to", int64_t{6});
    maker.node("QGemm", {"q", "s", "qz", "wi", "ws", "wz", "ci"}, {"y"}, "com.microsoft");
    maker.set("transB", int64_t{1});
    // q = 2, 4: sums 2+8 and 6+16+1, times 0.5 and the column's scale
    QCOMPARE(computed(maker, {1, 2}, {1, 2}), (Values{5, 115}));
  }
  void shortTimeTransformsSlide() {
    ModelMaker maker(17);
    maker.input("x", {1, 6, 1}).int64s("step", {}, {2}).floats("w", {4}, {1, 2, 2, 1}).output("y");
    maker.node("STFT", {"x", "step", "w"}, {"y"});
    // frames 1 4 6 4 and 3 8 10 6: bins 0 to 2 of each, real and imaginary
    Values found = computed(maker, {1, 2, 3, 4, 5, 6}, {1, 6, 1});
    for (double& value : found) value = std::round(value * 1e6) / 1e6 + 0.0;
    QCOMPARE(found, (Values{15, 0, -5, 0, -1, 0, 27, 0, -7, -2, -1, 0}));
  }
  void overlappingBlocksAreSummed() {
    ModelMaker maker(18);
    maker.input("x", {1, 2, 3}).int64s("image", {1}, {5}).int64s("block", {1}, {2}).output("y");
    maker.node("Col2Im", {"x", "image", "block"}, {"y"}).set("strides", Ints{2});
    maker.set("pads", Ints{1, 0});
    // blocks (1,4) (2,5) (3,6) at -1, 1, 3
    QCOMPARE(computed(maker, {1, 2, 3, 4, 5, 6}, {1, 2, 3}), (Values{4, 2, 5, 3, 6}));
  }
};
HEDDLE_TEST(ComposedTest)

#include "composed_test.moc"
