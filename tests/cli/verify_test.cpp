// heddle verify: what passes, what does not, and stopping it.
// SPDX-License-Identifier: Apache-2.0
#include <signal.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class VerifyCommand : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  static void checkStatusWhenStopped(const QStringList& arguments, int number) {
    QProcess process;
    process.start(test::program("heddle"), arguments);
    QVERIFY(process.waitForStarted());
    QThread::msleep(1500);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(process.processId()), number);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardError().contains("cancelled"));
  }

 private slots:
  void everyLayerAgrees() {
    const Ended ended = cli({"verify", digits(), "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(missing(object, {"passed", "reference", "rtol", "atol", "rows", "culprit_pass",
                              "culprit_reason"}),
             QString());
    QCOMPARE(object["passed"].toBool(), true);
    const QJsonArray rows = object["rows"].toArray();
    QVERIFY(rows.size() >= 9);
    double before = 1e300;
    for (const QJsonValue& row : rows) {
      QCOMPARE(missing(row.toObject(), {"name", "op", "group", "max_abs_error", "max_rel_error",
                                        "of_tolerance", "passed"}),
               QString());
      QVERIFY(row["passed"].toBool());
      QVERIFY(row["of_tolerance"].toDouble() <= before);
      before = row["of_tolerance"].toDouble();
    }
  }
  void agreesWithExpectedOutputs() {
    const Ended ended = cli({"verify", digits(), "--inputs", digits("digits_inputs.npz"),
                             "--expected", digits("digits_expected.npz")});
    EXPECT_STATUS(ended, 0);
    QVERIFY(ended.out.contains("output probabilities against the expected one"));
    QVERIFY(ended.out.contains(" agree with the interpreter and expected outputs"));
  }
  void tellsWrongExpectedOutputs() {
    auto expected = arrays(digits("digits_expected.npz"));
    expected["probabilities"].setFromDouble(17, 0.25);
    const QString npz = m_directory.filePath("wrong.npz");
    QVERIFY(writeNpz(npz.toStdString(), expected).isOk());
    const QStringList line = {"verify",     digits(), "--inputs", digits("digits_inputs.npz"),
                              "--expected", npz};
    const Ended ended = cli(line);
    EXPECT_STATUS(ended, 1);
    QVERIFY(ended.out.contains("WRONG"));
    QVERIFY(ended.out.contains("NOT all "));
    QCOMPARE(cli(line + QStringList{"--json"}).json()["passed"].toBool(true), false);
    EXPECT_STATUS(cli(line + QStringList{"--atol", "1"}), 0);
  }
  void toleranceOfNothingFails() {
    const Ended ended = cli({"verify", digits(), "--rtol", "0", "--atol", "0", "--inputs",
                             digits("digits_inputs.npz"), "--bisect"});
    EXPECT_STATUS(ended, 1);
    QVERIFY2(ended.out.contains("introduced by "), ended.out.constData());
  }
  void refusesExpectedOutputsOfAnotherModel() {
    const QString npz = m_directory.filePath("other.npz");
    QVERIFY(writeNpz(npz.toStdString(),
                     {{"scores", Tensor::allocate(ElementType::f32, {1, 10}).value()}})
                .isOk());
    const Ended ended = cli({"verify", digits(), "--expected", npz});
    EXPECT_STATUS(ended, 3);
    QVERIFY(ended.err.contains("no output \"scores\""));
  }
  void isCancelledBySignals() {
    const QString model = m_directory.filePath("resnet50.onnx");
    EXPECT_STATUS(start(test::program("heddle-make-model"), {"resnet50", model}), 0);
    checkStatusWhenStopped({"verify", model}, SIGINT);
    checkStatusWhenStopped({"verify", model}, SIGTERM);
  }
};
HEDDLE_TEST(VerifyCommand)

#include "verify_test.moc"
