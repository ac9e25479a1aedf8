// docs/json.md against what the commands print: every key is documented with its type, and every
// documented key is there.
// SPDX-License-Identifier: Apache-2.0
#include <QRegularExpression>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle::test;

namespace {

struct Key {
  QString path, type;  // "rows[].name", "number"
  bool isOptional = false;
};
using Keys = QList<Key>;

// The tables of docs/json.md by heading.
QMap<QString, Keys> documented() {
  QMap<QString, Keys> out;
  QString heading;
  static const QRegularExpression row("^\\| `([^`]+)` \\| ([^|?]+)([?]?) \\|");
  for (const QByteArray& line : fileBytes(HEDDLE_SOURCE_DIR "/docs/json.md").split('\n')) {
    if (line.startsWith("## ")) heading = line.mid(3);
    const auto match = row.match(line);
    if (match.hasMatch())
      out[heading].append({match.captured(1), match.captured(2), !match.captured(3).isEmpty()});
  }
  return out;
}

// Appends the keys of a heading beneath a path, with those of headings that stand as types in
// place.
void expand(const QMap<QString, Keys>& all, const QString& heading, const Key& above, Keys& out) {
  for (const Key& key : all[heading]) {
    const QString path = above.path.isEmpty() ? key.path : above.path + "." + key.path;
    QStringList types = key.type.split(" or ");
    Key here{path, key.type, above.isOptional || key.isOptional};
    if (all.contains(types[0])) {
      here.isOptional = here.isOptional || types.size() > 1;
      expand(all, types.takeFirst(), here, out);
      here.type = types.join(" or ");
      here.isOptional = true;
    }
    if (!types.isEmpty()) out.append(here);
  }
}

Keys keysOf(const QString& command) {
  Keys out;
  expand(documented(), command, {}, out);
  return out;
}

void collect(const QJsonValue& value, const QString& path,
             QList<std::pair<QString, QString>>& out) {
  if (value.isObject()) {
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
      collect(it.value(), path.isEmpty() ? it.key() : path + "." + it.key(), out);
  } else if (value.isArray()) {
    for (const QJsonValue& each : value.toArray()) collect(each, path + "[]", out);
  } else {
    out.append({path, value.isString()   ? "string"
                      : value.isDouble() ? "number"
                      : value.isBool()   ? "boolean"
                                         : "null"});
  }
}

QRegularExpression pattern(const QString& path) {
  return QRegularExpression(
      "^" + QRegularExpression::escape(path).replace("\\.\\*", "\\.[^\\[\\]]+") + "$");
}

// What is wrong with the object, a line for each key.
QString complaints(const QString& command, const QJsonObject& object) {
  QList<std::pair<QString, QString>> found;
  collect(object, {}, found);
  Keys keys = keysOf(command);
  QList<bool> isSeen(keys.size());
  QStringList out;
  for (const auto& [path, type] : found) {
    bool isKnown = false;
    for (qsizetype i = 0; i < keys.size() && !isKnown; ++i) {
      isKnown =
          pattern(keys[i].path).match(path).hasMatch() && keys[i].type.split(" or ").contains(type);
      isSeen[i] = isSeen[i] || isKnown;
    }
    if (!isKnown) out.append(path + " (" + type + ") is not documented");
  }
  for (qsizetype i = 0; i < keys.size(); ++i)
    if (!isSeen[i] && !keys[i].isOptional) out.append(keys[i].path + " is missing");
  out.removeDuplicates();
  return out.join('\n');
}

}  // namespace

class JsonOutput : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

 private slots:
  void isAsDocumented_data() {
    QTest::addColumn<QStringList>("arguments");
    const QStringList few = {"--warmup", "1", "--repeat", "2"};
    const auto add = [](const QString& command, const QStringList& arguments,
                        const char* which = "") {
      QTest::newRow(qPrintable(command + which)) << (QStringList{command} + arguments);
    };
    add("inspect", {digits(), "--nodes"});
    add("compile", {digits()});
    add("run", QStringList{digits(), "--top", "2"} + few);
    add("verify", {digits(), "--bisect"});
    add("profile", QStringList{digits()} + few);
    add("compare", QStringList{digits(), ":no-fusion"} + few);
    add("export", {digits(), "-o", m_directory.filePath("module")});
    add("explain", {digits()});
    add("print", {digits(), "--stage", "graph,schedule", "--group", "gemm_8"});
    add("lesson", {"--size", "32", "--budget", "0.001"});
    const QStringList gemm = {digits(), "--group", "gemm_8", "--budget", "0.001"};
    add("schedule", {digits()}, " groups");
    add("schedule", {"--primitives"}, " primitives");
    add("schedule", gemm, " group");
    add("schedule",
        gemm + QStringList{"--measure", "--applicable", "gemm", "--explain", "parallel(loop=\"x\")",
                           "--diff", "0", "1", "--show", "tree,lowered,llvm,asm"},
        " everything");
    add("conformance", {"/usr/share/libonnx-testdata/data/node", "--filter", "test_add"});
  }
  void isAsDocumented() {
    QFETCH(QStringList, arguments);
    if (arguments[0] == "conformance")
      QVERIFY2(QFile::exists(arguments[1]),
               "libonnx-testdata is missing: scripts/setup test installs it");
    const Ended ended = cli(arguments + QStringList{"--json"});
    EXPECT_STATUS(ended, 0);
    const QString problems = complaints(arguments[0], ended.json());
    QVERIFY2(problems.isEmpty(), qPrintable("\n" + problems));
  }
  void anEdgeIsOneOfAllEdges() {
    const QJsonObject all = cli({"explain", digits(), "--json"}).json();
    const QJsonObject first = all["edges"][0].toObject();
    const Ended ended = cli({"explain", digits(), "--json", "--edge", first["producer"].toString(),
                             first["consumer"].toString()});
    EXPECT_STATUS(ended, 0);
    QCOMPARE(ended.json().keys(), first.keys());
    QCOMPARE(ended.json()["reason"], first["reason"]);
  }
  void everyCommandIsDocumented() {
    const QStringList known = documented().keys();
    const QByteArray help = cli({"--help"}).out;
    for (const QByteArray& line : help.mid(help.indexOf("Subcommands:")).split('\n'))
      if (line.startsWith("  ") && line.size() > 2 && line[2] != ' ')
        QVERIFY2(known.contains(line.mid(2).split(' ')[0]), line.constData());
  }
};
HEDDLE_TEST(JsonOutput)

#include "json_test.moc"
