// Schedules' traces replayed, compiled and run against the interpreter of the replayed program.
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/interpret_loops.h"
#include "engine/schedule/step.h"
#include "tests/engine/codegen/support.h"
#include "tests/engine/schedule/traces.h"
#include "tests/programs/programs.h"
#include "tests/programs/random_steps.h"
#include "tests/programs/run_program.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

std::vector<Tensor> randomArguments(const loops::Program& program) {
  return tensorsFor(program, [](const Tensor& t, int64_t i) {
    const auto n = static_cast<double>((i * 7919 + 13) % 101);
    return isInteger(t.element()) ? n : n / 50 - 1;
  });
}

}  // namespace

class ScheduledTest : public QObject {
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
    const auto source = loops::parse(program.toStdString());
    QVERIFY2(source.isOk(), source.isOk() ? "" : textOf(source.error()).c_str());
    const auto steps = schedule::parseTrace(trace.toStdString());
    QVERIFY2(steps.isOk(), steps.isOk() ? "" : textOf(steps.error()).c_str());
    const auto state = schedule::replay(source.value(), steps.value());
    QVERIFY2(state.isOk(), state.isOk() ? "" : textOf(state.error()).c_str());
    const loops::Program& scheduled = state.value().program;
    const auto arguments = randomArguments(scheduled);
    const auto expected = reference::interpret(scheduled, arguments);
    QVERIFY2(expected.isOk(), expected.isOk() ? "" : textOf(expected.error()).c_str());
    for (const heddle::Target& target : runnableTargets()) {
      const auto got = compileAndRun(scheduled, target, arguments);
      if (got.isError() && got.error().code == "lower.promote_registers.index") {
        // The trace leaves loops over registers: a refusal is what the contract says.
        QVERIFY(trace.contains("registers"));
        qInfo("%s", textOf(got.error()).c_str());
        continue;
      }
      QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
      for (size_t i = 0; i < expected.value().size(); ++i) {
        const double error = worstError(got.value()[i], expected.value()[i]);
        QVERIFY2(error < 1e-5, (target.cpu + ": " + std::to_string(error)).c_str());
      }
    }
  }

  // Random legal steps, then compiled. HEDDLE_PROPERTY_COUNT runs more seeds, HEDDLE_PROPERTY_SEED
  // one.
  void randomSchedules() {
    const int count = qEnvironmentVariableIsSet("HEDDLE_PROPERTY_COUNT")
                          ? qEnvironmentVariableIntValue("HEDDLE_PROPERTY_COUNT")
                          : 60;
    const int only = qEnvironmentVariableIntValue("HEDDLE_PROPERTY_SEED");
    const auto& workloads = programs::workloads();
    const auto targets = runnableTargets();
    int compiled = 0;
    std::map<std::string, int> refused;
    for (int i = only ? only : 1; i <= (only ? only : count); ++i) {
      const auto seed = static_cast<unsigned>(i);
      const auto original = loops::parse(programs::text(workloads[seed % workloads.size()])).value();
      RandomSteps random(seed);
      schedule::State state = schedule::initialState(original);
      schedule::Trace trace;
      for (int attempt = 0; attempt < 150 && trace.steps.size() < 10; ++attempt) {
        const auto step = random.step(state);
        auto next = schedule::applyStep(state, step);
        if (next.isError()) continue;
        trace.steps.push_back(step);
        state = std::move(next).value();
      }
      const auto inputs = rearranged(state, original, inputsFor(original, seed));
      // Judged by the scheduled program: whether a schedule keeps the meaning is another test's
      // question.
      const auto interpreted = reference::interpret(state.program, inputs);
      if (interpreted.isError()) continue;
      const auto& expected = interpreted.value();
      const auto got = compileAndRun(state.program, targets[seed % targets.size()], inputs);
      if (got.isError()) {
        const std::string& code = got.error().code;
        ++refused[code];
        QVERIFY2(code.starts_with("lower.promote_registers.") ||
                     code.starts_with("lower.vectorize.") ||
                     code.starts_with("lower.split_kernels.scope"),
                 (std::to_string(seed) + ": " + textOf(got.error())).c_str());
        continue;
      }
      ++compiled;
      // Judged by the scheduled program: whether the schedule kept the meaning is another test's
      // question.
      const std::string difference = compare(expected, got.value());
      QVERIFY2(difference.empty(), ("seed " + std::to_string(seed) + ": " + difference + "\n" +
                                    schedule::toText(trace) + loops::print(state.program).text)
                                       .c_str());
    }
    qInfo("%d compiled", compiled);
    for (const auto& [code, times] : refused) qInfo("%d refused: %s", times, code.c_str());
    QVERIFY(only || compiled > count / 2);
  }
};
HEDDLE_TEST(ScheduledTest)

#include "scheduled_test.moc"
