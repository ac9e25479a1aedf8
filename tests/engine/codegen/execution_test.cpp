// Programs, lowered and compiled for every instruction set that runs here, against plain C++.
// SPDX-License-Identifier: Apache-2.0

#include "engine/reference/interpret_loops.h"
#include "tests/engine/codegen/support.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

// C[M,N] = A[M,K] B[K,N] in float, summed in double.
Tensor matmul(const Tensor& a, const Tensor& b) {
  const int64_t m = a.extents()[0], k = a.extents()[1], n = b.extents()[1];
  Tensor c = Tensor::allocate(ElementType::f32, {m, n}).value();
  for (int64_t i = 0; i < m; ++i) {
    for (int64_t j = 0; j < n; ++j) {
      double sum = 0;
      for (int64_t l = 0; l < k; ++l)
        sum += double(a.values<float>()[i * k + l]) * b.values<float>()[l * n + j];
      c.mutableValues<float>()[i * n + j] = static_cast<float>(sum);
    }
  }
  return c;
}

void runEverywhere(const char* text, const std::vector<Tensor>& inputs,
                   const std::vector<Tensor>& expected, double tolerance) {
  const auto program = loops::parse(text);
  QVERIFY2(program.isOk(), program.isOk() ? "" : textOf(program.error()).c_str());
  for (const Target& target : runnableTargets()) {
    const auto got = compileAndRun(program.value(), target, inputs);
    QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
    for (size_t i = 0; i < expected.size(); ++i) {
      const double error = worstError(got.value()[i], expected[i]);
      QVERIFY2(error <= tolerance,
               (target.cpu + ": output " + std::to_string(i) + " error " + std::to_string(error))
                   .c_str());
    }
  }
}

}  // namespace

class ExecutionTest : public QObject {
  Q_OBJECT
 private slots:
  void plainMatmul() {
    const Tensor a = randomTensor({5, 7}, 1), b = randomTensor({7, 9}, 2);
    runEverywhere(R"(program matmul(a: in f32[5, 7], b: in f32[7, 9], c: out f32[5, 9]):
  for i in range(5):
    for j in range(9):
      for k in range(7):
        block c(vi: 5 = i, vj: 9 = j, reduce vk: 7 = k):
          reads a[vi, vk], b[vk, vj]
          writes c[vi, vj]
          init: c[vi, vj] = 0.0
          c[vi, vj] = c[vi, vj] + a[vi, vk] * b[vk, vj]
)",
                  {a, b}, {matmul(a, b)}, 1e-5);
  }

  // Tiles of 6 x 32 in registers; 50 and 70 are no multiples of them.
  void tiledMatmulWithTails() {
    const Tensor a = randomTensor({50, 33}, 3), b = randomTensor({33, 70}, 4);
    runEverywhere(R"(program matmul(a: in f32[50, 33], b: in f32[33, 70], c: out f32[50, 70]):
  alloc acc: f32[50, 70] in registers
  for io in parallel(9):
    for jo in range(3):
      for ii in unrolled(6):
        for jm in unrolled(2):
          for ji in vectorized(16):
            block init(vi: 50 = io*6 + ii, vj: 70 = jo*32 + jm*16 + ji):
              where io*6 + ii < 50 and jo*32 + jm*16 + ji < 70
              writes acc[vi, vj]
              acc[vi, vj] = 0.0
      for k in range(33) with unroll_factor = 4:
        for ii in unrolled(6):
          for jm in unrolled(2):
            for ji in vectorized(16):
              block update(vi: 50 = io*6 + ii, vj: 70 = jo*32 + jm*16 + ji, reduce vk: 33 = k):
                where io*6 + ii < 50 and jo*32 + jm*16 + ji < 70
                reads a[vi, vk], b[vk, vj], acc[vi, vj]
                writes acc[vi, vj]
                acc[vi, vj] = acc[vi, vj] + a[vi, vk] * b[vk, vj]
      for ii in unrolled(6):
        for jm in unrolled(2):
          for ji in vectorized(16):
            block write(vi: 50 = io*6 + ii, vj: 70 = jo*32 + jm*16 + ji):
              where io*6 + ii < 50 and jo*32 + jm*16 + ji < 70
              reads acc[vi, vj]
              writes c[vi, vj]
              c[vi, vj] = acc[vi, vj]
)",
                  {a, b}, {matmul(a, b)}, 1e-5);
  }

  // One parallel loop over both tile loops, as a fuse makes it: the guard hides in // and %.
  void fusedParallelLoopWithGuard() {
    const Tensor a = randomTensor({20, 37}, 5);
    Tensor expected = Tensor::allocate(ElementType::f32, {20, 37}).value();
    for (int64_t i = 0; i < 20 * 37; ++i)
      expected.mutableValues<float>()[i] = std::max(0.0f, a.values<float>()[i]) + 1;
    runEverywhere(R"(program relu(a: in f32[20, 37], c: out f32[20, 37]):
  for f in parallel(15):
    for i in range(4):
      for j in vectorized(16):
        block c(vi: 20 = f // 3 * 4 + i, vj: 37 = f % 3 * 16 + j):
          where f % 3 * 16 + j < 37
          reads a[vi, vj]
          writes c[vi, vj]
          c[vi, vj] = max(a[vi, vj], 0.0) + 1.0
)",
                  {a}, {expected}, 0);
  }

  // A temporary computed inside the consumer's loop shrinks and moves to the stack.
  void computeAtTemporary() {
    const Tensor a = randomTensor({64, 34}, 6);
    Tensor expected = Tensor::allocate(ElementType::f32, {64, 32}).value();
    for (int64_t i = 0; i < 64; ++i) {
      for (int64_t j = 0; j < 32; ++j) {
        float sum = 0;
        for (int64_t k = 0; k < 3; ++k) sum += a.values<float>()[i * 34 + j + k] * 2;
        expected.mutableValues<float>()[i * 32 + j] = sum;
      }
    }
    runEverywhere(R"(program blur(a: in f32[64, 34], c: out f32[64, 32]):
  alloc t: f32[64, 34]
  for i in parallel(64):
    for jo in range(4):
      for x in range(10):
        block t(vi: 64 = i, vx: 34 = jo*8 + x):
          reads a[vi, vx]
          writes t[vi, vx]
          t[vi, vx] = a[vi, vx] * 2.0
      for ji in vectorized(8):
        for k in range(3):
          block c(vi: 64 = i, vj: 32 = jo*8 + ji, reduce vk: 3 = k):
            reads t[vi, vj + vk]
            writes c[vi, vj]
            init: c[vi, vj] = 0.0
            c[vi, vj] = c[vi, vj] + t[vi, vj + vk]
)",
                  {a}, {expected}, 1e-6);
  }

  void paddedSelectReadsNothingOutside() {
    const Tensor a = randomTensor({10}, 7);
    Tensor expected = Tensor::allocate(ElementType::f32, {14}).value();
    for (int64_t i = 0; i < 10; ++i) expected.mutableValues<float>()[i + 2] = a.values<float>()[i];
    const char* serial = R"(program pad(a: in f32[10], c: out f32[14]):
  for i in range(14):
    c[i] = a[i - 2] if i >= 2 and i < 12 else 0.0
)";
    const char* wide = R"(program pad(a: in f32[10], c: out f32[14]):
  for i in vectorized(14):
    c[i] = a[i - 2] if i >= 2 and i < 12 else 0.0
)";
    runEverywhere(serial, {a}, {expected}, 0);
    runEverywhere(wide, {a}, {expected}, 0);
  }

  void stridedAndReversedVectors() {
    const Tensor a = randomTensor({64}, 8);
    Tensor expected = Tensor::allocate(ElementType::f32, {16}).value();
    for (int64_t i = 0; i < 16; ++i) {
      expected.mutableValues<float>()[i] =
          a.values<float>()[3 * i] + a.values<float>()[63 - i] + a.values<float>()[i / 3];
    }
    runEverywhere(R"(program gather(a: in f32[64], c: out f32[16]):
  for i in vectorized(16):
    c[i] = a[i * 3] + a[63 - i] + a[i // 3]
)",
                  {a}, {expected}, 1e-6);
  }

  // A convolution that reads past its border through selects: annotated loops are cut so that the
  // main part has none.
  void paddedConvolution() {
    const char* text =
        R"(program conv(x: in f32[14, 14, 8], w: in f32[3, 3, 8, 16], y: out f32[14, 14, 16]):
  alloc acc: f32[14, 14, 16] in registers
  for h in parallel(14) with partition = 1:
    for wo in range(7) with partition = 1:
      for wi in unrolled(2):
        for o in vectorized(16):
          block init(vh: 14 = h, vw: 14 = wo*2 + wi, vo: 16 = o):
            writes acc[vh, vw, vo]
            acc[vh, vw, vo] = 0.0
      for kh in range(3) with partition = 1:
        for kw in range(3):
          for c in range(8):
            for wi in unrolled(2):
              for o in vectorized(16):
                block update(vh: 14 = h, vw: 14 = wo*2 + wi, vo: 16 = o, reduce rh: 3 = kh, reduce rw: 3 = kw, reduce rc: 8 = c):
                  reads x[vh + rh - 1, vw + rw - 1, rc], w[rh, rw, rc, vo], acc[vh, vw, vo]
                  writes acc[vh, vw, vo]
                  acc[vh, vw, vo] = acc[vh, vw, vo] + (x[vh + rh - 1, vw + rw - 1, rc] if vh + rh >= 1 and vh + rh < 15 and vw + rw >= 1 and vw + rw < 15 else 0.0) * w[rh, rw, rc, vo]
      for wi in unrolled(2):
        for o in vectorized(16):
          block write(vh: 14 = h, vw: 14 = wo*2 + wi, vo: 16 = o):
            reads acc[vh, vw, vo]
            writes y[vh, vw, vo]
            y[vh, vw, vo] = max(acc[vh, vw, vo], 0.0)
)";
    const Tensor x = randomTensor({14, 14, 8}, 21), w = randomTensor({3, 3, 8, 16}, 22);
    const auto program = loops::parse(text);
    QVERIFY2(program.isOk(), program.isOk() ? "" : textOf(program.error()).c_str());
    const auto expected = reference::interpret(program.value(), {x, w});
    QVERIFY2(expected.isOk(), expected.isOk() ? "" : textOf(expected.error()).c_str());
    runEverywhere(text, {x, w}, expected.value(), 1e-5);
    const auto lowered = loop_passes::lower(program.value(), runnableTargets().back()).value();
    const std::string code = loop_passes::print(lowered).text;
    if (qEnvironmentVariableIsSet("DUMP")) qInfo("%s", code.c_str());
    // Some loop nest over kh, kw and c has an update without a select.
    const size_t inner = code.find("for c in range(8)");
    QVERIFY(inner != std::string::npos);
    bool isFree = false;
    for (size_t at = inner; at != std::string::npos; at = code.find("for c in range(8)", at + 1)) {
      const size_t line = code.find('\n', at) + 1;
      isFree |= code.substr(line, code.find('\n', line) - line).find(" if ") == std::string::npos;
    }
    QVERIFY(isFree);
  }

  void reductionsInLanes() {
    const char* text =
        R"(program stats(x: in f32[5, 203], n: in i32[5, 203], sum: out f32[5], high: out f32[5], low: out f32[5], count: out i32[5]):
  for i in parallel(5):
    sum[i] = 0.5
    high[i] = -f32.inf
    low[i] = f32.inf
    count[i] = 7i32
    for k in range(203) with reduce_lanes = 32:
      sum[i] = sum[i] + x[i, k] * x[i, 202 - k]
      high[i] = max(high[i], x[i, k])
      low[i] = min(x[i, k], low[i])
      count[i] = count[i] + n[i, k]
)";
    Tensor n = Tensor::allocate(ElementType::i32, {5, 203}).value();
    for (int i = 0; i < 5 * 203; ++i) n.mutableValues<int32_t>()[i] = i * 37 - 9000;
    const std::vector<Tensor> arguments = {randomTensor({5, 203}, 31), n};
    const auto program = loops::parse(text);
    QVERIFY2(program.isOk(), program.isOk() ? "" : textOf(program.error()).c_str());
    const auto expected = reference::interpret(program.value(), arguments);
    QVERIFY2(expected.isOk(), expected.isOk() ? "" : textOf(expected.error()).c_str());
    runEverywhere(text, arguments, expected.value(), 1e-5);
    const auto lowered = loop_passes::lower(program.value(), runnableTargets().back()).value();
    QVERIFY(loop_passes::print(lowered).text.find("reduceAdd") != std::string::npos);
  }

  // A loop that writes elsewhere in each iteration keeps its order, annotated or not.
  void reductionLanesLeaveOtherLoopsAlone() {
    const char* text = R"(program scan(x: in f32[64], y: out f32[65]):
  y[0] = 0.0
  for k in range(64) with reduce_lanes = 16:
    y[k + 1] = y[k] + x[k]
)";
    const Tensor x = randomTensor({64}, 32);
    const auto program = loops::parse(text);
    const auto expected = reference::interpret(program.value(), {x});
    runEverywhere(text, {x}, expected.value(), 1e-6);
  }

  void vectorizedReductionIsRefused() {
    const auto program = loops::parse(R"(program sum(a: in f32[64], c: out f32[1]):
  for i in vectorized(16):
    c[0] = c[0] + a[i]
)");
    const auto lowered = loop_passes::lower(program.value(), codegen::hostTarget().value());
    QVERIFY(lowered.isError());
    QCOMPARE(lowered.error().code, std::string("lower.vectorize.reduction"));
  }

  void registersNeedConstantIndices() {
    const auto program = loops::parse(R"(program r(a: in f32[64], c: out f32[64]):
  alloc t: f32[64] in registers
  for i in range(64):
    t[i] = a[i]
  for i in range(64):
    c[i] = t[63 - i]
)");
    const auto lowered = loop_passes::lower(program.value(), codegen::hostTarget().value());
    QVERIFY(lowered.isError());
    QCOMPARE(lowered.error().code, std::string("lower.promote_registers.index"));
    QVERIFY(lowered.error().message.find("i") != std::string::npos);
  }
};
HEDDLE_TEST(ExecutionTest)

#include "execution_test.moc"
