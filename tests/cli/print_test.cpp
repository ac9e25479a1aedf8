// heddle print: every form of every group, and what the forms say of each other.
// SPDX-License-Identifier: Apache-2.0
#include <QRegularExpression>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class PrintCommand : public QObject {
  Q_OBJECT
  using Texts = std::map<std::pair<QString, QString>, std::string>;  // by stage and group
  QTemporaryDir m_directory;

  static Texts texts(const QStringList& options, const QString& model = digits()) {
    Texts out;
    const QJsonObject object = cli(QStringList{"print", model, "--json"} + options).json();
    for (const QJsonValue& text : object["texts"].toArray())
      out[{text["stage"].toString(), text["group"].toString()}] =
          text["text"].toString().toStdString();
    return out;
  }
  static QStringList groups(const QString& model = digits()) {
    QStringList out;
    for (const QJsonValue& group : cli({"explain", model, "--json"}).json()["groups"].toArray())
      out.append(group["name"].toString());
    return out;
  }

 private slots:
  void everyStageOfEveryGroup() {
    const Texts all = texts({"--stage", "graph,fused,loops,schedule,lowered,llvm,asm"});
    QVERIFY(!all.at({"graph", ""}).empty() && !all.at({"fused", ""}).empty());
    QVERIFY(all.at({"graph", ""}) != all.at({"fused", ""}));
    for (const QString& group : groups())
      for (const char* stage : {"loops", "trace", "schedule", "lowered", "llvm", "asm"}) {
        const auto it = all.find({stage, group});
        QVERIFY2(it != all.end() && !it->second.empty(),
                 qPrintable(QString(stage) + " of " + group));
      }
    QVERIFY(all.at({"llvm", "gemm_8"}).find("define ") != std::string::npos);
    QVERIFY(all.at({"asm", "gemm_8"}).find("ret") != std::string::npos);
  }
  void oneGroup() {
    const Ended ended = cli({"print", "--group", "softmax_9", "--stage", "schedule", digits()});
    EXPECT_STATUS(ended, 0);
    QVERIFY(ended.out.contains("# schedule of softmax_9\n"));
    QVERIFY(!ended.out.contains("gemm_8"));
    const Ended none = cli({"print", digits(), "--stage", "loops", "--group", "nothing"});
    EXPECT_STATUS(none, 2);
    QVERIFY(none.err.contains("there is no group \"nothing\""));
    EXPECT_STATUS(cli({"print", digits(), "--stage", "tokens"}), 2);
  }
  void beforeAndAfterEveryPass() {
    for (const char* pass :
         {"fold_batch_norm", "inline_blocks", "vectorize_loops", "promote_registers"}) {
      const Ended ended = cli({"print", digits(), "--pass", pass, "--json"});
      EXPECT_STATUS(ended, 0);
      const QJsonArray printed = ended.json()["texts"].toArray();
      QVERIFY(printed.size() >= 2);
      QCOMPARE(printed[0]["stage"].toString(), QString("before ") + pass);
      QCOMPARE(printed[1]["stage"].toString(), QString("after ") + pass);
    }
    const Ended none = cli({"print", digits(), "--pass", "wish"});
    EXPECT_STATUS(none, 2);
    QVERIFY(none.err.contains("no pass \"wish\" ran"));
  }
  void targetsUseTheirRegisters() {
    const auto widest = [](const char* cpu) {
      std::string code;
      for (const auto& [key, text] :
           texts({"--stage", "asm", "--target", QString("llvm -mcpu=") + cpu}))
        code += text;
      return code.find("zmm") != std::string::npos   ? 512
             : code.find("ymm") != std::string::npos ? 256
             : code.find("xmm") != std::string::npos ? 128
                                                     : 0;
    };
    QCOMPARE(widest("x86-64-v2"), 128);
    QCOMPARE(widest("x86-64-v3"), 256);
    QCOMPARE(widest("x86-64-v4"), 512);
  }
};
HEDDLE_TEST(PrintCommand)

#include "print_test.moc"
