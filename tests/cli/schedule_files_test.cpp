// --schedule GROUP=FILE: what is built with it, and what is said of files that are wrong.
// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class ScheduleFiles : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;
  QByteArray m_default;  // the default schedule of conv_relu_3, as it is saved

  QString path(const QString& name) const { return m_directory.filePath(name); }
  QString written(const QByteArray& bytes) const {
    QFile file(path("written.trace"));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("no file");
    return file.fileName();
  }
  static QStringList with(const QString& file) { return {"--schedule", "conv_relu_3=" + file}; }
  QByteArray withHead(const QByteArray& key, const QByteArray& line) const {
    QByteArray out;
    for (const QByteArray& old : m_default.split('\n'))
      out += (old.startsWith("# " + key) ? line : old) + '\n';
    return out;
  }

 private slots:
  void initTestCase() {
    for (const auto& [state, name] : {std::pair{"1", "default.trace"}, {"0", "plain.trace"}})
      EXPECT_STATUS(cli({"schedule", digits(), "--group", "conv_relu_3", "--state", state,
                         "--save", path(name)}),
                    0);
    m_default = fileBytes(path("default.trace"));
    QVERIFY(m_default.contains("\n# steps "));
  }
  void everyCommandBuildsWithIt() {
    const QStringList choice = with(path("plain.trace"));
    const QStringList print = {"print", digits(),  "--stage", "schedule",
                               "--group", "conv_relu_3", "--json"};
    QVERIFY(!cli(print).json()["texts"][0]["text"].toString().isEmpty());
    QCOMPARE(cli(print + choice).json()["texts"][0]["text"].toString(), QString());
    EXPECT_STATUS(cli(QStringList{"verify", digits()} + choice), 0);
    EXPECT_STATUS(cli(QStringList{"compile", digits(), "-o", path("built")} + choice), 0);
    const QStringList short_ = {"--number", "1", "--repeat", "1", "--warmup", "0", "--json"};
    const Ended profiled = cli(QStringList{"profile", digits()} + short_ + choice);
    EXPECT_STATUS(profiled, 0);
    const QString command = profiled.json()["total"]["command"].toString();
    QVERIFY2(command.contains("--schedule 'conv_relu_3="), qPrintable(command));
    // What a run computes is the same, whatever its schedule.
    for (const auto& [name, more] : {std::pair{"a.npz", QStringList()}, {"b.npz", choice}})
      EXPECT_STATUS(cli(QStringList{"run", digits(), "--inputs", digits("digits_inputs.npz"),
                                    "--outputs", path(name)} +
                        more),
                    0);
    QVERIFY(distance(arrays(path("a.npz")).at("probabilities"),
                     arrays(path("b.npz")).at("probabilities")) < 1e-5);
    const Ended compared =
        cli(QStringList{"compare", digits(), ":schedule=conv_relu_3=" + path("plain.trace")} +
            short_);
    EXPECT_STATUS(compared, 0);
    QVERIFY(compared.json()["name_b"].toString() != compared.json()["name_a"].toString());
    EXPECT_STATUS(cli(QStringList{"export", digits(), "-o", path("module")} + choice), 0);
  }
  void asksForWhatCanBeMeant() {
    const QString file = path("plain.trace");
    const QList<std::pair<QStringList, QString>> wrong = {
        {{"--schedule", file}, "GROUP=FILE"},
        {{"--schedule", "nobody=" + file}, "no group \"nobody\""},
        {with(file) + QStringList{"--no-schedule"}, "without schedules"},
        {with(file) + with(path("default.trace")), "given two schedules"}};
    for (const auto& [options, message] : wrong) {
      const Ended ended = cli(QStringList{"verify", digits()} + options);
      EXPECT_STATUS(ended, 2);
      QVERIFY2(QString(ended.err).contains(message), ended.err.constData());
    }
  }
  void badFilesAreRefusedAtTheirStep_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("requirement");
    const auto row = [](const char* name, const QByteArray& bytes, const char* place,
                        const char* requirement) {
      QTest::newRow(name) << bytes << place << requirement;
    };
    row("another workload", withHead("kind", "# kind matmul/matmul m n k;"), "line 5",
        "another kind of group");
    row("another version", withHead("heddle schedule", "# heddle schedule 9"), "line 1",
        "version 9");
    row("missing loop", "unroll(loop=conv.kh)\nunroll(loop=conv.gone)\n", "line 2, unroll",
        "no loop is named conv.gone");
    row("factor 0", "split(loop=conv.oc, factors=[-1, 0])\n", "line 1, split", "factor");
    row("factor 10^18", "split(loop=conv.oc, factors=[-1, 1000000000000000000])\n",
        "line 1, split", "factor");
    row("factor 10^30", "split(loop=conv.oc, factors=[-1, 1" + QByteArray(30, '0') + "])\n",
        "line 1, column", "in the step split");
    row("100,000 steps", QByteArray("unroll(loop=conv.kh)\n").repeated(100000),
        "line 2001, step 2001", "at most 2000 steps");
    const QByteArray whole = m_default.trimmed();
    row("cut in a step", whole.left(whole.lastIndexOf('(') + 3), "line ", "in the step ");
    row("cut between steps", whole.left(whole.lastIndexOf('\n')), "line ", "it was cut");
    row("cut in the head", whole.left(40), "line ", "cut");
    row("empty", "", "line 0", "before its first step");
    row("no kernel", "set_scope(buffer=conv_sum, scope=\"registers\")\n", "written.trace",
        "registers");
  }
  void badFilesAreRefusedAtTheirStep() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, place);
    QFETCH(QString, requirement);
    const QString file = written(bytes);
    const Ended chosen = cli(QStringList{"compile", digits(), "--json"} + with(file));
    EXPECT_STATUS(chosen, 3);
    const QJsonObject error = chosen.json()["error"].toObject();
    const QString where = error["where"].toString();
    QVERIFY2(where.startsWith(file) && where.contains(place), chosen.err.constData());
    QVERIFY2(QString(chosen.err).contains(requirement), chosen.err.constData());
    if (place == "written.trace") return;  // a schedule, though no kernel can be made of it
    // The editor says the same, and what it had stays.
    const QString workspace = path("w.db");
    const QStringList group = {digits(), "--group", "conv_relu_3", "--workspace", workspace,
                               "--json"};
    const Ended replayed = cli(QStringList{"schedule"} + group + QStringList{"--replay", file});
    EXPECT_STATUS(replayed, 3);
    QCOMPARE(replayed.json()["error"].toObject()["where"].toString(), where);
    const QJsonObject after = cli(QStringList{"schedule"} + group).json()["history"].toObject();
    QCOMPARE(after["current"].toInt(-1), 1);
    QCOMPARE(after["states"].toArray().size(), 2);
  }
};
HEDDLE_TEST(ScheduleFiles)

#include "schedule_files_test.moc"
