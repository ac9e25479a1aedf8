// The programs of samples/deploy, built against each form of an export, in an empty environment.
// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QStandardPaths>

#include "tests/engine/export/tools.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::exporter;

class SamplesTest : public QObject {
  Q_OBJECT
 private:
  QTemporaryDir m_directory;
  QTemporaryDir m_empty;

  QString path(const QString& name) const { return m_directory.filePath(name); }
  QString sample(const QString& name) const {
    return QString(HEDDLE_SOURCE_DIR) + "/samples/deploy/" + name;
  }

  void build(const QString& compiler, const QStringList& options, const QString& source,
             QStringList libraries) {
    const QStringList arguments =
        options +
        QStringList{"-Wall",
                    "-Wextra",
                    "-Werror",
                    "-DMODEL_HEADER=\"hand.h\"",
                    "-DMODEL_CREATE=heddle_hand_create",
                    "-I" + m_directory.path(),
                    sample(source)} +
        libraries + QStringList{"-Wl,-rpath," + m_directory.path(), "-o", path("program")};
    const QString said = outputOf(compiler, arguments);
    QVERIFY2(!said.startsWith("FAILED"), qPrintable(said));
  }
  void runAndCheck(const QString& program, const QStringList& first, const QString& input,
                   const QStringList& more = {}) {
    QFile::remove(path("output0.bin"));
    const QString said = outputOf(
        program, first + QStringList{"x=" + path(input), "--save", m_directory.path()} + more,
        m_empty.path(), true);
    QVERIFY2(said.startsWith("y [1000] 0 3 6 9 12 15 18 21"), qPrintable(said));
    QVERIFY(readBytes(path("output0.bin")) == countingBytes(3));
  }

 private slots:
  void initTestCase() {
    ExportOptions options = exportOptions({"so", "a", "o"});
    const auto report = exportModule(makeModule({"scale_k0"}, kScaleCode),
                                     m_directory.path().toStdString(), options);
    QVERIFY2(report.isOk(), report.isError() ? toText(report.error()).c_str() : "");
    writeBytes(path("x.bin"), countingBytes(1));
    const QByteArray header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000,), }";
    QByteArray npy("\x93NUMPY\x01\x00", 8);
    const int length = 118;
    npy += QByteArray(1, char(length)) + QByteArray(1, 0) + header.leftJustified(length - 1, ' ') +
           '\n';
    writeBytes(path("x.npy"), npy + countingBytes(1));
  }
  void cProgramWithTheSharedLibrary() {
    build("cc", {"-std=c99"}, "use_module.c", {path("hand.so")});
    runAndCheck(path("program"), {}, "x.bin");
    runAndCheck(path("program"), {}, "x.npy");
  }
  void cProgramWithTheArchive() {
    build("cc", {"-std=c99"}, "use_module.c", {path("hand.a"), "-lm", "-lpthread"});
    runAndCheck(path("program"), {}, "x.bin");
  }
  void cProgramWithTheObject() {
    build("cc", {"-std=c99"}, "use_module.c",
          {path("hand.o"), QString(HEDDLE_BINARY_DIR) + "/lib/libheddle_runtime.a", "-lm",
           "-lpthread"});
    runAndCheck(path("program"), {}, "x.npy");
  }
  void twoModelsInOneProgram() {
    // The same kernels and the same runtime in both archives must not meet.
    build::Module other = makeModule({"scale_k0"}, kScaleCode);
    other.name = "second";
    compileC(other, kScaleCode);
    QVERIFY(exportModule(other, m_directory.path().toStdString(), exportOptions({"a"})).isOk());
    build("cc", {"-std=c99"}, "use_module.c",
          {"-Wl,--undefined=heddle_second_create", path("hand.a"), path("second.a"), "-lm",
           "-lpthread"});
    runAndCheck(path("program"), {}, "x.bin");
  }
  void cppProgram() {
    build("c++", {"-std=c++17"}, "use_module.cpp", {path("hand.so")});
    runAndCheck(path("program"), {}, "x.bin");
    runAndCheck(path("program"), {}, "x.npy");
  }
  void pythonProgram() {
    const QString python = QStandardPaths::findExecutable("python3");
    QVERIFY2(!python.isEmpty(), "python3 is missing: scripts/setup test installs it");
    runAndCheck(python, {sample("use_module.py"), path("hand.json")}, "x.npy");
    runAndCheck(python, {sample("use_module.py"), path("hand.json")}, "x.bin");
  }
  void separateParameters() {
    const QTemporaryDir separate;
    ExportOptions options = exportOptions();
    options.separateParams = true;
    QVERIFY(
        exportModule(makeModule({"scale_k0"}, kScaleCode), separate.path().toStdString(), options)
            .isOk());
    build("cc", {"-std=c99", "-I" + separate.path(), "-Wl,-rpath," + separate.path()},
          "use_module.c", {separate.filePath("hand.so")});
    runAndCheck(path("program"), {"--params", separate.filePath("hand.params")}, "x.bin");
    const QString python = QStandardPaths::findExecutable("python3");
    QVERIFY2(!python.isEmpty(), "python3 is missing: scripts/setup test installs it");
    runAndCheck(python, {sample("use_module.py"), separate.filePath("hand.json")}, "x.bin");
  }
  void anotherMachineUnderEmulation() {
    const QString compiler = QStandardPaths::findExecutable("aarch64-linux-gnu-gcc");
    const QString cpp = QStandardPaths::findExecutable("aarch64-linux-gnu-g++");
    const QString emulator = QStandardPaths::findExecutable("qemu-aarch64");
    const QString linker = QStandardPaths::findExecutable("ld.lld", {"/usr/lib/llvm-19/bin"});
    QVERIFY2(!compiler.isEmpty() && !cpp.isEmpty() && !emulator.isEmpty() && !linker.isEmpty(),
             "g++-aarch64-linux-gnu, qemu-user or lld-19 is missing: scripts/setup test installs them");
    const QTemporaryDir folder;
    build::Module module = makeModule({"scale_k0"}, kScaleCode);
    compileC(module, kScaleCode, compiler.toStdString());
    const auto report = exportModule(module, folder.path().toStdString(), exportOptions({"o"}));
    QVERIFY2(report.isOk(), report.isError() ? toText(report.error()).c_str() : "");
    QStringList objects = {folder.filePath("hand.o")};
    const QDir runtime(QString(HEDDLE_SOURCE_DIR) + "/engine/runtime");
    for (const QString& source : runtime.entryList({"*.cpp"})) {
      objects.append(folder.filePath(source + ".o"));
      const QString said = outputOf(
          cpp, {"-std=c++20", "-O1", "-fno-exceptions", "-fno-rtti", "-c",
                QString("-I") + HEDDLE_SOURCE_DIR, runtime.filePath(source), "-o", objects.back()});
      QVERIFY2(!said.startsWith("FAILED"), qPrintable(said));
    }
    build(compiler, {"-std=c99", "-static", "-I" + folder.path()}, "use_module.c",
          objects + QStringList{"-lm", "-lpthread"});
    runAndCheck(emulator, {path("program")}, "x.npy");
  }
  void refusesInputsOfAnotherSize() {
    build("cc", {"-std=c99"}, "use_module.c", {path("hand.so")});
    writeBytes(path("short.bin"), "abc");
    QVERIFY(outputOf(path("program"), {"x=" + path("short.bin")})
                .contains("does not hold the input's bytes"));
    QVERIFY(
        outputOf(path("program"), {"z=" + path("x.bin")}).contains("is no input of the module"));
  }
  void cmakePackageAndPkgConfig() {
    const QTemporaryDir project;
    QFile::copy(sample("use_module.c"), project.filePath("use_module.c"));
    writeBytes(project.filePath("CMakeLists.txt"),
               "cmake_minimum_required(VERSION 3.16)\nproject(p C)\nfind_package(hand REQUIRED)\n"
               "add_executable(program use_module.c)\ntarget_link_libraries(program heddle::hand)\n"
               "target_compile_definitions(program PRIVATE MODEL_HEADER=\"hand.h\" "
               "MODEL_CREATE=heddle_hand_create)\n");
    const QString configured = outputOf("cmake", {"-S", project.path(), "-B", project.filePath("b"),
                                                  "-Dhand_DIR=" + m_directory.path()});
    QVERIFY2(!configured.startsWith("FAILED"), qPrintable(configured));
    const QString built = outputOf("cmake", {"--build", project.filePath("b")});
    QVERIFY2(!built.startsWith("FAILED"), qPrintable(built));
    runAndCheck(project.filePath("b/program"), {}, "x.bin");
    const QString flags = outputOf("pkg-config", {"--cflags", "--libs", path("hand.pc")}).trimmed();
    QVERIFY2(!flags.startsWith("FAILED"), qPrintable(flags));
    build("cc", {"-std=c99"}, "use_module.c", flags.split(' ', Qt::SkipEmptyParts));
    runAndCheck(path("program"), {}, "x.bin");
  }
};
HEDDLE_TEST(SamplesTest)

#include "samples_test.moc"
