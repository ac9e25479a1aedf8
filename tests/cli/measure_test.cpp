// heddle profile and heddle compare: what they write, not how long anything takes.
// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <cmath>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle::test;

class MeasureCommands : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  static QStringList short_() { return {"--warmup", "1", "--number", "1", "--repeat", "15"}; }

 private slots:
  void profileHasDocumentedKeys() {
    const Ended ended = cli(QStringList{"profile", digits(), "--json"} + short_());
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(
        missing(object, {"total", "rows", "absent_counters", "arena_bytes", "bytes_without_reuse",
                         "memory", "peak_gflops", "peak_gbytes_per_second"}),
        QString());
    double share = 0;
    for (const QJsonValue& row : object["rows"].toArray()) {
      QCOMPARE(missing(row.toObject(),
                       {"group", "name", "shape", "milliseconds", "low", "high", "share", "gflops",
                        "gbytes_per_second", "share_of_peak", "calls", "bound_by", "counters"}),
               QString());
      QCOMPARE(row["calls"].toInt(), 1);
      share += row["share"].toDouble();
    }
    QVERIFY(std::fabs(share - 1) < 1e-6);
    QCOMPARE(object["total"]["samples"].toArray().size(), 15);
    QVERIFY(object["arena_bytes"].toInt() > 0);
    QVERIFY(object["arena_bytes"].toInt() <= object["bytes_without_reuse"].toInt());
    for (const QJsonValue& buffer : object["memory"].toArray()) {
      QVERIFY(buffer["offset"].toInt() + buffer["bytes"].toInt() <= object["arena_bytes"].toInt());
      QVERIFY(buffer["first_step"].toInt() <= buffer["last_step"].toInt());
    }
    for (const QString& counter : object["absent_counters"].toObject().keys())
      QVERIFY(!object["absent_counters"][counter].toString().isEmpty());
  }
  void profileWritesTraceAndTable() {
    const QString trace = m_directory.filePath("trace.json"),
                  csv = m_directory.filePath("profile.csv");
    const Ended ended =
        cli(QStringList{"profile", digits(), "--trace", trace, "--csv", csv} + short_());
    EXPECT_STATUS(ended, 0);
    QVERIFY(ended.out.contains("latency ") && ended.out.contains("arena "));
    const QJsonArray events =
        QJsonDocument::fromJson(fileBytes(trace)).object()["traceEvents"].toArray();
    QVERIFY(events.size() >= 8);
    for (const QJsonValue& event : events) {
      QCOMPARE(event["ph"].toString(), QString("X"));
      QVERIFY(event["dur"].toDouble(-1) >= 0 && event["ts"].toDouble(-1) >= 0);
      QVERIFY(!event["name"].toString().isEmpty());
    }
    const QList<QByteArray> lines = fileBytes(csv).trimmed().split('\n');
    QVERIFY2(lines[0].startsWith("group,time,"), lines[0].constData());
    const qsizetype rows = cli({"explain", digits(), "--json"}).json()["groups"].toArray().size();
    QCOMPARE(lines.size(), rows + 1);
  }
  void profileSaysWhereItCannotWrite() {
    const Ended ended =
        cli(QStringList{"profile", digits(), "--csv", m_directory.filePath("no/such/f.csv")} +
            short_());
    EXPECT_STATUS(ended, 3);
    QVERIFY(ended.err.contains("no/such/f.csv"));
  }
  void compareAddsUp() {
    const Ended ended = cli(QStringList{"compare", digits(), ":no-fusion", "--json"} + short_());
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(missing(object, {"name_a", "name_b", "a", "b", "ratio", "ratio_low", "ratio_high",
                              "different", "verdict", "blocks", "rows", "residual_milliseconds"}),
             QString());
    double sum = object["residual_milliseconds"].toDouble();
    for (const QJsonValue& row : object["rows"].toArray()) {
      QCOMPARE(missing(row.toObject(), {"name", "milliseconds_a", "milliseconds_b", "delta"}),
               QString());
      sum += row["delta"].toDouble();
    }
    const double endToEnd = object["b"]["median"].toDouble() - object["a"]["median"].toDouble();
    QVERIFY(std::fabs(sum - endToEnd) < 1e-9 + 1e-6 * std::fabs(endToEnd));
    QVERIFY(object["ratio_low"].toDouble() <= object["ratio"].toDouble());
    QVERIFY(object["ratio"].toDouble() <= object["ratio_high"].toDouble());
    // Pairs that other work disturbed do not count; on a busy machine none may be left.
    const qsizetype samples = object["a"]["samples"].toArray().size();
    QVERIFY(samples >= 15 && object["b"]["samples"].toArray().size() == samples);
    QVERIFY(object["blocks"].toInt(-1) >= 0 && object["blocks"].toInt() <= samples);
    QCOMPARE(object["different"].toBool(),
             !object["verdict"].toString().contains("no difference shown"));
  }
  void compareReadsBuildOptions() {
    const Ended ended = cli(QStringList{"compare", digits() + ":O0,no-schedule",
                                        digits() + ":O3,without=fold_batch_norm"} +
                            short_());
    EXPECT_STATUS(ended, 0);
    QVERIFY2(ended.out.startsWith("A: O0"), ended.out.constData());
    QVERIFY(ended.out.contains("residual"));
    QVERIFY(ended.out.contains("end to end"));
    const Ended wrong = cli({"compare", digits(), digits() + ":O9"});
    EXPECT_STATUS(wrong, 3);
  }
};
HEDDLE_TEST(MeasureCommands)

#include "measure_test.moc"
