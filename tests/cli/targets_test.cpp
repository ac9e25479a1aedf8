// The same model for several processors: what this one can run gives the same outputs, what it
// cannot is compiled all the same.
// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cmath>
#include <cstring>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class Targets : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  std::map<std::string, Tensor> outputs(const QString& model, const QStringList& options) {
    const QString npz = m_directory.filePath("outputs.npz");
    QFile::remove(npz);
    const Ended ended = cli(QStringList{"run", model, "--outputs", npz} + options);
    return ended.status == 0 ? arrays(npz) : std::map<std::string, Tensor>();
  }
  static bool hasCpu(const QString& level) {
    __builtin_cpu_init();
    if (level == "x86-64-v2") return __builtin_cpu_supports("sse4.2");
    if (level == "x86-64-v3")
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  }

 private slots:
  void levelsAgree_data() {
    QTest::addColumn<QString>("cpu");
    for (const char* cpu : {"x86-64-v2", "x86-64-v3", "x86-64-v4"}) QTest::newRow(cpu) << cpu;
  }
  // The trained digits on their test images, and a detector with every kind of convolution.
  void levelsAgree() {
    QFETCH(QString, cpu);
    if (!hasCpu(cpu))
      QSKIP(qPrintable("this processor lacks instructions of " + cpu +
                       ", so its code cannot run here"));
    const QStringList target = {"--target", "llvm -mcpu=" + cpu};
    const auto digit =
        outputs(digits(), target + QStringList{"--inputs", digits("digits_inputs.npz")});
    QCOMPARE(digit.size(), size_t{1});
    const auto expected = arrays(digits("digits_expected.npz"));
    QVERIFY(distance(digit.at("probabilities"), expected.at("probabilities")) < 1e-5);

    const QString model = m_directory.filePath("yolo.onnx");
    if (!QFile::exists(model))
      EXPECT_STATUS(start(test::program("heddle-make-model"), {"yolo:32", model}), 0);
    const Ended verified = cli(QStringList{"verify", model} + target);
    EXPECT_STATUS(verified, 0);
    QVERIFY(verified.out.contains("all "));
  }
  void otherProcessorsAreCompiledFor() {
    const QString folder = m_directory.filePath("aarch64");
    const QStringList target = {"--target", "llvm -mtriple=aarch64-linux-gnu -mcpu=cortex-a72"};
    EXPECT_STATUS(cli(QStringList{"compile", digits(), "-o", folder} + target), 0);
    int objects = 0;
    for (const QString& name : QDir(folder).entryList({"*.o"})) {
      const QByteArray object = fileBytes(folder + "/" + name);
      QVERIFY(
          object.startsWith("\x7f"
                            "ELF"));
      QCOMPARE(static_cast<uint8_t>(object[18]), uint8_t{183});  // EM_AARCH64
      ++objects;
    }
    QVERIFY(objects > 0);
    const Ended ran = cli(QStringList{"run", digits()} + target);
    EXPECT_STATUS(ran, 2);
    QVERIFY2(ran.err.contains("CPU features that this machine lacks"), ran.err.constData());
    EXPECT_STATUS(cli(QStringList{"verify", digits()} + target), 2);
    EXPECT_STATUS(cli(QStringList{"export", digits(), "-o", folder} + target), 2);
  }
  // The exported object with the runtime and the C sample, as a program for another processor.
  void aarch64UnderEmulation() {
    const QString compiler = QStandardPaths::findExecutable("aarch64-linux-gnu-g++");
    const QString emulator = QStandardPaths::findExecutable("qemu-aarch64");
    QVERIFY2(!compiler.isEmpty() && !emulator.isEmpty(),
             "g++-aarch64-linux-gnu or qemu-user is missing: scripts/setup test installs them");
    const QString folder = m_directory.filePath("module"), source = HEDDLE_SOURCE_DIR;
    EXPECT_STATUS(cli({"export", digits(), "-o", folder, "--format", "o", "--target",
                       "llvm -mtriple=aarch64-linux-gnu -mcpu=cortex-a72"}),
                  0);
    QStringList build = {"-O1",
                         "-static",
                         "-std=c++20",
                         "-fno-exceptions",
                         "-fno-rtti",
                         "-DMODEL_HEADER=\"digits.h\"",
                         "-DMODEL_CREATE=heddle_digits_create",
                         "-I" + source,
                         "-I" + folder,
                         "-o",
                         folder + "/program"};
    for (const QString& name : QDir(source + "/engine/runtime").entryList({"*.cpp"}))
      build.append(source + "/engine/runtime/" + name);
    build +=
        {"-x", "c", source + "/samples/deploy/use_module.c", "-x", "none", folder + "/digits.o",
         "-lm"};
    // The sample is C; the driver for C++ compiles each by its own language.
    build.removeAll("-std=c++20");
    const Ended built = start(compiler, QStringList{"-Wno-write-strings"} + build);
    EXPECT_STATUS(built, 0);

    Tensor image = Tensor::allocate(ElementType::f32, {1, 1, 8, 8}).value();
    const Tensor all = arrays(digits("digits_inputs.npz"))["image"];
    for (int64_t i = 0; i < 64; ++i) image.setFromDouble(i, all.valueAsDouble(64 * 3 + i));
    const QString npy = m_directory.filePath("image.npy");
    QVERIFY(writeNpy(npy.toStdString(), image).isOk());
    const Ended ran = start(emulator, {folder + "/program", "image=" + npy, "--save", folder});
    EXPECT_STATUS(ran, 0);
    const QByteArray bytes = fileBytes(folder + "/output0.bin");
    QCOMPARE(bytes.size(), qsizetype{40});
    const Tensor expected = arrays(digits("digits_expected.npz"))["probabilities"];
    for (int i = 0; i < 10; ++i) {
      float value = 0;
      std::memcpy(&value, bytes.data() + 4 * i, 4);
      QVERIFY(std::fabs(value - expected.valueAsDouble(10 * 3 + i)) < 1e-5);
    }
  }
};
HEDDLE_TEST(Targets)

#include "targets_test.moc"
