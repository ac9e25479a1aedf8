// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/interpret_loops.h"

#include <cmath>

#include "engine/loops/text.h"
#include "tests/support/test_main.h"

using namespace heddle;

namespace {

Tensor floats(Extents extents, std::vector<float> values) {
  return Tensor::fromValues<float>(ElementType::f32, std::move(extents), values);
}

Result<std::vector<Tensor>> run(const std::string& text, const std::vector<Tensor>& arguments,
                                uint64_t seed = 0) {
  HEDDLE_TRY(auto program, loops::parse(text));
  HEDDLE_CHECK(loops::verify(program));
  return reference::interpret(program, arguments, seed);
}

std::string errorOf(const std::string& body, uint64_t seed = 0) {
  auto result =
      run("program p(x: in f32[4], y: out f32[4]):\n" + body, {floats({4}, {1, 2, 3, 4})}, seed);
  return result.isError() ? result.error().code : "";
}

}  // namespace

class InterpretLoopsTest : public QObject {
  Q_OBJECT
 private slots:
  void multipliesMatrices() {
    const char* text = R"(program matmul[M](a: in f32[M, 3], b: const f32[3, 2], c: out f32[M, 2]):
  for i in range(M):
    for j in range(2):
      for k in range(3):
        block mul(i: M = i, j: 2 = j, reduce k: 3 = k):
          reads a[i, k], b[k, j]
          writes c[i, j]
          init: c[i, j] = 0.0
          c[i, j] = c[i, j] + a[i, k]*b[k, j]
)";
    QString source(text);
    source.replace("]*b", "] * b");
    auto result = run(source.toStdString(),
                      {floats({2, 3}, {1, 2, 3, 4, 5, 6}), floats({3, 2}, {1, 0, 0, 1, 1, 1})});
    QVERIFY2(result.isOk(), result.isError() ? toText(result.error()).c_str() : "");
    const auto values = result.value()[0].values<float>();
    QCOMPARE(values[0], 4.0f);
    QCOMPARE(values[1], 5.0f);
    QCOMPARE(values[2], 10.0f);
    QCOMPARE(values[3], 11.0f);
  }
  void runsVectors() {
    auto result = run(R"(program p(x: in f32[4], y: out f32[4]):
  y[ramp(3, -1, 4)] = x[ramp(0, 1, 4)] * broadcast(2.0, 4)
  y[ramp(0, 1, 4) where ramp(0, 1, 4) < broadcast(1, 4)] = x[ramp(0, 1, 4) where ramp(0, 1, 4) < broadcast(0, 4)]
  y[1] = reduceAdd(shuffle([x[ramp(0, 1, 2)], x[ramp(2, 1, 2)]], [3, 0]))
)",
                      {floats({4}, {1, 2, 3, 4})});
    QVERIFY2(result.isOk(), result.isError() ? toText(result.error()).c_str() : "");
    const auto values = result.value()[0].values<float>();
    QCOMPARE(values[0], 0.0f);
    QCOMPARE(values[1], 5.0f);
    QCOMPARE(values[2], 4.0f);
    QCOMPARE(values[3], 2.0f);
  }
  void roundsToTheElementType() {
    auto result = run(R"(program p(x: in f32[1], y: out f16[1], z: out i8[3], d: out i32[2]):
  y[0] = f16(x[0])
  z[0] = i8(300.5)
  z[1] = i8(f32.nan)
  z[2] = 127i8 + 1i8
  d[ramp(0, 1, 2)] = dotU8I8(broadcast(1i32, 2), broadcast(255u8, 8), broadcast(-2i8, 8))
)",
                      {floats({1}, {0.1f})});
    QVERIFY2(result.isOk(), result.isError() ? toText(result.error()).c_str() : "");
    QCOMPARE(result.value()[0].valueAsDouble(0),
             static_cast<double>(floatFromHalf(halfFromFloat(0.1f))));
    QCOMPARE(result.value()[1].valueAsInt(0), int64_t{127});
    QCOMPARE(result.value()[1].valueAsInt(1), int64_t{0});
    QCOMPARE(result.value()[1].valueAsInt(2), int64_t{-128});
    QCOMPARE(result.value()[2].valueAsInt(1), int64_t{-2039});
  }
  void reportsWhatIsWrong() {
    QCOMPARE(errorOf("  for i in range(5):\n    y[i] = 1.0\n"),
             std::string("reference.loops.bounds"));
    QCOMPARE(errorOf("  y[0] = y[1]\n"), std::string("reference.loops.uninitialized"));
    QCOMPARE(errorOf("  for i in range(3):\n    y[i] = x[i]\n"),
             std::string("reference.loops.unwritten"));
    QCOMPARE(errorOf("  for i in range(4):\n    block b(v: 3 = i):\n      y[v] = 0.0\n"),
             std::string("reference.loops.iterator"));
    QCOMPARE(
        errorOf(
            "  for i in range(4):\n    block b(v: 4 = i):\n      reads x[0]\n      writes y[v]\n"
            "      y[v] = x[v]\n"),
        std::string("reference.loops.region"));
    QCOMPARE(errorOf("  for i in range(4):\n    y[i] = f32(i//(i - i))\n"),
             std::string("reference.loops.arithmetic"));
    QCOMPARE(errorOf("  block b():\n    call \"sort\"\n"), std::string("reference.loops.opaque"));
    QVERIFY(run("program p(x: in f32[4]):\n  pass\n", {}).isError());
    QVERIFY(run("program p(x: in f32[4]):\n  pass\n", {floats({3}, {1, 2, 3})}).isError());
  }
  void skipsTheUntakenSideOfASelect() {
    QCOMPARE(errorOf("  for i in range(4):\n    y[i] = x[i - 1] if i > 0 else 0.0\n"),
             std::string());
  }
  // A racy loop gives other results in another order.
  void showsRacesByShuffling() {
    const char* racy =
        "program p(x: in f32[8], y: out f32[1]):\n  for i in parallel(8):\n    y[0] = x[i]\n";
    const Tensor x = floats({8}, {1, 2, 3, 4, 5, 6, 7, 8});
    int different = 0;
    for (uint64_t seed = 1; seed < 9; ++seed) {
      different += run(racy, {x}, seed).value()[0].valueAsDouble(0) != 8.0;
    }
    QVERIFY(different > 0);
    QCOMPARE(run(racy, {x}).value()[0].valueAsDouble(0), 8.0);
  }
};
HEDDLE_TEST(InterpretLoopsTest)

#include "interpret_loops_test.moc"
