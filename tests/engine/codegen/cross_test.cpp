// Code for another processor, run under an emulator where there is one.
// SPDX-License-Identifier: Apache-2.0
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "engine/reference/interpret_loops.h"
#include "tests/engine/codegen/support.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

const char* const kernel =
    R"(program mm(a: in f32[10, 8], b: in f32[8, 21], h: in f16[210], c: out f32[10, 21]):
  alloc acc: f32[10, 21] in registers
  for io in parallel(5):
    for jo in range(3):
      for ii in unrolled(2):
        for ji in vectorized(8):
          block init(vi: 10 = io*2 + ii, vj: 21 = jo*8 + ji):
            where jo*8 + ji < 21
            writes acc[vi, vj]
            acc[vi, vj] = 0.0
      for k in range(8):
        for ii in unrolled(2):
          for ji in vectorized(8):
            block update(vi: 10 = io*2 + ii, vj: 21 = jo*8 + ji, reduce vk: 8 = k):
              where jo*8 + ji < 21
              reads a[vi, vk], b[vk, vj], acc[vi, vj]
              writes acc[vi, vj]
              acc[vi, vj] = acc[vi, vj] + a[vi, vk] * b[vk, vj]
      for ii in unrolled(2):
        for ji in vectorized(8):
          block write(vi: 10 = io*2 + ii, vj: 21 = jo*8 + ji):
            where jo*8 + ji < 21
            reads acc[vi, vj], h[vi*21 + vj]
            writes c[vi, vj]
            c[vi, vj] = tanh(exp(acc[vi, vj])) + f32(h[vi*21 + vj]) + sin(acc[vi, vj])
)";

// Reads the arguments from stdin, runs the kernel, writes the output.
const char* const driver = R"(
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
int32_t mm_k0(void* const* args, const int64_t* shapes, int64_t begin, int64_t end);
int main(void) {
  const size_t sizes[4] = {320, 672, 420, 840};
  void* args[4];
  for (int i = 0; i < 4; ++i) args[i] = aligned_alloc(64, 1024);
  for (int i = 0; i < 3; ++i)
    if (fread(args[i], 1, sizes[i], stdin) != sizes[i]) return 2;
  if (mm_k0(args, 0, 0, 2) || mm_k0(args, 0, 2, 5)) return 3;
  return fwrite(args[3], 1, sizes[3], stdout) == sizes[3] ? 0 : 4;
}
)";

void writeFile(const QString& path, const char* data, size_t size) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(data, static_cast<qint64>(size)), static_cast<qint64>(size));
}

}  // namespace

class CrossTest : public QObject {
  Q_OBJECT
 private slots:
  void aarch64UnderEmulation() {
    const QString compiler = QStandardPaths::findExecutable("aarch64-linux-gnu-gcc");
    const QString emulator = QStandardPaths::findExecutable("qemu-aarch64");
    const auto program = loops::parse(kernel);
    QVERIFY2(program.isOk(), program.isOk() ? "" : textOf(program.error()).c_str());
    const Target target =
        codegen::parseTarget("llvm -mtriple=aarch64-linux-gnu -mcpu=cortex-a72").value();
    QCOMPARE(target.vectorBits, 128);
    const auto lowered = loop_passes::lower(program.value(), target);
    QVERIFY2(lowered.isOk(), lowered.isOk() ? "" : textOf(lowered.error()).c_str());
    const auto code = codegen::compile(lowered.value(), target);
    QVERIFY2(code.isOk(), code.isOk() ? "" : textOf(code.error()).c_str());
    QCOMPARE(code.value().requiredFeatures, std::string("neon,fp-armv8"));
    QVERIFY2(!compiler.isEmpty() && !emulator.isEmpty(),
             "g++-aarch64-linux-gnu or qemu-user is missing: scripts/setup test installs them");

    QTemporaryDir dir;
    const auto& object = code.value().object;
    writeFile(dir.filePath("mm.o"), reinterpret_cast<const char*>(object.data()), object.size());
    writeFile(dir.filePath("main.c"), driver, strlen(driver));
    QProcess build;
    build.start(compiler, {"-static", "-o", dir.filePath("mm"), dir.filePath("main.c"),
                           dir.filePath("mm.o"), "-lm"});
    QVERIFY(build.waitForFinished());
    QVERIFY2(build.exitCode() == 0, build.readAllStandardError());

    Tensor h = Tensor::allocate(ElementType::f16, {210}).value();
    for (int i = 0; i < 210; ++i)
      h.mutableValues<uint16_t>()[i] = halfFromFloat(static_cast<float>(i) / 7 - 10);
    const std::vector<Tensor> arguments = {randomTensor({10, 8}, 1), randomTensor({8, 21}, 2), h};
    QProcess run;
    run.start(emulator, {dir.filePath("mm")});
    for (const Tensor& t : arguments)
      run.write(reinterpret_cast<const char*>(t.bytes().data()),
                static_cast<qint64>(t.sizeBytes()));
    run.closeWriteChannel();
    QVERIFY(run.waitForFinished());
    QCOMPARE(run.exitCode(), 0);
    const QByteArray output = run.readAllStandardOutput();
    Tensor got = Tensor::allocate(ElementType::f32, {10, 21}).value();
    QCOMPARE(static_cast<size_t>(output.size()), got.sizeBytes());
    std::memcpy(got.mutableBytes().data(), output.data(), got.sizeBytes());
    const auto expected = reference::interpret(program.value(), arguments);
    QVERIFY2(expected.isOk(), expected.isOk() ? "" : textOf(expected.error()).c_str());
    QVERIFY(worstError(got, expected.value()[0]) < 1e-5);
  }
};
HEDDLE_TEST(CrossTest)

#include "cross_test.moc"
