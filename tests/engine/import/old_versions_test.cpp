// Old versions of operators, and operators without one of ours: the graphs that they become, as
// golden text.
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/import/model_maker.h"
#include "tests/support/golden.h"
#include "tests/support/test_main.h"

using namespace heddle;
using test::ModelMaker;

namespace {

ModelMaker on(int64_t opset, const test::Ints& x = {2, 3, 4, 4}) {
  ModelMaker m(opset);
  m.input("x", x).output("y");
  return m;
}

struct Case {
  const char* name;
  ModelMaker model;
};

std::vector<Case> attributeCases() {
  return {
      {"Add-6 with an axis", on(6)
                                 .floats("b", {3}, {1, 2, 3})
                                 .node("Add", {"x", "b"}, {"y"})
                                 .set("broadcast", int64_t{1})
                                 .set("axis", int64_t{1})},
      {"Mul-1 with a suffix", on(1)
                                  .floats("b", {4}, {1, 2, 3, 4})
                                  .node("Mul", {"x", "b"}, {"y"})
                                  .set("broadcast", int64_t{1})},
      {"PRelu-6", on(6).floats("s", {3}, {1, 2, 3}).node("PRelu", {"x", "s"}, {"y"})},
      {"Reshape-1", on(4).node("Reshape", {"x"}, {"y"}).set("shape", test::Ints{2, -1})},
      {"Squeeze-1", on(9, {1, 3, 1}).node("Squeeze", {"x"}, {"y"}).set("axes", test::Ints{0})},
      {"Unsqueeze-1", on(9, {3}).node("Unsqueeze", {"x"}, {"y"}).set("axes", test::Ints{0, 2})},
      {"Slice-1", on(9)
                      .node("Slice", {"x"}, {"y"})
                      .set("starts", test::Ints{0})
                      .set("ends", test::Ints{2})
                      .set("axes", test::Ints{3})},
      {"Pad-1", on(1, {2, 2}).node("Pad", {"x"}, {"y"}).set("paddings", test::Ints{0, 1, 0, 1})},
      {"Pad-2", on(9, {2, 2})
                    .node("Pad", {"x"}, {"y"})
                    .set("pads", test::Ints{0, 1, 0, 1})
                    .set("value", 1.5)},
      {"Clip-6", on(6).node("Clip", {"x"}, {"y"}).set("min", 0.0).set("max", 6.0)},
      {"Split-2", on(9)
                      .output("z")
                      .node("Split", {"x"}, {"y", "z"})
                      .set("axis", int64_t{1})
                      .set("split", test::Ints{1, 2})},
      {"ReduceMean-1", on(9)
                           .node("ReduceMean", {"x"}, {"y"})
                           .set("axes", test::Ints{2, 3})
                           .set("keepdims", int64_t{0})},
      {"TopK-1", on(9, {8}).output("i").node("TopK", {"x"}, {"y", "i"}).set("k", int64_t{3})},
      {"Cast-1", on(5).node("Cast", {"x"}, {"y"}).set("to", "INT32")},
      {"Gemm-6", on(6, {2, 3})
                     .floats("b", {3, 1}, {1, 2, 3})
                     .floats("c", {1}, {1})
                     .node("Gemm", {"x", "b", "c"}, {"y"})
                     .set("broadcast", int64_t{1})},
      {"Softmax-11 on a matrix", on(11, {2, 3}).node("Softmax", {"x"}, {"y"})},
      {"Softmax-11 on pictures", on(11).node("Softmax", {"x"}, {"y"})},
      {"Hardmax-11", on(11, {2, 3}).node("Hardmax", {"x"}, {"y"})},
      {"Dropout-6 in use", on(6).node("Dropout", {"x"}, {"y"}).set("is_test", int64_t{1})},
      {"Dropout-6 in training", on(6).node("Dropout", {"x"}, {"y"})},
      {"Dropout-7 with mask", on(7).output("m").node("Dropout", {"x"}, {"y", "m"})},
      {"Upsample-7", on(7).node("Upsample", {"x"}, {"y"}).setFloats("scales", {1, 1, 2, 2})},
      {"Resize-10 shrinking",
       on(10).floats("s", {4}, {1, 1, 0.5, 0.5}).node("Resize", {"x", "s"}, {"y"})},
      {"Selu-1", on(1).node("Selu", {"x"}, {"y"})},
      {"Sum-8 of three", on(8).node("Sum", {"x", "x", "x"}, {"y"})},
      {"Mean-8 of two", on(8).node("Mean", {"x", "x"}, {"y"})},
      {"GlobalAveragePool", on(9).node("GlobalAveragePool", {"x"}, {"y"})},
      {"GroupNormalization-18", on(18, {1, 4, 2})
                                    .floats("s", {2}, {1, 2})
                                    .node("GroupNormalization", {"x", "s", "s"}, {"y"})
                                    .set("num_groups", int64_t{2})},
      {"Attention-24, causal",
       on(24, {1, 2, 3, 4}).node("Attention", {"x", "x", "x"}, {"y"}).set("is_causal", int64_t{1})},
      {"LpNormalization", on(9).node("LpNormalization", {"x"}, {"y"}).set("axis", int64_t{1})},
  };
}

ModelMaker qlinearConv() {
  ModelMaker m(13);
  m.input("x", {1, 1, 4, 4}, onnx::TensorProto::UINT8).output("y").floats("xs", {}, {0.5f});
  m.floats("ws", {2}, {0.25f, 0.5f}).floats("ys", {}, {2});
  const auto bytes = [&](const char* name, int32_t type, const test::Ints& shape,
                         std::vector<int32_t> values) {
    auto* t = m.model.mutable_graph()->add_initializer();
    t->set_name(name);
    t->set_data_type(type);
    t->mutable_dims()->Add(shape.begin(), shape.end());
    t->mutable_int32_data()->Add(values.begin(), values.end());
  };
  bytes("xz", onnx::TensorProto::UINT8, {}, {128});
  bytes("yz", onnx::TensorProto::UINT8, {}, {3});
  bytes("wz", onnx::TensorProto::INT8, {2}, {0, 0});
  bytes("w", onnx::TensorProto::INT8, {2, 1, 1, 1}, {1, -1});
  m.node("QLinearConv", {"x", "xs", "xz", "w", "ws", "wz", "ys", "yz"}, {"y"});
  return m;
}

std::vector<Case> refusedCases() {
  ModelMaker unknown = on(13).node("DecodeImage", {"x"}, {"y"}, "org.example");
  ModelMaker several =
      on(13).node("Loop", {"", "", "x"}, {"a"}).node("Foo", {"a"}, {"b"}).node("Foo", {"b"}, {"y"});
  return {
      {"a newer operator", on(13).node("Gelu", {"x"}, {"y"})},
      {"an unknown operator", on(13).node("Frobnicate", {"x"}, {"y"})},
      {"an unknown domain", unknown},
      {"an unknown attribute", on(13).node("Relu", {"x"}, {"y"}).set("leak", 0.5)},
      {"an attribute of our own", on(13)
                                      .floats("w", {1, 3, 1, 1}, {1, 2, 3})
                                      .node("Conv", {"x", "w"}, {"y"})
                                      .set("data_layout", "channels_last")},
      {"an attribute of another type", on(13).node("Softmax", {"x"}, {"y"}).set("axis", 1.0)},
      {"a missing attribute", on(13).node("Concat", {"x", "x"}, {"y"})},
      {"a missing input", on(13).node("Add", {"x"}, {"y"})},
      {"too many inputs", on(13).node("Relu", {"x", "x"}, {"y"})},
      {"training", on(15)
                       .floats("s", {3}, {1, 1, 1})
                       .output("m")
                       .node("BatchNormalization", {"x", "s", "s", "s", "s"}, {"y", "m", "v", "w"})
                       .set("training_mode", int64_t{1})},
      {"random numbers", on(15).node("Bernoulli", {"x"}, {"y"})},
      {"an 8-bit float", on(19).node("Cast", {"x"}, {"y"}).set("to", int64_t{17})},
      {"an activation of LSTM", on(14, {1, 1, 2})
                                    .floats("w", {1, 4, 2}, std::vector<float>(8))
                                    .floats("r", {1, 4, 1}, std::vector<float>(4))
                                    .node("LSTM", {"x", "w", "r"}, {"y"})
                                    .set("hidden_size", int64_t{1})
                                    .setFloats("activation_alpha", {0.5f})},
      {"an axis beyond all numbers", on(13).node("Hardmax", {"x"}, {"y"}).set("axis", INT64_MAX)},
      {"a bound that does not fit",
       ModelMaker(6).input("x", {2}, 6).output("y").node("Clip", {"x"}, {"y"}).set("max", 1e30)},
      {"several at once", several},
  };
}

std::string describeAll(const std::vector<Case>& cases) {
  std::string text;
  for (const Case& c : cases)
    text += std::string("== ") + c.name + "\n" + test::describe(c.model.import()) + "\n";
  return text;
}

}  // namespace

class OldVersionsTest : public QObject {
  Q_OBJECT
 private slots:
  void becomesTheNewestForm() {
    const std::string difference =
        test::compareWithGolden("import/old_versions.txt", describeAll(attributeCases()));
    QVERIFY2(difference.empty(), difference.c_str());
  }
  void expandsQuantisedConvolution() {
    const std::string difference =
        test::compareWithGolden("import/qlinear_conv.txt", test::describe(qlinearConv().import()));
    QVERIFY2(difference.empty(), difference.c_str());
  }
  void refusesWithReasons() {
    const std::string difference =
        test::compareWithGolden("import/refusals.txt", describeAll(refusedCases()));
    QVERIFY2(difference.empty(), difference.c_str());
  }
};
HEDDLE_TEST(OldVersionsTest)

#include "old_versions_test.moc"
