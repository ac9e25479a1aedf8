// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "engine/loops/text.h"
#include "engine/schedule/primitive.h"
#include "tests/engine/schedule/refusals/refusals.h"
#include "tests/engine/schedule/traces.h"
#include "tests/programs/programs.h"
#include "tests/programs/run_program.h"
#include "tests/support/golden.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::schedule;

namespace {

Result<State> scheduled(const std::string& program, const std::string& trace) {
  HEDDLE_TRY(loops::Program p, loops::parse(program));
  HEDDLE_TRY(Trace t, parseTrace(trace));
  return replay(std::move(p), t);
}

std::string traceNamed(std::string_view name) {
  for (const auto& row : traces::all()) {
    if (row.name == name) return row.trace;
  }
  return "";
}

// Empty when the scheduled program computes what the text does, in three orders of its parallel
// loops.
std::string sameResults(const std::string& text, const State& state) {
  const loops::Program original = loops::parse(text).value();
  const auto inputs = test::inputsFor(original, 3);
  const auto expected = reference::interpret(original, inputs);
  if (expected.isError()) return toText(expected.error());
  for (uint64_t seed : {0, 5, 6}) {
    const auto actual =
        reference::interpret(state.program, test::rearranged(state, original, inputs), seed);
    if (actual.isError()) return toText(actual.error());
    const std::string difference = test::compare(expected.value(), actual.value());
    if (!difference.empty()) return difference;
  }
  return "";
}

}  // namespace

class GoldenScheduleTest : public QObject {
  Q_OBJECT
 private slots:
  void traces_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("trace");
    for (const auto& row : traces::all()) QTest::newRow(row.name) << programs::text(row.program) << row.trace;
  }
  void traces() {
    QFETCH(QString, program);
    QFETCH(QString, trace);
    const std::string source = program.toStdString(), steps = trace.toStdString();
    auto state = scheduled(source, steps);
    QVERIFY2(state.isOk(), state.isError() ? toText(state.error()).c_str() : "");
    const std::string printed = loops::print(state.value().program).text;
    const std::string difference = test::compareWithGolden(
        std::string("schedule/") + QTest::currentDataTag() + ".txt",
        "# before\n" + source + "\n# steps\n" + steps + "\n# after\n" + printed);
    QVERIFY2(difference.empty(), difference.c_str());
    const std::string wrong = sameResults(source, state.value());
    QVERIFY2(wrong.empty(), (wrong + "\n" + printed).c_str());
    // Text and JSON of the trace replay to the same program.
    const Trace t = parseTrace(steps).value();
    QCOMPARE(QString::fromStdString(toText(t)), trace);
    auto fromJson = traceFromJson(toJson(t));
    QVERIFY2(fromJson.isOk(), fromJson.isError() ? toText(fromJson.error()).c_str() : "");
    QCOMPARE(QString::fromStdString(toText(fromJson.value())), trace);
  }
};
HEDDLE_TEST(GoldenScheduleTest)

class RefusalTest : public QObject {
  Q_OBJECT
 private slots:
  void refuses_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("trace");
    int i = 0;
    for (const auto& row : refusals::all()) {
      QTest::addRow("%s %d", row.code, ++i) << row.code << programs::text(row.program) << row.trace;
    }
  }
  void refuses() {
    QFETCH(QString, code);
    QFETCH(QString, program);
    QFETCH(QString, trace);
    auto parsed = loops::parse(program.toStdString());
    QVERIFY2(parsed.isOk(), parsed.isError() ? toText(parsed.error()).c_str() : "");
    auto steps = parseTrace(trace.toStdString());
    QVERIFY2(steps.isOk(), steps.isError() ? toText(steps.error()).c_str() : "");
    const size_t last = steps.value().steps.size();
    auto state = replay(parsed.value(), steps.value());
    QVERIFY(state.isError());
    QCOMPARE(QString::fromStdString(state.error().code), "schedule." + code);
    // It is the last step that fails, and the message has all its names filled in.
    QVERIFY2(QString::fromStdString(state.error().where).startsWith(QString("step %1,").arg(last)),
             state.error().where.c_str());
    QVERIFY2(messageText(state.error()).find('?') == std::string::npos,
             messageText(state.error()).c_str());
    QVERIFY2(messageText(state.error()).find('{') == std::string::npos,
             messageText(state.error()).c_str());
  }

  // Each "// 3. name, name: ..." of a primitive's file has a row above.
  void everyRequirementIsTested() {
    std::set<std::string> tested;
    for (const auto& row : refusals::all()) tested.insert(row.code);
    int requirements = 0;
    for (const PrimitiveSpec& spec : primitives()) {
      const QString path =
          QString("%1/engine/schedule/primitives/%2.cpp")
              .arg(HEDDLE_SOURCE_DIR, QString::fromStdString(std::string(spec.name)));
      QFile file(path);
      QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
      static const QRegularExpression numbered("^// \\d+\\. ([a-z_, ]+):");
      const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
      for (const QString& line : lines) {
        const auto match = numbered.match(line);
        if (!match.hasMatch()) continue;
        for (const QString& name : match.captured(1).split(", ")) {
          const std::string code = std::string(spec.name) + "." + name.toStdString();
          QVERIFY2(tested.count(code), code.c_str());
          ++requirements;
        }
      }
    }
    QVERIFY(requirements > 80);
  }

  void namesTheNearestAlternative() {
    auto state = scheduled(programs::text("matmul"), "vectorize(loop=mul.k)");
    QVERIFY(state.isError());
    QCOMPARE(QString::fromStdString(hintText(state.error())),
             QString("vectorize j of block mul instead"));
    QVERIFY(state.error().subjects.size() >= 2);
    QVERIFY(state.error().subjects[0].id != 0);
  }
};
HEDDLE_TEST(RefusalTest)

class HostileTraceTest : public QObject {
  Q_OBJECT
 private slots:
  void refusesLongTraces() {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += "annotate(key=\"k\", value=1, block=mul)\n";
    QVERIFY(parseTrace(text).isError());
    Trace trace;
    Step step{"annotate",
              {{"key", std::string("k")}, {"value", int64_t{1}}, {"block", BlockName{"mul"}}},
              {}};
    trace.steps.assign(100000, step);
    auto state = replay(loops::parse(programs::text("matmul")).value(), trace);
    QVERIFY(state.isError());
    QCOMPARE(state.error().code, std::string("schedule.trace.length"));
    QVERIFY(traceFromJson(toJson(trace)).isError());
  }
  void refusesCutAndGarbledTraces() {
    const std::string text = traceNamed("conv"), json = toJson(parseTrace(text).value());
    for (size_t n = 0; n < text.size(); n += 2) (void)parseTrace(text.substr(0, n));
    for (size_t n = 0; n < json.size(); n += 3) QVERIFY(traceFromJson(json.substr(0, n)).isError());
    std::mt19937 random(5);
    const loops::Program program = loops::parse(programs::text("conv")).value();
    for (int i = 0; i < 300; ++i) {
      std::string garbled = text;
      for (int k = 0; k < 2; ++k) garbled[random() % garbled.size()] = text[random() % text.size()];
      auto trace = parseTrace(garbled);
      if (trace.isOk()) (void)replay(program, trace.value());
    }
    QVERIFY(traceFromJson(std::string(200000, '[')).isError());
  }
  // Every primitive's arguments, cut and garbled: a refusal or a program that verifies.
  void survivesGarbledStepsOfEveryPrimitive() {
    std::mt19937 random(11);
    int applied = 0;
    for (const auto& row : traces::all()) {
      const loops::Program program = loops::parse(programs::text(row.program)).value();
      const std::string text = row.trace, json = toJson(parseTrace(text).value());
      for (int i = 0; i < 60; ++i) {
        std::string garbled = i % 2 ? json : text;
        for (int k = 0; k < 2; ++k) {
          const char digits[] = "0123456789-";
          const size_t at = random() % garbled.size();
          garbled[at] = std::isdigit(static_cast<unsigned char>(garbled[at]))
                            ? digits[random() % 11]
                            : garbled[random() % garbled.size()];
        }
        auto trace = i % 2 ? traceFromJson(garbled) : parseTrace(garbled);
        if (trace.isError()) continue;
        auto state = replay(program, trace.value());
        if (state.isError()) {
          QVERIFY2(!QString::fromStdString(state.error().code).endsWith(".internal"),
                   garbled.c_str());
          continue;
        }
        ++applied;
        QVERIFY2(loops::verify(state.value().program).isOk(), garbled.c_str());
      }
    }
    QVERIFY(applied > 20);
  }
  void refusesUnknownWords_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("primitive") << "polish(loop=a)"
                               << "no primitive is named 'polish'";
    QTest::newRow("argument") << "unroll(speed=3)"
                              << "'speed' is no argument here in the step unroll";
    QTest::newRow("number") << "split(loop=a, factors=[99999999999999999999])"
                            << "expected an integer in range in the step split";
    QTest::newRow("cut") << "split(loop=a, factors"
                         << "expected '=' in the step split";
    QTest::newRow("string") << "set_scope(buffer=a, scope=\"loc"
                            << "a string has no end in the step set_scope";
    QTest::newRow("after") << "unroll(loop=a) really"
                           << "text after the closing bracket in the step unroll";
  }
  void refusesUnknownWords() {
    QFETCH(QString, text);
    QFETCH(QString, message);
    auto trace = parseTrace("\n# a comment\n" + text.toStdString());
    QVERIFY(trace.isError());
    QCOMPARE(QString::fromStdString(messageText(trace.error())), message);
    QVERIFY(QString::fromStdString(trace.error().where).startsWith("line 3, column "));
  }
  void checksArgumentsOfStepsMadeByHand() {
    const State state = initialState(loops::parse(programs::text("matmul")).value());
    const Step steps[] = {{"unroll", {}, {}},
                          {"unroll", {{"loop", int64_t{3}}}, {}},
                          {"unroll", {{"loop", LoopName{"mul.k"}}, {"far", int64_t{1}}}, {}}};
    for (const Step& step : steps) {
      auto next = applyStep(state, step);
      QVERIFY(next.isError());
      QCOMPARE(next.error().code, std::string("schedule.unroll.arguments"));
    }
    QCOMPARE(applyStep(state, {"polish", {}, {}}).error().code, std::string("schedule.unknown"));
  }
  // A failing trace names its step and the program before it stays what it was.
  void replaysAllOrNothing() {
    auto state = scheduled(programs::text("matmul"), "parallel(loop=mul.i)\nparallel(loop=mul.k)\n");
    QVERIFY(state.isError());
    QCOMPARE(QString::fromStdString(state.error().where), QString("step 2, parallel"));
  }
  void replaysAtAnotherShape() {
    QString other(programs::text("matmul"));
    other.replace("20", "28").replace("12", "9");
    auto state = scheduled(other.toStdString(), traceNamed("matmul"));
    QVERIFY2(state.isOk(), state.isError() ? toText(state.error()).c_str() : "");
    const std::string wrong = sameResults(other.toStdString(), state.value());
    QVERIFY2(wrong.empty(), wrong.c_str());
  }
};
HEDDLE_TEST(HostileTraceTest)

#include "schedule_test.moc"
