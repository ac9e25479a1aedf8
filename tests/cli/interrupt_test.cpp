// Every command that can take long ends with 130 when it is interrupted.
// SPDX-License-Identifier: Apache-2.0
#include <signal.h>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class Interrupt : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;
  QString m_model = m_directory.filePath("resnet18.onnx");

  // A process that has not come as far as its handler would just die.
  static bool handles(qint64 process, int signal) {
    static const QRegularExpression caught("SigCgt:\\s*([0-9a-f]+)");
    const auto match = caught.match(fileBytes(QString("/proc/%1/status").arg(process)));
    return (match.captured(1).toULongLong(nullptr, 16) >> (signal - 1)) & 1;
  }
  void checkStopped(const QStringList& arguments, int signal) {
    const QTemporaryDir cache;
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HEDDLE_CACHE", cache.path());
    process.setProcessEnvironment(environment);
    process.start(test::program("heddle"), arguments);
    QVERIFY(process.waitForStarted());
    while (process.state() == QProcess::Running && !handles(process.processId(), signal))
      process.waitForFinished(5);
    process.waitForFinished(400);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(arguments.contains("conformance") ||
            process.readAllStandardError().contains("cancelled"));
  }

 private slots:
  void initTestCase() {
    EXPECT_STATUS(start(test::program("heddle-make-model"), {"resnet18", m_model}), 0);
  }
  void endsWith130_data() {
    QTest::addColumn<QStringList>("arguments");
    const auto add = [](const char* name, const QStringList& arguments) {
      QTest::newRow(name) << arguments;
    };
    const QStringList endless = {"--number", "1000000", "--repeat", "1000"};
    add("compile", {"compile", m_model});
    add("run", QStringList{"run", digits()} + endless);
    add("verify", {"verify", m_model});
    add("profile", QStringList{"profile", digits()} + endless);
    add("compare", QStringList{"compare", digits(), ":O0"} + endless);
    add("export", {"export", m_model, "-o", m_directory.filePath("module")});
    add("print", {"print", m_model, "--stage", "asm"});
    add("lesson", {"lesson", "--size", "64", "--budget", "600"});
    add("conformance", {"conformance", "/usr/share/libonnx-testdata/data/node", "--jobs", "1"});
  }
  void endsWith130() {
    QFETCH(QStringList, arguments);
    if (arguments[0] == "conformance")
      QVERIFY2(QFile::exists(arguments[1]),
               "libonnx-testdata is missing: scripts/setup test installs it");
    checkStopped(arguments, SIGINT);
  }
  void terminationToo() { checkStopped({"verify", m_model}, SIGTERM); }
};
HEDDLE_TEST(Interrupt)

#include "interrupt_test.moc"
