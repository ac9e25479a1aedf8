// What every command says to nonsense: one clear message and the right status, and never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle::test;

class BadInput : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  QString write(const QString& name, const QByteArray& bytes) {
    QFile file(m_directory.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                : QString();
  }
  static QList<QStringList> commandsOn(const QString& model) {
    return {{"inspect", model}, {"compile", model},        {"run", model},
            {"verify", model},  {"profile", model},        {"explain", model},
            {"print", model},   {"compare", model, ":O0"}, {"export", model, "-o", model + ".out"}};
  }
  // The commands that the help names, in its order.
  static QStringList commandsOf(const QByteArray& help) {
    QStringList out;
    for (const QByteArray& line : help.mid(help.indexOf("Subcommands:")).split('\n'))
      if (line.startsWith("  ") && line.size() > 2 && line[2] != ' ')
        out.append(line.mid(2).split(' ')[0]);
    return out;
  }
  static void checkRefused(const QString& model, const char* message) {
    for (const QStringList& command : commandsOn(model)) {
      const Ended ended = cli(command);
      EXPECT_STATUS(ended, 3);
      QVERIFY2(ended.err.startsWith("heddle: "), ended.err.constData());
      QVERIFY2(ended.err.contains(message), ended.err.constData());
      QVERIFY(ended.err.count('\n') <= 2);
      QVERIFY(ended.out.isEmpty());
      const Ended json = cli(command + QStringList{"--json"});
      EXPECT_STATUS(json, 3);
      QCOMPARE(missing(json.json()["error"].toObject(), {"code", "message", "where", "hint"}),
               QString());
    }
  }

 private slots:
  void missingFile() { checkRefused(m_directory.filePath("missing.onnx"), "missing.onnx"); }
  void emptyFile() { checkRefused(write("empty.onnx", {}), "empty.onnx"); }
  void directory() { checkRefused(m_directory.path(), m_directory.path().toUtf8().constData()); }
  void truncatedFile() {
    const QByteArray whole = fileBytes(digits());
    checkRefused(write("truncated.onnx", whole.left(whole.size() / 2)), "truncated.onnx");
  }
  void anotherFormat() { checkRefused(digits("images/0_1.png"), "0_1.png"); }
  // Nothing that the user gave is wrong here.
  void incompleteInstallation() {
    const QString alone = m_directory.filePath("heddle");
    QVERIFY(QFile::copy(program("heddle"), alone));
    const Ended ended = start(alone, {"run", digits()});
    EXPECT_STATUS(ended, 4);
    QVERIFY2(ended.err.contains("heddle-runner"), ended.err.constData());
  }
  void workspaceThatIsNone() {
    const QString workspace = write("workspace", "this is no database");
    const Ended ended = cli({"run", digits(), "--workspace", workspace});
    EXPECT_STATUS(ended, 0);
    const QString good = m_directory.filePath("good.sqlite");
    EXPECT_STATUS(cli({"run", digits(), "--workspace", good}), 0);
    QVERIFY(fileBytes(good).startsWith("SQLite format 3"));
  }
  void wrongUsage() {
    const QList<QStringList> wrong = {{},
                                      {"fly"},
                                      {"run"},
                                      {"run", digits(), "--no-such-option"},
                                      {"run", digits(), "--threads", "0"},
                                      {"run", digits(), "--threads", "many"},
                                      {"run", digits(), "--repeat", "0"},
                                      {"compile", digits(), "--opt-level", "4"},
                                      {"compile", digits(), "--disable-pass"},
                                      {"verify", digits(), "--rtol", "-1"},
                                      {"explain", digits(), "--edge", "one"},
                                      {"inspect", digits(), digits()}};
    for (const QStringList& line : wrong) {
      const Ended ended = cli(line);
      EXPECT_STATUS(ended, 2);
      QVERIFY2(!ended.err.isEmpty() && ended.out.isEmpty(), qPrintable(line.join(' ')));
    }
  }
  void helpAndVersion() {
    const Ended help = cli({"--help"});
    EXPECT_STATUS(help, 0);
    const Ended version = cli({"--version"});
    EXPECT_STATUS(version, 0);
    QVERIFY(version.out.startsWith("heddle "));
    const QStringList commands = commandsOf(help.out);
    for (const char* command : {"inspect", "compile", "run", "verify", "profile", "compare",
                                "export", "explain", "print", "conformance"})
      QVERIFY2(commands.contains(command), command);
    for (const QString& command : commands) {
      const Ended each = cli({command, "--help"});
      EXPECT_STATUS(each, 0);
      QVERIFY(each.out.contains("--json"));
    }
  }
  // The man page and the completion know every command and option of the program.
  void manPageAndCompletionAreComplete() {
    const QString resources = QString(HEDDLE_SOURCE_DIR) + "/resources/";
    const QString man = QString(fileBytes(resources + "man/heddle.1")).remove('\\');
    const auto completed = [&](const QString& command) {
      const QString words = command.isEmpty() ? "heddle ''" : "heddle " + command + " --";
      const QString script = "complete() { :; }; source " + resources +
                             "completion/heddle.bash; COMP_WORDS=(" + words +
                             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _heddle; "
                             "printf '%s\\n' \"${COMPREPLY[@]}\"";
      return QString(start("/bin/bash", {"-c", script}).out).split('\n');
    };
    static const QRegularExpression option("--[a-z][a-z-]*");
    for (const QString& command : commandsOf(cli({"--help"}).out)) {
      auto matches = option.globalMatch(cli({command, "--help"}).out);
      while (matches.hasNext()) {
        const QString name = matches.next().captured();
        if (name == "--help" || name == "--help-all") continue;
        const QRegularExpression word(name + "(?![a-z-])");
        QVERIFY2(word.match(man).hasMatch(), qPrintable("man page lacks " + name));
        QVERIFY2(completed(command).contains(name),
                 qPrintable("completion of " + command + " lacks " + name));
      }
      QVERIFY2(completed("").contains(command), qPrintable(command));
      QVERIFY2(QRegularExpression("\n\\.BI? " + command + "\\b").match(man).hasMatch(),
               qPrintable(command));
    }
  }
  void conformanceScoresAFolder() {
    const QString node = "/usr/share/libonnx-testdata/data/node";
    const Ended none = cli({"conformance", m_directory.path()});
    EXPECT_STATUS(none, 3);
    QVERIFY2(QFile::exists(node), "libonnx-testdata is missing: scripts/setup test installs it");
    const Ended ended = cli({"conformance", node, "--filter", "test_add", "--jobs", "2", "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject counts = ended.json()["counts"].toObject();
    QCOMPARE(
        missing(counts, {"all", "pass", "refused", "wrong", "crash", "excluded", "disagreements"}),
        QString());
    QVERIFY(counts["pass"].toInt() >= 3);
    QCOMPARE(counts["all"].toInt(), ended.json()["tests"].toArray().size());
    for (const QJsonValue& test : ended.json()["tests"].toArray())
      QCOMPARE(missing(test.toObject(), {"name", "outcome", "reason", "seconds"}), QString());
  }
};
HEDDLE_TEST(BadInput)

#include "bad_input_test.moc"
