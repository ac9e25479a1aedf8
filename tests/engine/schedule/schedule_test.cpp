// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/text.h"
#include "tests/engine/schedule/traces.h"
#include "tests/property/run_program.h"
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

// Empty when the scheduled program computes what the text does, in three orders of its parallel loops.
std::string sameResults(const std::string& text, const State& state) {
  const loops::Program original = loops::parse(text).value();
  const auto inputs = test::inputsFor(original, 3);
  const auto expected = reference::interpret(original, inputs);
  if (expected.isError()) return toText(expected.error());
  for (uint64_t seed : {0, 5, 6}) {
    const auto actual = reference::interpret(state.program, test::rearranged(state, original, inputs), seed);
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
    for (const auto& row : traces::all()) QTest::newRow(row.name) << row.program << row.trace;
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

#include "schedule_test.moc"
