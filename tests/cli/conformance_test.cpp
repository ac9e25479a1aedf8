// ONNX's own tests through the default path, compiled and run in the runner: nothing wrong, no
// crash, what the interpreter computes as well agrees, and no fewer pass than the scoreboard says.
// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle::test;

class Conformance : public QObject {
  Q_OBJECT

  // "pass" of the row; -1 when there is none.
  static int recorded(const QString& row) {
    const QString board = fileBytes(HEDDLE_SOURCE_DIR "/tests/conformance/SCOREBOARD.md");
    const QRegularExpression line("\\| " + QRegularExpression::escape(row) + " \\| (\\d+) \\|");
    const auto match = line.match(board);
    return match.hasMatch() ? match.captured(1).toInt() : -1;
  }

 private slots:
  void compiled_data() {
    QTest::addColumn<QString>("folder");
    for (const char* folder : {"node", "pytorch-converted", "pytorch-operator", "simple"})
      QTest::newRow(folder) << folder;
  }
  void compiled() {
    QFETCH(QString, folder);
    const QString path = "/usr/share/libonnx-testdata/data/" + folder;
    QVERIFY2(QFile::exists(path), "libonnx-testdata is missing: scripts/setup test installs it");
    const Ended ended = cli({"conformance", path, "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject counts = ended.json()["counts"].toObject();
    QCOMPARE(counts["wrong"].toInt(-1), 0);
    QCOMPARE(counts["crash"].toInt(-1), 0);
    const int floor = recorded("Debian 1.12, " + folder);
    QVERIFY(floor > 0);
    QVERIFY2(counts["pass"].toInt() >= floor,
             qPrintable(QString("%1 of %2").arg(counts["pass"].toInt()).arg(floor)));
    // Refusing what the interpreter computes is the one way to differ.
    for (const QJsonValue& test : ended.json()["tests"].toArray())
      if (test["outcome"] != "excluded" && test["interpreter"] != test["outcome"])
        QVERIFY2(test["outcome"] == "refused" && test["interpreter"] == "pass",
                 qPrintable(test["name"].toString()));
  }
};
HEDDLE_TEST(Conformance)

#include "conformance_test.moc"
