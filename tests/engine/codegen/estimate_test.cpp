// Estimates follow what kernels do: counts, functions, waiting, patterns of access, borders.
// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/estimate.h"

#include "engine/loops/text.h"
#include "tests/support/test_main.h"

using namespace heddle;

namespace {

// Cycles of `body`, the lines in a program of x: f32[4096] and y: f32[4096].
double cyclesOf(const std::string& body, const Target& target) {
  const auto program =
      loops::parse("program p(\n    x: in f32[4096],\n    y: out f32[4096]):\n" + body);
  if (program.isError()) qFatal("%s", toText(program.error()).c_str());
  const auto lowered = loop_passes::lower(program.value(), target);
  if (lowered.isError()) qFatal("%s", toText(lowered.error()).c_str());
  double cycles = 0;
  for (const auto& kernel : codegen::estimate(lowered.value(), target, {1, 64}))
    cycles += kernel.cycles;
  return cycles;
}

Target wide() {
  Target target;
  target.vectorBits = 512;
  target.vectorRegisters = 32;
  target.hasFma = true;
  return target;
}

double mapped(const std::string& value, const char* kind = "range") {
  return cyclesOf("  for i in range(256):\n    for j in " + std::string(kind) +
                      "(16):\n      y[i*16 + j] = " + value + "\n",
                  wide());
}

}  // namespace

class EstimateTest : public QObject {
  Q_OBJECT
 private slots:
  void functionsCostTheirExpansions() {
    const double copy = mapped("x[i*16 + j]", "vectorized");
    const double exponential = mapped("exp(x[i*16 + j])", "vectorized");
    const double quotient = mapped("x[i*16 + j] / 3.0", "vectorized");
    const double sine = mapped("sin(x[i*16 + j])", "vectorized");  // of libm, lane by lane
    QVERIFY(exponential > 4 * copy && exponential < 16 * copy);
    QVERIFY(quotient > 2 * copy);
    QVERIFY(sine > 8 * exponential);
  }
  void vectorsAreFasterThanScalars() {
    QVERIFY(mapped("x[i*16 + j]") > 5 * mapped("x[i*16 + j]", "vectorized"));
    QVERIFY(mapped("x[i + j*256]", "vectorized") > 2 * mapped("x[i*16 + j]", "vectorized"));
  }
  void aSumWaitsForItself() {
    const char* sum = "  for i in range(4):\n    for k in range(1024):\n      y[i] = y[i] + x[k]\n";
    const char* sums =
        "  for k in range(1024):\n    for i in range(4):\n      y[i] = y[i] + x[k]\n";
    const double one = cyclesOf(sum, wide());
    QVERIFY(one > 4 * 4 * 1024);
    QVERIFY(cyclesOf(sums, wide()) < one);
  }
  void whatDoesNotMoveIsDoneOnce() {
    const double inside = cyclesOf(
        "  for i in range(16):\n    for j in range(256):\n      y[i*256 + j] = x[i*256 + j] + "
        "exp(x[i])\n",
        wide());
    const double perElement = cyclesOf(
        "  for i in range(16):\n    for j in range(256):\n      y[i*256 + j] = x[i] + "
        "exp(x[i*256 + j])\n",
        wide());
    QVERIFY(perElement > 2 * inside);
  }
  void stepsThatAreLeftOutCostNothing() {
    const auto windowed = [](const char* condition) {
      return cyclesOf("  for i in range(4):\n    for k in range(1024):\n      if " +
                          std::string(condition) + ":\n        y[k*4 + i] = exp(x[k])\n",
                      wide());
    };
    QVERIFY(windowed("k < 256") < 0.4 * windowed("k < 1024"));
  }
  void partsAreToldForDivision() {
    const auto program = loops::parse(
        "program p(\n    x: in f32[64],\n    y: out f32[64]):\n"
        "  for i in parallel(64):\n    y[i] = x[i]\n");
    const auto lowered = loop_passes::lower(program.value(), wide());
    const auto kernels = codegen::estimate(lowered.value(), wide(), {1, 64});
    QCOMPARE(kernels.size(), size_t{1});
    QCOMPARE(kernels[0].parallelExtent, int64_t{64});
    QVERIFY(kernels[0].cycles >= 64 * 0.4);
  }
};
HEDDLE_TEST(EstimateTest)

#include "estimate_test.moc"
