// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/analysis.h"
#include "tests/engine/codegen/support.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

// A rows x (columns * 16) tile of a matrix product.
std::string tile(int rows, int columns) {
  const auto nest = [&](const std::string& body, const std::string& indent) {
    return indent + "for i in unrolled(" + std::to_string(rows) + "):\n" + indent +
           "  for m in unrolled(" + std::to_string(columns) + "):\n" + indent +
           "    for j in vectorized(16):\n" + indent + "      " + body + "\n";
  };
  const std::string m = std::to_string(rows), n = std::to_string(16 * columns);
  return "program t(a: in f32[" + m + ", 64], b: in f32[64, " + n + "], c: out f32[" + m + ", " +
         n + "]):\n  alloc acc: f32[" + m + ", " + n + "] in registers\n" +
         nest("acc[i, m*16 + j] = 0.0", "  ") + "  for k in range(64):\n" +
         nest("acc[i, m*16 + j] = acc[i, m*16 + j] + a[i, k] * b[k, m*16 + j]", "    ") +
         nest("c[i, m*16 + j] = acc[i, m*16 + j]", "  ");
}

codegen::KernelCode compiled(const std::string& text, const Target& target) {
  const auto program = loops::parse(text);
  return codegen::compile(loop_passes::lower(program.value(), target).value(), target).value();
}

}  // namespace

class AnalysisTest : public QObject {
  Q_OBJECT
 private slots:
  void findsTheHotLoopAndItsSpills() {
    const Target target = codegen::parseTarget("llvm -mcpu=znver4").value();
    const auto good = codegen::innermostLoops(compiled(tile(6, 4), target), target).value();
    const auto* hot = codegen::hotLoop(good);
    QVERIFY(hot);
    QCOMPARE(hot->fmas, 24);
    QCOMPARE(hot->fmaFlops, int64_t{24 * 2 * 16});
    QCOMPARE(hot->spills, 0);
    // The sums of the tile, and at least one operand.
    QVERIFY(hot->liveVectorRegisters > 24 && hot->liveVectorRegisters <= 32);
    QCOMPARE(hot->depth, 1);
    // 40 accumulators do not fit into 32 registers.
    const auto bad = codegen::innermostLoops(compiled(tile(10, 4), target), target).value();
    QVERIFY(codegen::hotLoop(bad)->spills > 0);
    QCOMPARE(codegen::hotLoop({}), nullptr);
  }

  void simulatesPorts() {
    const Target target = codegen::parseTarget("llvm -mcpu=skylake-avx512").value();
    const auto code = compiled(tile(6, 4), target);
    const auto loops = codegen::innermostLoops(code, target).value();
    const auto result = codegen::throughput(code, *codegen::hotLoop(loops), target);
    QVERIFY2(result.isOk(), result.isOk() ? "" : textOf(result.error()).c_str());
    // 24 multiply-adds on two ports.
    QVERIFY(result.value().cyclesPerIteration >= 12 && result.value().cyclesPerIteration < 20);
    QVERIFY(!result.value().ports.empty());
    // Of this processor's vector ports 0 and 5 do them, 12 each.
    for (const auto& port : {result.value().ports[0], result.value().ports[1]}) {
      QVERIFY2(port.port == "SKXPort0" || port.port == "SKXPort5", port.port.c_str());
      QVERIFY(port.cyclesPerIteration > 11 && port.cyclesPerIteration < 15);
    }
    QCOMPARE(static_cast<int>(result.value().perInstruction.size()),
             codegen::hotLoop(loops)->instructions);
    double sum = 0;
    for (const auto& row : result.value().perInstruction) sum += row[0];
    QVERIFY(std::abs(sum - result.value().ports[0].cyclesPerIteration) < 1e-6);
  }

  void countsForOtherProcessors() {
    const Target target =
        codegen::parseTarget("llvm -mcpu=cortex-a72 -mtriple=aarch64-linux-gnu").value();
    const auto code = compiled(tile(4, 1), target);
    const auto loops = codegen::innermostLoops(code, target).value();
    QVERIFY(codegen::hotLoop(loops));
    QVERIFY(codegen::hotLoop(loops)->fmas > 0);
    auto nowhere = *codegen::hotLoop(loops);
    nowhere.function = "nothing";
    QCOMPARE(codegen::throughput(code, nowhere, target).error().code,
             std::string("codegen.analysis"));
  }
};
HEDDLE_TEST(AnalysisTest)

#include "analysis_test.moc"
