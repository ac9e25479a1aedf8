// heddle export, and its module in the C sample, from an empty directory with an empty environment.
// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class ExportCommand : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;
  QTemporaryDir m_empty;

  QString path(const QString& name) const { return m_directory.filePath(name); }
  void buildSample(const QStringList& libraries, const QString& folder) {
    const Ended built =
        start("cc", QStringList{"-std=c99", "-Wall", "-Werror", "-DMODEL_HEADER=\"digits.h\"",
                                "-DMODEL_CREATE=heddle_digits_create", "-I" + folder,
                                QString(HEDDLE_SOURCE_DIR) + "/samples/deploy/use_module.c"} +
                        libraries + QStringList{"-Wl,-rpath," + folder, "-o", path("program")});
    EXPECT_STATUS(built, 0);
  }
  // Bit for bit what `heddle run` says.
  void checkSample(const QStringList& more = {}) {
    const QString results = path("results");
    QDir(results).removeRecursively();
    QVERIFY(QDir().mkpath(results));
    const Ended ran =
        start(path("program"), QStringList{"image=" + path("image.npy"), "--save", results} + more,
              m_empty.path(), true);
    EXPECT_STATUS(ran, 0);
    const Tensor expected = arrays(path("expected.npz"))["probabilities"];
    const auto bytes = expected.bytes();
    QCOMPARE(fileBytes(results + "/output0.bin"),
             QByteArray(reinterpret_cast<const char*>(bytes.data()),
                        static_cast<qsizetype>(bytes.size())));
  }

 private slots:
  void initTestCase() {
    Tensor image = Tensor::allocate(ElementType::f32, {1, 1, 8, 8}).value();
    const Tensor all = arrays(digits("digits_inputs.npz"))["image"];
    for (int64_t i = 0; i < 64; ++i) image.setFromDouble(i, all.valueAsDouble(64 * 7 + i));
    QVERIFY(writeNpy(path("image.npy").toStdString(), image).isOk());
    QVERIFY(writeNpz(path("image.npz").toStdString(), {{"image", image}}).isOk());
    EXPECT_STATUS(
        cli({"run", digits(), "--inputs", path("image.npz"), "--outputs", path("expected.npz")}),
        0);
  }
  void sharedLibraryIsRehearsedAndRuns() {
    const QString folder = path("so");
    const Ended ended = cli({"export", digits(), "-o", folder, "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(missing(object, {"files", "bytes", "required_features", "rehearsed", "rehearsal"}),
             QString());
    QVERIFY(object["rehearsed"].toBool());
    QVERIFY(!object["rehearsal"].toString().isEmpty());
    for (const char* name :
         {"digits.so", "digits.h", "heddle.h", "digits.json", "digits.pc", "digitsConfig.cmake"})
      QVERIFY2(QFile::exists(folder + "/" + name), name);
    buildSample({folder + "/digits.so"}, folder);
    checkSample();
  }
  void archiveAndObjectRun() {
    const QString folder = path("static");
    EXPECT_STATUS(cli({"export", digits(), "-o", folder, "--format", "a,o"}), 0);
    QVERIFY(!QFile::exists(folder + "/digits.so"));
    buildSample({folder + "/digits.a", "-lm", "-lpthread"}, folder);
    checkSample();
    buildSample({folder + "/digits.o", QString(HEDDLE_BINARY_DIR) + "/lib/libheddle_runtime.a",
                 "-lm", "-lpthread"},
                folder);
    checkSample();
  }
  void parametersInAFileOfTheirOwn() {
    const QString folder = path("separate");
    EXPECT_STATUS(cli({"export", digits(), "-o", folder, "--separate-params"}), 0);
    QVERIFY(QFile::exists(folder + "/digits.params"));
    buildSample({folder + "/digits.so"}, folder);
    checkSample({"--params", folder + "/digits.params"});
  }
  void asksForAFolder() {
    EXPECT_STATUS(cli({"export", digits()}), 2);
    EXPECT_STATUS(cli({"export", digits(), "-o", path("x"), "--format", "exe"}), 2);
    const Ended ended = cli({"export", digits(), "-o", digits() + "/x"});
    QVERIFY(ended.status == 3 || ended.status == 4);
    QVERIFY(!ended.err.isEmpty());
  }
};
HEDDLE_TEST(ExportCommand)

#include "export_test.moc"
