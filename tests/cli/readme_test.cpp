// Every heddle command of the README works as it stands there, and set-up ends.
// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle::test;

class Readme : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

 private slots:
  void initTestCase() {
    QVERIFY(QFile::link(HEDDLE_SOURCE_DIR "/samples", m_directory.filePath("samples")));
  }
  void commandsWork_data() {
    QTest::addColumn<QString>("line");
    const QString text = QString(fileBytes(HEDDLE_SOURCE_DIR "/README.md")).replace("\\\n", " ");
    for (const QString& line : text.split('\n'))
      if (line.startsWith("heddle ")) QTest::newRow(qPrintable(line.simplified())) << line;
  }
  void commandsWork() {
    QFETCH(QString, line);
    const Ended ended = cli(line.simplified().split(' ').mid(1), m_directory.path());
    EXPECT_STATUS(ended, 0);
    QVERIFY(!ended.out.isEmpty());
  }
  void commandsLeaveWhatTheySay() {
    for (const char* file :
         {"trace.json", "profile.csv", "module/digits.so", "module/digits.a", "module/digits.h"})
      QVERIFY2(QFile::exists(m_directory.filePath(file)), file);
  }
  // A name that no package has (a virtual one, say) would be installed anew by every scripts/run.
  void setupHasNothingLeftToDo() {
    if (QStandardPaths::findExecutable("dpkg-query").isEmpty())
      QSKIP("this system has no Debian packages");
    const QString listed = fileBytes(HEDDLE_SOURCE_DIR "/scripts/packages");
    for (const QString& package : listed.split('\n', Qt::SkipEmptyParts)) {
      if (package.startsWith('#')) continue;
      const Ended ended = start("dpkg-query", {"-W", "-f=${db:Status-Status}", package});
      QVERIFY2(ended.out == "installed", qPrintable(package));
    }
  }
};
HEDDLE_TEST(Readme)

#include "readme_test.moc"
