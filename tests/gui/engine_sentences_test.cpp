// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include "app/translations.h"
#include "engine/schedule/primitive.h"
#include "engine/session/schedule_lesson.h"
#include "tests/support/test_main.h"
#include "views/common/engine_text.h"

using namespace heddle;
using namespace heddle::views;

namespace {

// A literal of a source, neighbours joined as the compiler joins them.
struct Literal {
  QString text;
  int line = 0;
  bool isJoined = false;  // by + with a value: no template, and no view can say it
};

QString unescaped(QString text) {
  return text.replace(QStringLiteral("\\\""), QStringLiteral("\"")).replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
}

std::vector<Literal> literalsOf(const QString& source) {
  // A comment, an include, a literal (captured), a character, a word, anything else.
  static const QRegularExpression token("//[^\\n]*|#include[^\\n]*|\"((?:[^\"\\\\\\n]|\\\\.)*)\"|"
                                        "'(?:[^'\\\\]|\\\\.)+'|[A-Za-z_0-9]+|\\S");
  std::vector<Literal> out;
  QString before;
  bool isOpen = false;  // the last token was a literal
  for (auto it = token.globalMatch(source); it.hasNext();) {
    const QRegularExpressionMatch m = it.next();
    const QString text = m.captured();
    if (text.startsWith(QStringLiteral("//")) || text.startsWith('#')) continue;
    const bool isLiteral = text.startsWith('"');
    if (isLiteral && isOpen) {
      out.back().text += unescaped(m.captured(1));
    } else if (isLiteral) {
      const int line = static_cast<int>(source.left(m.capturedStart()).count('\n')) + 1;
      out.push_back({unescaped(m.captured(1)), line, before == QStringLiteral("+")});
    } else if (isOpen && text == QStringLiteral("+")) {
      out.back().isJoined = true;
    }
    isOpen = isLiteral;
    before = text;
  }
  return out;
}

// Words, not a name, a pattern of a printer or a statement of SQL.
bool isSentence(const QString& text) {
  static const QRegularExpression words(QStringLiteral("[a-z0-9]{2,}[,;:]? [a-z{]"));
  static const QRegularExpression other(QStringLiteral("^(SELECT|INSERT|# heddle|program map)"));
  return words.match(text).hasMatch() && !other.match(text).hasMatch();
}

std::set<QString> knownSentences() {
  std::set<QString> out;
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/translations/engine_zh_CN.ts"));
  if (!file.open(QIODevice::ReadOnly)) return out;
  QXmlStreamReader xml(&file);
  while (!xml.atEnd())
    if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"source") out.insert(xml.readElementText());
  return out;
}

QStringList gapsOf(const QString& text) {
  static const QRegularExpression gap(QStringLiteral("\\{\\d+\\}"));
  QStringList out;
  for (auto it = gap.globalMatch(text); it.hasNext();) out << it.next().captured();
  out.sort();
  out.removeDuplicates();
  return out;
}

}  // namespace

class EngineSentencesTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { app::installTranslations("zh_CN"); }
  // Whole folders, and the files elsewhere whose sentences are seen every day.
  void everySentenceIsKnown_data() {
    QTest::addColumn<QString>("place");
    for (const char* place :
         {"engine/schedule", "engine/session", "engine/import/onnx", "engine/import/import.cpp",
          "engine/import/mapped_file.cpp", "engine/runner", "engine/export/export.cpp", "engine/export/linker.cpp",
          "engine/export/rehearse.cpp", "engine/export/run_program.cpp", "engine/graph_passes/explain_fusion.cpp",
          "engine/graph_passes/fuse.cpp", "profiler/collect/perf_counters.cpp", "profiler/analysis"})
      QTest::newRow(place) << QString(place);
  }
  void everySentenceIsKnown() {
    QFETCH(QString, place);
    const QString root = QStringLiteral(HEDDLE_SOURCE_DIR "/");
    QStringList files;
    if (place.endsWith(QStringLiteral(".cpp")))
      files << root + place;
    else
      for (QDirIterator it(root + place, {"*.cpp", "*.def"}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
        files << it.next();
    // Parts of commands, of program text and of the command line's own output.
    const std::set<QString> apart = {"model name",      "llvm optimised", "bound to a thread axis",
                                     " in range(",      "heddle schedule ",
                                     "code generation of ",
                                     "type number ",    "%.3g s",         "version https://git-lfs",
                                     // Joined with a macro; the whole is known.
                                     "its condition is known only when the model runs; "};
    const std::set<QString> known = knownSentences();
    QVERIFY(known.size() > 400 && !files.isEmpty());
    QStringList missing;
    for (const QString& name : files) {
      QFile file(name);
      QVERIFY(file.open(QIODevice::ReadOnly));
      for (const Literal& literal : literalsOf(QString::fromUtf8(file.readAll()))) {
        if (!isSentence(literal.text) || apart.contains(literal.text) || known.contains(literal.text)) continue;
        missing << QStringLiteral("%1:%2: %3%4").arg(name.mid(root.size())).arg(literal.line)
                       .arg(literal.isJoined ? QStringLiteral("[joined by +] ") : QString(), literal.text);
      }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join('\n')));
  }
  void translationsHaveTheSameGaps() {
    for (const QString& source : knownSentences()) {
      const QString said = QCoreApplication::translate("Engine", qPrintable(source));
      QVERIFY2(!said.trimmed().isEmpty(), qPrintable(source));
      QCOMPARE(gapsOf(said), gapsOf(source));
    }
  }
  void everyPrimitiveIsExplained() {
    for (const schedule::PrimitiveSpec& p : schedule::primitives())
      QVERIFY2(engineWords(std::string(p.tooltip)).toStdString() != p.tooltip, p.name.data());
  }
  void theLessonIsTranslated() {
    const auto lesson = session::parseLesson(session::matmulLessonText(), Target{});
    QVERIFY(lesson.isOk());
    const std::set<QString> known = knownSentences();
    QVERIFY(known.contains(QString::fromStdString(lesson.value().introduction)));
    for (const session::LessonStep& step : lesson.value().steps) {
      QVERIFY2(known.contains(QString::fromStdString(step.title)), step.title.c_str());
      QVERIFY2(known.contains(QString::fromStdString(step.explanation.format)), step.explanation.format.c_str());
    }
  }
  void argumentsStandInTheirGaps() {
    const Diagnostic d{"schedule.fuse.nested", "{1} is not the only statement in {0}",
                       {{"loop", 1, "oc"}, {"loop", 2, "ic"}}, "line 3", "reorder the loops first"};
    QCOMPARE(messageOf(d), QString::fromUtf8("ic 不是 oc 中唯一的语句"));
    QCOMPARE(lineOf(d), QString::fromUtf8("line 3：ic 不是 oc 中唯一的语句（先重排循环）"));
    const Phrase nested("{0} has a second consumer. {1}",
                        {std::string("relu"), Phrase("{0} is opaque and absorbs nothing.", {std::string("x")})});
    QCOMPARE(nested.text(), std::string("relu has a second consumer. x is opaque and absorbs nothing."));
    QCOMPARE(engineText(nested), QString::fromUtf8("relu 还有第二个消费者。x 不透明，不吸收任何算子。"));
    // A phrase among the subjects has gaps of its own.
    const Diagnostic refused{"import.unsupported", "{1}: {2}",
                             {{"source", 3, "r"}, {"value", 0, "Resize"}, {"phrase", 0, "its attribute '{0}' is '{1}'"},
                              {"fill", 0, "mode"}, {"fill", 0, "cubic"}}};
    QCOMPARE(messageText(refused), std::string("Resize: its attribute 'mode' is 'cubic'"));
    QCOMPARE(messageOf(refused), QString::fromUtf8("Resize：其属性“mode”为“cubic”"));
    // A name that looks like a sentence stays; a sentence that no file knows is English.
    QCOMPARE(engineText(Phrase(std::string("no model is open"))), QStringLiteral("no model is open"));
    QCOMPARE(engineText(Phrase("nobody wrote {0}", {std::string("this")})), QStringLiteral("nobody wrote this"));
  }
};
HEDDLE_TEST(EngineSentencesTest)

#include "engine_sentences_test.moc"
