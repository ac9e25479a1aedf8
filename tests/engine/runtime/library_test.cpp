// What the runtime's libraries need, and that the folder builds alone.
// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/support/test_main.h"

namespace {

QString outputOf(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(program, arguments);
  if (!process.waitForFinished(240000) || process.exitCode() != 0)
    return "FAILED " + program + ": " + process.readAll();
  return process.readAll();
}

}  // namespace

class LibraryTest : public QObject {
  Q_OBJECT
 private slots:
  void theArchiveNeedsNoCppLibrary() {
    const QString symbols = outputOf("nm", {"-u", HEDDLE_RUNTIME_ARCHIVE});
    QVERIFY2(symbols.contains("pthread_create"), qPrintable(symbols));
    for (const QString& line : symbols.split('\n')) {
      const QString name = line.trimmed().section(' ', -1);
      const bool isOurs = name.contains("heddle");
      const bool isCpp =
          name.startsWith("_Z") || name.startsWith("__cxa") || name.startsWith("__gxx");
      QVERIFY2(isOurs || !isCpp, qPrintable(name));
    }
  }
  void theSharedLibraryNeedsLibcOnly() {
    const QString dynamic = outputOf("readelf", {"-dW", HEDDLE_RUNTIME_SHARED});
    QVERIFY2(dynamic.contains("libheddle_runtime.so.0"), qPrintable(dynamic));
    for (const QString& line : dynamic.split('\n'))
      if (line.contains("(NEEDED)"))
        QVERIFY2(line.contains("[libc.so") || line.contains("[libm.so"), qPrintable(line));
  }
  void theSharedLibraryExportsItsApiOnly() {
    for (const QString& line :
         outputOf("nm", {"-D", "--defined-only", HEDDLE_RUNTIME_SHARED}).split('\n'))
      if (!line.isEmpty()) QVERIFY2(line.section(' ', -1).startsWith("heddle_"), qPrintable(line));
  }
  void buildsAlone() {
    const QTemporaryDir directory;
    const QString source = QString(HEDDLE_SOURCE_DIR) + "/engine/runtime";
    const QString configured = outputOf("cmake", {"-S", source, "-B", directory.path()});
    QVERIFY2(!configured.startsWith("FAILED"), qPrintable(configured));
    const QString built = outputOf("cmake", {"--build", directory.path(), "-j2"});
    QVERIFY2(!built.startsWith("FAILED"), qPrintable(built));
    QVERIFY(QFile::exists(directory.filePath("libheddle_runtime.a")));
    QVERIFY(QFile::exists(directory.filePath("libheddle_runtime.so")));
  }
};
HEDDLE_TEST(LibraryTest)

#include "library_test.moc"
