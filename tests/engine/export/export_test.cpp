// SPDX-License-Identifier: Apache-2.0
#include "engine/export/export.h"

#include <QDir>

#include "engine/runner/runner.h"
#include "tests/engine/export/tools.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::exporter;

namespace {

// Uses libm, so that the library needs it.
const std::string kExpCode =
    "HEDDLE_KERNEL(exp_k0) {\n"
    "  const float* x = args[0]; float* y = args[1]; const float* s = args[2];\n"
    "  for (long i = begin * 10; i < end * 10; ++i) y[i] = expf(-x[i]) * s[0];\n"
    "  return 0;\n"
    "}\n";

QString errorOf(const auto& result) {
  return result.isError()
             ? QString::fromStdString(result.error().code + ": " + toText(result.error()))
             : "";
}

// Checks what the dynamic section names and what the library shows of itself.
void checkLibrary(const QString& library, const QString& create) {
  const QString dynamic = outputOf("readelf", {"-dW", library});
  int needed = 0;
  for (const QString& line : dynamic.split('\n'))
    if (line.contains("(NEEDED)")) {
      ++needed;
      QVERIFY2(line.contains("[libc.so.6]") || line.contains("[libm.so.6]"), qPrintable(line));
    }
  QVERIFY2(needed >= 1 && needed <= 2, qPrintable(dynamic));
  const QString symbols = outputOf("nm", {"-D", "--defined-only", library});
  QVERIFY2(symbols.contains(" T " + create + "\n"), qPrintable(symbols));
  QVERIFY(symbols.contains(" T heddle_run\n"));
  for (const QString& line : symbols.split('\n', Qt::SkipEmptyParts)) {
    const QString name = line.section(' ', -1);
    QVERIFY2(name.startsWith("heddle_") && !name.startsWith("heddle_plan") &&
                 !name.startsWith("heddle_opaque"),
             qPrintable(name));
  }
}

}  // namespace

class ExportTest : public QObject {
  Q_OBJECT
 private slots:
  void writesALibraryThatNeedsLibcAndLibmOnly() {
    const QTemporaryDir directory;
    const auto report = exportModule(makeModule({"exp_k0"}, kExpCode),
                                     directory.path().toStdString(), exportOptions());
    QVERIFY2(report.isOk(), qPrintable(errorOf(report)));
    QCOMPARE(report.value().name, std::string("hand"));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden),
             QStringList({"hand.h", "hand.json", "hand.pc", "hand.so", "handConfig.cmake",
                          "heddle.h", "plan.h"}));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
    QCOMPARE(report.value().files.size(), size_t{7});
    checkLibrary(directory.filePath("hand.so"), "heddle_hand_create");
  }
  void rehearsesTheLibraryInACleanProcess() {
    const QTemporaryDir directory;
    const build::Module module = makeModule({"scale_k0"}, kScaleCode);
    for (const bool isSeparate : {false, true}) {
      ExportOptions options = exportOptions();
      options.separateParams = isSeparate;
      const auto report = exportModule(module, directory.path().toStdString(), options);
      QVERIFY2(report.isOk(), qPrintable(errorOf(report)));
      QCOMPARE(QFile::exists(directory.filePath("hand.params")), isSeparate);
      runner::Runner runner(runnerPath());
      runner::RunRequest request;
      request.inputs = countingInputs();
      const auto reply = runner.run(module, request);
      QVERIFY(reply.isOk());
      Rehearsal rehearsal{directory.path().toStdString(), "hand", countingInputs(),
                          reply.value().outputs, runnerPath()};
      const auto said = rehearse(rehearsal);
      QVERIFY2(said.isOk(), qPrintable(errorOf(said)));
      QVERIFY(QString::fromStdString(said.value().text()).startsWith("every output of hand.so"));
      Tensor wrong = Tensor::allocate(ElementType::f32, {1000}).value();
      rehearsal.expected["y"] = wrong;
      QCOMPARE(
          errorOf(rehearse(rehearsal)),
          QString("export.rehearsal: output \"y\" differs from the runner's by up to 2997.000000"));
    }
  }
  void rehearsalTellsOfALibraryThatCannotRun() {
    const QTemporaryDir directory;
    const build::Module module =
        makeModule({"fault_k0"}, "HEDDLE_KERNEL(fault_k0) { *(volatile int*)8 = 1; return 0; }");
    QVERIFY(exportModule(module, directory.path().toStdString(), exportOptions()).isOk());
    const Rehearsal rehearsal{directory.path().toStdString(), "hand", countingInputs(),
                              countingInputs(), runnerPath()};
    const QString said = errorOf(rehearse(rehearsal));
    // A sanitizer tells of the fault in words of its own.
    QVERIFY2(said.contains("was killed: Segmentation fault") || said.contains("Sanitizer: SEGV"),
             qPrintable(said));
    writeBytes(directory.filePath("hand.so"), "not a library");
    QVERIFY2(errorOf(rehearse(rehearsal)).contains("dlopen"),
             qPrintable(errorOf(rehearse(rehearsal))));
  }
  void knowsItsParameterFile() {
    const QTemporaryDir directory;
    ExportOptions options = exportOptions();
    options.separateParams = true;
    QVERIFY(
        exportModule(makeModule({"scale_k0"}, kScaleCode), directory.path().toStdString(), options)
            .isOk());
    Rehearsal rehearsal{directory.path().toStdString(), "hand", countingInputs(), {}, runnerPath()};
    QVERIFY(rehearse(rehearsal).isOk());
    QByteArray params = readBytes(directory.filePath("hand.params"));
    QCOMPARE(params.size(), 128);
    params[100] = params[100] == 'a' ? 'b' : 'a';
    writeBytes(directory.filePath("hand.params"), params);
    QVERIFY2(errorOf(rehearse(rehearsal)).contains("is not the parameter file of this model"),
             qPrintable(errorOf(rehearse(rehearsal))));
    QFile::remove(directory.filePath("hand.params"));
    QVERIFY2(errorOf(rehearse(rehearsal)).contains("none was given"),
             qPrintable(errorOf(rehearse(rehearsal))));
  }
  void linksWithoutACompiler() {
    QVERIFY2(QFile::exists("/usr/lib/llvm-19/bin/ld.lld"),
             "lld-19 is missing: scripts/setup installs it");
    const QTemporaryDir directory;
    const QByteArray path = qgetenv("PATH");
    const build::Module module = makeModule({"exp_k0"}, kExpCode);
    qputenv("PATH", "/nonexistent");
    const auto report = exportModule(module, directory.path().toStdString(), exportOptions());
    qputenv("PATH", path);
    QVERIFY2(report.isOk(), qPrintable(errorOf(report)));
    checkLibrary(directory.filePath("hand.so"), "heddle_hand_create");
    QVERIFY(rehearse({directory.path().toStdString(), "hand", countingInputs(), {}, runnerPath()})
                .isOk());
  }
  void linksTheSharedRuntime() {
    const QTemporaryDir directory;
    ExportOptions options = exportOptions();
    options.staticRuntime = false;
    const auto report =
        exportModule(makeModule({"scale_k0"}, kScaleCode), directory.path().toStdString(), options);
    QVERIFY2(report.isOk(), qPrintable(errorOf(report)));
    QVERIFY(QFile::exists(directory.filePath("libheddle_runtime.so.0")));
    QVERIFY(outputOf("readelf", {"-dW", directory.filePath("hand.so")})
                .contains("[libheddle_runtime.so.0]"));
    const auto said =
        rehearse({directory.path().toStdString(), "hand", countingInputs(), {}, runnerPath()});
    QVERIFY2(said.isOk(), qPrintable(errorOf(said)));
  }
  void takesNamesOfAnyKind() {
    const QTemporaryDir directory;
    build::Module module = makeModule({"scale_k0"}, kScaleCode);
    module.name = "../9 nets/v1.2*/";
    const auto report = exportModule(module, directory.path().toStdString(), exportOptions());
    QVERIFY2(report.isOk(), qPrintable(errorOf(report)));
    QCOMPARE(report.value().name, std::string("m.._9_nets_v1.2__"));
    QVERIFY(QFile::exists(directory.filePath("m.._9_nets_v1.2__.so")));
    const auto said = rehearse(
        {directory.path().toStdString(), report.value().name, countingInputs(), {}, runnerPath()});
    QVERIFY2(said.isOk(), qPrintable(errorOf(said)));
  }
  void refusesWhatItCannotDo() {
    const QTemporaryDir directory;
    const std::string path = directory.path().toStdString();
    build::Module module = makeModule({"scale_k0"}, kScaleCode);
    QVERIFY(
        errorOf(exportModule(module, path, exportOptions({"dll"}))).startsWith("export.format"));
    QVERIFY(
        errorOf(exportModule(module, "/proc/nowhere", exportOptions())).startsWith("export.write"));
    ExportOptions noRuntime = exportOptions();
    noRuntime.runtimeLibraryDir = path;
    QVERIFY(errorOf(exportModule(module, path, noRuntime)).startsWith("export.runtime"));
    const std::vector<std::vector<std::byte>> objects = module.objects;
    module.objects.pop_back();
    QVERIFY(errorOf(exportModule(module, path, exportOptions())).contains("no plan"));
    module.objects = {std::vector<std::byte>(30)};
    QVERIFY(errorOf(exportModule(module, path, exportOptions())).startsWith("export.object"));
    module.objects = objects;
    // EM_AARCH64 in the header of the plan's object.
    module.objects.back()[18] = std::byte{183};
    QVERIFY(errorOf(exportModule(module, path, exportOptions())).startsWith("export.target"));
    module.objects = {objects[1]};
    QVERIFY2(errorOf(exportModule(module, path, exportOptions())).startsWith("export.link"),
             qPrintable(errorOf(exportModule(module, path, exportOptions()))));
    QCOMPARE(
        QDir(directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        QStringList());
  }
};
HEDDLE_TEST(ExportTest)

#include "export_test.moc"
