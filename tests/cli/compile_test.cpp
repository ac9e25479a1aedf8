// heddle compile: what it leaves, and what the build options change.
// SPDX-License-Identifier: Apache-2.0
#include <QFileInfo>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle::test;

class CompileCommand : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  static QJsonObject report(const QStringList& options) {
    return cli(QStringList{"compile", digits(), "--json"} + options).json();
  }
  static qsizetype groups(const QStringList& options) {
    return report(options)["groups"].toArray().size();
  }

 private slots:
  void leavesAModuleAndAReport() {
    const QString folder = m_directory.filePath("out");
    const Ended ended = cli({"compile", digits(), "-o", folder, "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject kept = QJsonDocument::fromJson(fileBytes(folder + "/report.json")).object();
    QCOMPARE(kept, ended.json());
    QCOMPARE(missing(kept, {"model", "hash", "opt_level", "target", "passes", "groups",
                            "arena_bytes", "compile_seconds"}),
             QString());
    QVERIFY(kept["passes"].toArray().size() > 5);
    for (const QJsonValue& pass : kept["passes"].toArray())
      QCOMPARE(missing(pass.toObject(),
                       {"pass", "nodes", "added", "removed", "changed", "milliseconds"}),
               QString());
    const QJsonDocument plan = QJsonDocument::fromJson(fileBytes(folder + "/plan.json"));
    QVERIFY(plan.isObject());
    QVERIFY(cli({"compile", digits()}).out.contains(" groups, arena "));
  }
  void optimisationMakesFewerGroups() {
    const qsizetype none = groups({"--opt-level", "0"}), all = groups({});
    QVERIFY(none >= 13 && none > all);
    QVERIFY(groups({"-O", "1"}) < none);
    QVERIFY(groups({"--opt-level", "2"}) < none);
    QCOMPARE(groups({"--opt-level", "3"}), all);
    QVERIFY(groups({"--no-fusion"}) > all);
  }
  void passesCanBeLeftOut() {
    const auto ran = [](const QJsonObject& object, const QString& pass) {
      for (const QJsonValue& each : object["passes"].toArray())
        if (each["pass"] == pass) return true;
      return false;
    };
    QVERIFY(ran(report({}), "fold_batch_norm"));
    QVERIFY(!ran(report({"--disable-pass", "fold_batch_norm"}), "fold_batch_norm"));
    // Options may stand before the model, and be repeated.
    const QJsonObject two = cli({"compile", "--json", "--disable-pass", "fold_batch_norm",
                                 "--disable-pass", "fold_constants", digits()})
                                .json();
    QVERIFY(!two.isEmpty() && !ran(two, "fold_batch_norm") && !ran(two, "fold_constants"));
  }
  void fusionsAreForcedAndForbidden() {
    const qsizetype all = groups({});
    QCOMPARE(groups({"--forbid-fusion", "conv1:relu1"}), all + 1);
    QCOMPARE(groups({"--forbid-fusion", "conv1:relu1", "--forbid-fusion", "conv2:relu2"}), all + 2);
    QCOMPARE(groups({"--force-fusion", "conv1:relu1", "--force-fusion", "conv2:relu2"}), all);
    const QList<std::pair<QStringList, QString>> wrong = {
        {{"--force-fusion", "gemm1:softmax1"}, "two anchors"},
        {{"--force-fusion", "conv1:gemm1"}, "gemm1 does not read conv1"},
        {{"--forbid-fusion", "conv1"}, "PRODUCER:CONSUMER"}};
    for (const auto& [options, message] : wrong)
      for (const QString command : {"compile", "explain", "run"}) {
        const Ended ended = cli(QStringList{command, digits()} + options);
        EXPECT_STATUS(ended, 2);
        QVERIFY2(QString(ended.err).contains(message), ended.err.constData());
      }
  }
  void fusionOverridesAreKeptInAWorkspace() {
    const QStringList workspace = {"--workspace", m_directory.filePath("kept.db")};
    const qsizetype all = groups({});
    QCOMPARE(groups(workspace + QStringList{"--forbid-fusion", "conv1:relu1"}), all + 1);
    QCOMPARE(groups(workspace), all + 1);
    QCOMPARE(groups({}), all);
    // What is asked for now wins.
    QCOMPARE(groups(workspace + QStringList{"--force-fusion", "conv1:relu1"}), all);
  }
  void takesInputShapes() {
    for (const QJsonValue& group :
         report({"--input-shapes", "image:[7,1,8,8]"})["groups"].toArray())
      QVERIFY2(group["shape"].toString().startsWith("f32[7,"),
               qPrintable(group["shape"].toString()));
  }
  void saysWhatIsWrongWithShapes() {
    const QList<std::pair<QString, QString>> wrong = {
        {"image", "cannot read input shapes"},
        {"image:[1,2", "cannot read input shapes"},
        {"other:[1]", "the model has no input"},
        {"image:[1,8,8]", "has 4 dimensions"},
        {"image:[1,3,8,8]", "is 1, not 3"},
        {"image:[-1,1,8,8]", "cannot be -1"},
        {"image:[99999999999999999999]", "cannot read"}};
    for (const auto& [shapes, message] : wrong) {
      const Ended ended = cli({"compile", digits(), "--input-shapes", shapes});
      EXPECT_STATUS(ended, 2);
      QVERIFY2(ended.err.contains(message.toUtf8()), ended.err.constData());
    }
  }
  void refusesATargetThatIsNone() {
    for (const char* target :
         {"llvm -mcpu=no-such-cpu", "cuda", "llvm -mtriple=none-such", "llvm -nonsense=1"}) {
      const Ended ended = cli({"compile", digits(), "--target", target});
      EXPECT_STATUS(ended, 2);
      QVERIFY2(ended.err.startsWith("heddle: "), ended.err.constData());
    }
  }
  void saysWhereItCannotWrite() {
    const Ended ended = cli({"compile", digits(), "-o", digits() + "/inside/a/file"});
    QVERIFY(ended.status == 3 || ended.status == 4);
    QVERIFY(!ended.err.isEmpty());
  }
};
HEDDLE_TEST(CompileCommand)

#include "compile_test.moc"
