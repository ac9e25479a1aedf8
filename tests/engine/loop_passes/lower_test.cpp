// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "engine/loop_passes/lower.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "tests/programs/run_program.h"
#include "tests/support/golden.h"
#include "tests/support/test_main.h"

using namespace heddle;
using loop_passes::LoweredProgram;

namespace {

Target avx512() {
  Target t;
  t.vectorBits = 512, t.vectorRegisters = 32, t.hasFma = true;
  return t;
}

loops::Program parsed(const std::string& text) {
  const auto program = loops::parse(text);
  if (program.isError()) qFatal("%s", toText(program.error()).c_str());
  return program.value();
}

// The program after each pass, by pass.
std::map<std::string, std::string> stagesOf(const std::string& text) {
  std::map<std::string, std::string> out;
  const auto lowered = loop_passes::lower(parsed(text), avx512(),
                                          [&](std::string_view pass, const loops::Program& p) {
                                            out[std::string(pass)] = loops::print(p).text;
                                          });
  if (lowered.isError()) qFatal("%s", toText(lowered.error()).c_str());
  out["kernels"] = loop_passes::print(lowered.value()).text;
  return out;
}

std::string codeOf(const std::string& text) {
  const auto lowered = loop_passes::lower(parsed(text), avx512());
  return lowered.isError() ? lowered.error().code : "";
}

const char* const reduction = R"(program dot(a: in f32[4, 100], c: out f32[4]):
  for i in parallel(4):
    for ko in range(7):
      for ki in range(16):
        block c(vi: 4 = i, reduce vk: 100 = ko*16 + ki):
          where ko*16 + ki < 100
          reads a[vi, vk]
          writes c[vi]
          init: c[vi] = 0.0
          c[vi] = c[vi] + a[vi, vk]
)";

const char* const tile = R"(program tile(a: in f32[10, 8], b: in f32[8, 40], c: out f32[10, 40]):
  alloc acc: f32[10, 40] in registers
  for io in parallel(5):
    for jo in range(3):
      for ii in unrolled(2):
        for ji in vectorized(16):
          block init(vi: 10 = io*2 + ii, vj: 40 = jo*16 + ji):
            where jo*16 + ji < 40
            writes acc[vi, vj]
            acc[vi, vj] = 0.0
      for k in range(8):
        for ii in unrolled(2):
          for ji in vectorized(16):
            block update(vi: 10 = io*2 + ii, vj: 40 = jo*16 + ji, reduce vk: 8 = k):
              where jo*16 + ji < 40
              reads a[vi, vk], b[vk, vj], acc[vi, vj]
              writes acc[vi, vj]
              acc[vi, vj] = acc[vi, vj] + a[vi, vk] * b[vk, vj]
      for ii in unrolled(2):
        for ji in vectorized(16):
          block write(vi: 10 = io*2 + ii, vj: 40 = jo*16 + ji):
            where jo*16 + ji < 40
            reads acc[vi, vj]
            writes c[vi, vj]
            c[vi, vj] = acc[vi, vj]
)";

const char* const fusedTile =
    R"(program fused(a: in f32[6, 8], b: in f32[8, 40], c: out f32[6, 40]):
  alloc acc: f32[6, 40] in registers
  for f in parallel(18):
    for ji in vectorized(16):
      block init(vi: 6 = f % 6, vj: 40 = f//6*16 + ji):
        where f//6*16 + ji < 40
        writes acc[vi, vj]
        acc[vi, vj] = 0.0
    for k in range(8):
      for ji in vectorized(16):
        block update(vi: 6 = f % 6, vj: 40 = f//6*16 + ji, reduce vk: 8 = k):
          where f//6*16 + ji < 40
          reads a[vi, vk], b[vk, vj], acc[vi, vj]
          writes acc[vi, vj]
          acc[vi, vj] = acc[vi, vj] + a[vi, vk] * b[vk, vj]
    for ji in vectorized(16):
      block write(vi: 6 = f % 6, vj: 40 = f//6*16 + ji):
        where f//6*16 + ji < 40
        reads acc[vi, vj]
        writes c[vi, vj]
        c[vi, vj] = acc[vi, vj]
)";

// Seven lanes of the last vector: three vectors would be dearer than one with a mask.
const char* const maskedTile =
    R"(program masked(a: in f32[4, 8], b: in f32[8, 32], c: out f32[4, 23]):
  alloc acc: f32[4, 23] in registers
  for i in parallel(4):
    for jo in range(2):
      for ji in vectorized(16):
        block init(vi: 4 = i, vj: 23 = jo*16 + ji):
          where jo*16 + ji < 23
          writes acc[vi, vj]
          acc[vi, vj] = 0.0
      for k in range(8):
        for ji in vectorized(16):
          block update(vi: 4 = i, vj: 23 = jo*16 + ji, reduce vk: 8 = k):
            where jo*16 + ji < 23
            reads a[vi, vk], b[vk, vj], acc[vi, vj]
            writes acc[vi, vj]
            acc[vi, vj] = acc[vi, vj] + a[vi, vk] * b[vk, vj]
      for ji in vectorized(16):
        block write(vi: 4 = i, vj: 23 = jo*16 + ji):
          where jo*16 + ji < 23
          reads acc[vi, vj]
          writes c[vi, vj]
          c[vi, vj] = acc[vi, vj]
)";

// A window that hangs over both ends of the rows; columns stay inside.
const char* const window = R"(program window(a: in f32[7, 16], w: in f32[3], c: out f32[7, 16]):
  for i in parallel(7):
    for j in vectorized(16):
      c[i, j] = 0.0
    for k in range(3) with clip = 1:
      for j in vectorized(16):
        c[i, j] = c[i, j] + (a[i + k - 1, j] * w[k] if i + k - 1 >= 0 and i + k - 1 < 7 else 0.0)
)";

const char* const dots = R"(program dots(a: in u8[2, 8], w: in i8[2, 16, 4], c: out i32[2, 11]):
  for i in parallel(2):
    for j in vectorized(16):
      if j < 11:
        c[i, j] = 0i32
    for ko in range(2):
      for j in vectorized(16):
        for ki in range(4) with dot = 4:
          if j < 11:
            c[i, j] = c[i, j] + i32(a[i, ko*4 + ki])*i32(w[ko, j, ki])
)";

// Lanes of one register under two masks: what the wider one wrote must survive the other.
const char* const twoMasks = R"(program two(a: in f32[16], c: out f32[16]):
  alloc r: f32[16] in registers
  for i in parallel(1):
    for j in vectorized(16):
      if j < 11:
        r[j] = a[j]
    for j in vectorized(16):
      if j < 5:
        r[j] = r[j] + a[j]
    for j in vectorized(16):
      if j < 11:
        c[j] = r[j]
)";

// Whether the parts of j set the total differs; it is one total for all of them.
const char* const carried = R"(program carried(a: in f32[10], c: out f32[10]):
  alloc total: f32[1] in registers
  for i in parallel(1):
    for j in range(10):
      if j < 1:
        total[0] = 0.0
      total[0] = total[0] + a[j]
      c[j] = total[0]
)";

const char* const computeAt = R"(program stencil(a: in f32[64, 34], c: out f32[64, 32]):
  alloc t: f32[64, 34]
  for i in parallel(64):
    for jo in range(4):
      for x in range(10):
        block t(vi: 64 = i, vx: 34 = jo*8 + x):
          reads a[vi, vx]
          writes t[vi, vx]
          t[vi, vx] = a[vi, vx] * 2.0
      for ji in range(8):
        block c(vi: 64 = i, vj: 32 = jo*8 + ji):
          reads t[vi, vj:vj + 3]
          writes c[vi, vj]
          c[vi, vj] = t[vi, vj] + t[vi, vj + 2]
)";

// Rows 2i to 2i+2 are computed by iteration i, too many bytes for the stack: iterations share row
// 2i+2.
std::string overlapping(int64_t columns, int64_t rowsPerIteration, int64_t step) {
  const int64_t iterations = 3, rows = (iterations - 1) * step + rowsPerIteration;
  const auto n = [](int64_t v) { return std::to_string(v); };
  const std::string j = n(columns), shape = "[" + n(rows) + ", " + j + "]";
  return "program halo(a: in f32" + shape + ", c: out f32[" + n(iterations) + ", " + j + "]):\n" +
         "  alloc t: f32" + shape + "\n" + "  for i in parallel(" + n(iterations) + "):\n" +
         "    for r in range(" + n(rowsPerIteration) + "):\n" + "      for x in range(" + j +
         "):\n" + "        block t(vi: " + n(rows) + " = i*" + n(step) + " + r, vx: " + j +
         " = x):\n" + "          reads a[vi, vx]\n          writes t[vi, vx]\n" +
         "          t[vi, vx] = a[vi, vx] * 2.0\n" + "    for x in range(" + j + "):\n" +
         "      block c(vi: " + n(iterations) + " = i, vx: " + j + " = x):\n" +
         "        reads t[0:" + n(rows) + ", vx]\n        writes c[vi, vx]\n" +
         "        c[vi, vx] = t[vi*" + n(step) + ", vx] + t[vi*" + n(step) + " + " +
         n(rowsPerIteration - 1) + ", vx]\n";
}

}  // namespace

class LowerTest : public QObject {
  Q_OBJECT
 private slots:
  void golden_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("stage");
    QTest::newRow("inline_blocks") << reduction << "inline_blocks";
    QTest::newRow("partition_loops") << reduction << "partition_loops";
    QTest::newRow("compact_buffers") << computeAt << "compact_buffers";
    QTest::newRow("partition_tile") << tile << "partition_loops";
    QTest::newRow("shrink_loops") << tile << "shrink_loops";
    QTest::newRow("partition_fused") << fusedTile << "partition_loops";
    QTest::newRow("shrink_fused") << fusedTile << "shrink_loops";
    QTest::newRow("shrink_masked") << maskedTile << "shrink_loops";
    QTest::newRow("unmask_registers") << maskedTile << "unmask_registers";
    QTest::newRow("unmask_two") << twoMasks << "unmask_registers";
    QTest::newRow("clip_loops") << window << "clip_loops";
    QTest::newRow("form_dots") << dots << "form_dots";
    QTest::newRow("partition_carried") << carried << "partition_loops";
    QTest::newRow("flatten_buffers") << tile << "flatten_buffers";
    QTest::newRow("vectorize_loops") << tile << "vectorize_loops";
    QTest::newRow("unroll_loops") << tile << "unroll_loops";
    QTest::newRow("promote_registers") << tile << "promote_registers";
    QTest::newRow("kernels") << tile << "kernels";
  }
  void golden() {
    QFETCH(QString, text);
    QFETCH(QString, stage);
    const auto stages = stagesOf(text.toStdString());
    const std::string name = QTest::currentDataTag();
    QCOMPARE(
        heddle::test::compareWithGolden("lower/" + name + ".txt", stages.at(stage.toStdString())),
        std::string());
  }

  void everyStatementKeepsItsLoopAndBlock() {
    const auto program = parsed(tile);
    const auto lowered = loop_passes::lower(program, avx512()).value();
    const auto printed = loop_passes::print(lowered);
    std::set<uint64_t> blocks;
    for (const auto& line : printed.lines) {
      if (!line.stmt) continue;
      QVERIFY(line.stmt->span > 0 && line.stmt->span <= lowered.source.size());
      if (line.stmt->kind == loops::StmtKind::Store) blocks.insert(line.block.value);
    }
    QCOMPARE(blocks.size(), size_t{3});
    QVERIFY(!blocks.count(0));
  }

  // Between two parallel nests stands a barrier; serial nests share a kernel.
  void kernelsAreSplitAtParallelLoops() {
    const auto lowered = loop_passes::lower(parsed(R"(program p(a: in f32[8], c: out f32[8]):
  alloc t: f32[8]
  alloc u: f32[8]
  for i in range(8):
    t[i] = a[i]
  for i in range(8):
    u[i] = t[i]
  for i in parallel(8):
    c[i] = u[7 - i]
)"),
                                            avx512())
                             .value();
    QCOMPARE(lowered.kernels.size(), size_t{2});
    QCOMPARE(lowered.kernels[0].parallelExtent, int64_t{1});
    QCOMPARE(lowered.kernels[1].parallelExtent, int64_t{8});
    QCOMPARE(lowered.workspace.size(), size_t{2});
    QCOMPARE(lowered.kernels[1].args.size(), size_t{2});
    QCOMPARE(lowered.kernels[1].args[0]->name, std::string("c"));
  }

  // What a reduction carries from one iteration to the next must not shrink to one element.
  void reductionStateIsNotShrunk() {
    const auto stages = stagesOf(R"(program best(x: in f32[5, 3], at: out i64[3]):
  alloc best: f32[3]
  for k in range(5):
    for i in range(3):
      block b(reduce vk: 5 = k, vi: 3 = i):
        reads x[vk, vi]
        writes at[vi], best[vi]
        init:
          at[vi] = 0
          best[vi] = -f32.inf
        at[vi] = vk if x[vk, vi] > best[vi] else at[vi]
        best[vi] = x[vk, vi] if x[vk, vi] > best[vi] else best[vi]
)");
    QVERIFY(stages.at("compact_buffers").find("best: f32[3]") != std::string::npos);
  }

  void scansAreNotShrunk() {
    const auto stages = stagesOf(R"(program scan(x: in f32[16], y: out f32[16]):
  alloc s: f32[17]
  for i in range(16):
    s[i + 1] = s[i] + x[i]
    y[i] = s[i + 1]
)");
    QVERIFY(stages.at("compact_buffers").find("s: f32[17]") != std::string::npos);
  }

  void iterationsThatOverlapGetCopies() {
    const std::string text = overlapping(30000, 3, 2);
    const auto stages = stagesOf(text);
    const std::string& compact = stages.at("compact_buffers");
    QVERIFY2(compact.find("t: f32[3, 3, 30000]") != std::string::npos, compact.c_str());
    // The copies are not only there: what is read is what was written.
    const auto small = parsed(overlapping(30000, 3, 2));
    const auto changed = parsed(compact);
    const auto inputs = heddle::test::inputsFor(small, 1);
    const auto expected = reference::interpret(small, inputs);
    const auto actual = reference::interpret(changed, inputs);
    QVERIFY(expected.isOk() && actual.isOk());
    QCOMPARE(heddle::test::compare(expected.value(), actual.value()), std::string());
  }
  void iterationsThatDoNotMeetShareOneBuffer() {
    const std::string compact = stagesOf(overlapping(30000, 3, 3)).at("compact_buffers");
    QVERIFY2(compact.find("t: f32[9, 30000]") != std::string::npos, compact.c_str());
  }
  // A fused loop variable: rows and halves of a row.
  void dividedIndicesAreTakenApart() {
    const std::string compact = stagesOf(R"(program p(a: in f32[4, 200000], c: out f32[4, 200000]):
  alloc t: f32[4, 200000]
  for f in parallel(8):
    for x in range(100000):
      t[f // 2, f % 2 * 100000 + x] = a[f // 2, f % 2 * 100000 + x] + 1.0
    for x in range(100000):
      c[f // 2, f % 2 * 100000 + x] = t[f // 2, f % 2 * 100000 + x] * 2.0
)")
                                    .at("compact_buffers");
    QVERIFY2(compact.find("t: f32[4, 200000]") != std::string::npos, compact.c_str());
  }
  // Too many iterations to look at one by one.
  void fusedIndicesAreJoined() {
    const std::string text = R"(program p(a: in f32[2, 300, 400, 3], c: out f32[2, 300, 400, 3]):
  alloc t: f32[2, 300, 400, 3]
  for f in parallel(240000):
    for x in range(3):
      t[f // 120000, f // 400 % 300, f % 400, x] = a[f // 120000, f // 400 % 300, f % 400, x] + 1.0
  for f in parallel(240000):
    for x in range(3):
      c[f // 120000, f // 400 % 300, f % 400, x] = t[f // 120000, f // 400 % 300, f % 400, x]
)";
    QCOMPARE(codeOf(text), std::string());
  }
  void copiesThatDoNotFitAreRefused() {
    // Three copies of 100 rows of 2 MiB, and the whole has 102.
    const auto lowered = loop_passes::lower(parsed(overlapping(500000, 100, 1)), avx512());
    QVERIFY(lowered.isError());
    QCOMPARE(lowered.error().code, std::string("lower.compact_buffers.shared_buffer"));
    QCOMPARE(messageText(lowered.error()),
             std::string("iterations of the parallel loop i may write the same elements of t"));
  }
  // What one iteration leaves for the next cannot be copied.
  void sumsAcrossIterationsAreRefused() {
    QCOMPARE(codeOf(R"(program p(a: in f32[8], c: out f32[8]):
  alloc t: f32[1]
  for i in parallel(8):
    t[0] = t[0] + a[i]
    c[i] = t[0]
)"),
             std::string("lower.compact_buffers.shared_buffer"));
  }

  void refusals_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("reduction") << "program p(a: in f32[16], c: out f32[1]):\n  for i in "
                                  "vectorized(16):\n    c[0] = c[0] + a[i]\n"
                               << "lower.vectorize.reduction";
    QTest::newRow("nested")
        << "program p(a: in f32[4, 4], c: out f32[4, 4]):\n  for i in vectorized(4):\n    for j in "
           "vectorized(4):\n      c[i, j] = a[i, j]\n"
        << "lower.vectorize.nested";
    QTest::newRow("inner extent")
        << "program p(a: in f32[4, 4], c: out f32[4, 4]):\n  for i in vectorized(4):\n    for j in "
           "range(i + 1):\n      c[i, j] = a[i, j]\n"
        << "lower.vectorize.extent";
    QTest::newRow("unroll")
        << "program p[n](a: in f32[n], c: out f32[n]):\n  for i in unrolled(n):\n    c[i] = a[i]\n"
        << "lower.unroll.extent";
    QTest::newRow("index") << "program p(a: in f32[4], c: out f32[4]):\n  alloc t: f32[4] in "
                              "registers\n  for o in range(2):\n    for i in range(4):\n      t[i] "
                              "= a[i]\n    for i in range(4):\n      c[i] = t[3 - i]\n"
                           << "lower.promote_registers.index";
    QTest::newRow("two kernels")
        << "program p(a: in f32[4], c: out f32[4]):\n  alloc t: f32[1] in registers\n  for i in "
           "parallel(2):\n    t[0] = a[i]\n  for i in parallel(4):\n    c[i] = t[0]\n"
        << "lower.split_kernels.scope";
    QTest::newRow("opaque")
        << "program p(a: in f32[4], c: out f32[4]):\n  for i in range(2):\n    block x():\n      "
           "reads a[0:4]\n      writes c[0:4]\n      call \"heddle_top_k\"\n"
        << "lower.split_kernels.opaque";
  }
  void refusals() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    QCOMPARE(codeOf(text.toStdString()), code.toStdString());
  }
};
HEDDLE_TEST(LowerTest)

#include "lower_test.moc"
