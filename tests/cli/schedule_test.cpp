// heddle schedule: what it lists, applies, explains, compares, replays, measures and keeps.
// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class ScheduleCommand : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  static Ended schedule(const QStringList& options) {
    return cli(QStringList{"schedule", "--workload", "matmul:16,32,8", "--json"} + options);
  }

 private slots:
  void listsPrimitivesAndGroups() {
    const Ended primitives = cli({"schedule", "--primitives", "--json"});
    EXPECT_STATUS(primitives, 0);
    QVERIFY(primitives.json()["primitives"].toArray().size() >= 35);
    const Ended groups = cli({"schedule", digits(), "--json"});
    EXPECT_STATUS(groups, 0);
    const QJsonArray list = groups.json()["groups"].toArray();
    QCOMPARE(list.size(), 9);
    for (const QJsonValue& group : list)
      QCOMPARE(missing(group.toObject(), {"group", "shape", "workload", "shared_by", "current",
                                          "chosen", "trace", "peak_gflops", "states"}),
               QString());
  }
  void showsAGroup() {
    const Ended ended = cli({"schedule", digits(), "--group", "conv_relu_3", "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(missing(object, {"history", "program", "prediction"}), QString());
    QVERIFY(object["program"]["tree"].toArray().size() > 10);
    const Ended none = cli({"schedule", digits(), "--group", "nobody"});
    EXPECT_STATUS(none, 2);
    EXPECT_STATUS(cli({"schedule"}), 2);
  }
  void appliesExplainsAndShows() {
    const Ended applied =
        schedule({"--state", "0", "--apply", "n_o, n_i = split(loop=matmul.n, factors=[-1, 16])",
                  "--apply", "vectorize(loop=n_i)", "--name", "mine", "--show", "program,asm"});
    EXPECT_STATUS(applied, 0);
    const QJsonObject history = applied.json()["history"].toObject();
    QCOMPARE(history["current"].toInt(), 3);
    QCOMPARE(history["states"][3]["name"].toString(), QString("mine"));
    QVERIFY(applied.json()["program"]["text"].toString().contains("vectorized(16)"));
    QVERIFY(applied.json()["asm"].toString().contains("ret"));
    const Ended refused = schedule({"--state", "0", "--apply", "unroll(loop=matmul.k)", "--apply",
                                    "split(loop=matmul.n, factors=[0, 1000000000000000000])"});
    EXPECT_STATUS(refused, 3);
    QCOMPARE(refused.json()["error"]["code"].toString(), QString("schedule.split.factors"));
    QVERIFY(refused.json()["error"]["where"].toString().startsWith("--apply 2"));
    const Ended explained = schedule({"--state", "0", "--explain", "vectorize(loop=matmul.k)"});
    EXPECT_STATUS(explained, 0);
    const QJsonObject why = explained.json()["explained"].toObject();
    QCOMPARE(why["applies"].toBool(true), false);
    QVERIFY(why["counter_example"].toString().contains("k = 0"));
    QVERIFY(!why["alternative"].toArray().isEmpty());
    const Ended applicable = schedule({"--state", "0", "--applicable", "matmul.n"});
    EXPECT_STATUS(applicable, 0);
    QVERIFY(applicable.json()["applicable"].toArray().size() >= 10);
    EXPECT_STATUS(schedule({"--applicable", "nothing"}), 3);
  }
  void measuresComparesSavesAndReplays() {
    const QString file = m_directory.filePath("s.trace");
    const Ended measured = schedule({"--measure", "--budget", "0", "--save", file});
    EXPECT_STATUS(measured, 0);
    QCOMPARE(missing(measured.json()["measured"].toObject(),
                     {"time", "noise_floor", "gflops", "gbytes_per_second", "share_of_peak",
                      "of_tolerance"}),
             QString());
    const Ended replayed =
        cli({"schedule", "--replay", file, "--diff", "0", "1", "--budget", "0", "--json"});
    EXPECT_STATUS(replayed, 0);
    const QJsonObject compared = replayed.json()["comparison"].toObject();
    QCOMPARE(missing(compared, {"a", "b", "ratio", "ratio_low", "ratio_high", "is_different",
                                "verdict", "speed_a", "speed_b", "predicted_a", "predicted_b",
                                "counters", "absent_counters", "trace", "program"}),
             QString());
    QFile cut(m_directory.filePath("cut.trace"));
    QVERIFY(cut.open(QIODevice::WriteOnly));
    const QByteArray whole = fileBytes(file);
    cut.write(whole.left(whole.size() - 12));
    cut.close();
    const Ended bad = cli({"schedule", "--replay", cut.fileName(), "--json"});
    EXPECT_STATUS(bad, 3);
    QVERIFY(bad.json()["error"]["where"].toString().contains("line "));
    EXPECT_STATUS(cli({"schedule", "--replay", m_directory.filePath("none.trace")}), 3);
    EXPECT_STATUS(cli({"schedule", "--workload", "matmul:0,1,1"}), 2);
  }
  void whatIsChosenIsBuiltFromThenOn() {
    const QString workspace = m_directory.filePath("w.db");
    const QStringList common = {digits(), "--workspace", workspace, "--json"};
    const Ended chosen = cli(QStringList{"schedule"} + common +
                             QStringList{"--group", "conv_relu_3", "--state", "0", "--choose"});
    EXPECT_STATUS(chosen, 0);
    QCOMPARE(chosen.json()["history"]["chosen"].toInt(-1), 0);
    const Ended printed = cli(QStringList{"print"} + common +
                              QStringList{"--stage", "schedule", "--group", "conv_relu_3"});
    EXPECT_STATUS(printed, 0);
    QCOMPARE(printed.json()["texts"][0]["text"].toString(), QString());
    EXPECT_STATUS(cli(QStringList{"verify"} + common), 0);
    EXPECT_STATUS(
        cli(QStringList{"schedule"} + common + QStringList{"--group", "conv_relu_3", "--default"}),
        0);
    const Ended again = cli(QStringList{"print"} + common +
                            QStringList{"--stage", "schedule", "--group", "conv_relu_3"});
    QVERIFY(!again.json()["texts"][0]["text"].toString().isEmpty());
  }
};
HEDDLE_TEST(ScheduleCommand)

#include "schedule_test.moc"
