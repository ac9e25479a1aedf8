// Random legal step sequences keep the outputs. HEDDLE_PROPERTY_SEED runs one seed,
// HEDDLE_PROPERTY_COUNT more. SPDX-License-Identifier: Apache-2.0
#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "tests/property/random_steps.h"
#include "tests/property/run_program.h"
#include "tests/property/workloads.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::schedule;
using heddle::test::RandomSteps;

namespace {

struct Outcome {
  std::string problem;
  Trace trace;
  int refused = 0;
};

Outcome runSequence(const char* text, unsigned seed) {
  const loops::Program original = loops::parse(text).value();
  RandomSteps random(seed);
  State state = initialState(original);
  Outcome out;
  const size_t wanted = 1 + random.pick(12);
  for (int attempt = 0; attempt < 150 && out.trace.steps.size() < wanted; ++attempt) {
    const Step step = random.step(state);
    auto next = applyStep(state, step);
    if (next.isError()) {
      ++out.refused;
      const std::string code = next.error().code;
      if (code.ends_with(".internal")) out.problem = code + ": " + toText(next.error());
      if (!code.starts_with("schedule." + step.primitive + "."))
        out.problem = "strange code " + code;
      if (!out.problem.empty()) {
        out.trace.steps.push_back(step);
        return out;
      }
      continue;
    }
    out.trace.steps.push_back(step);
    state = std::move(next).value();
  }
  const auto inputs = test::inputsFor(original, seed + 1);
  const auto expected = reference::interpret(original, inputs);
  const auto actual =
      reference::interpret(state.program, test::rearranged(state, original, inputs), seed);
  if (actual.isError())
    out.problem = toText(actual.error());
  else
    out.problem = test::compare(expected.value(), actual.value());
  const std::string printed = loops::print(state.program).text;
  auto again = loops::parse(printed);
  if (again.isError())
    out.problem += " text does not parse: " + toText(again.error());
  else if (!loops::structurallyEqual(state.program, again.value(),
                                     loops::EqualMode::alphaEquivalent)) {
    out.problem += " text does not round-trip";
  }
  auto replayed = replay(original, parseTrace(toText(out.trace)).value());
  if (replayed.isError())
    out.problem += " replay: " + toText(replayed.error());
  else if (!loops::structurallyEqual(replayed.value().program, state.program))
    out.problem += " replay differs";
  if (!out.problem.empty()) out.problem += "\n" + printed;
  return out;
}

}  // namespace

class SchedulePropertyTest : public QObject {
  Q_OBJECT
 private slots:
  void randomSequencesKeepOutputs() {
    const int count = qEnvironmentVariableIntValue("HEDDLE_PROPERTY_COUNT");
    const unsigned rounds = count > 0 ? static_cast<unsigned>(count) : 40;
    std::map<std::string, int> used;
    unsigned sequences = 0;
    for (unsigned seed = 1; seed <= rounds; ++seed) {
      if (qEnvironmentVariableIsSet("HEDDLE_PROPERTY_SEED")) {
        seed = static_cast<unsigned>(qEnvironmentVariableIntValue("HEDDLE_PROPERTY_SEED"));
      }
      for (const auto& workload : workloads::all()) {
        const Outcome o = runSequence(workload.text, seed);
        const std::string where =
            std::string(workload.name) + ", seed " + std::to_string(seed) + ":\n" + toText(o.trace);
        QVERIFY2(o.problem.empty(), (where + o.problem).c_str());
        for (const Step& s : o.trace.steps) ++used[s.primitive];
        ++sequences;
      }
      if (qEnvironmentVariableIsSet("HEDDLE_PROPERTY_SEED")) break;
    }
    qInfo("%u sequences, seeds 1 to %u", sequences, rounds);
    // Every primitive was legal somewhere, so that none goes untested.
    if (qEnvironmentVariableIsSet("HEDDLE_PROPERTY_SEED")) return;
    for (const PrimitiveSpec& spec : primitives()) {
      qInfo("%s: %d", std::string(spec.name).c_str(), used[std::string(spec.name)]);
      QVERIFY2(used[std::string(spec.name)] > 0, std::string(spec.name).c_str());
    }
  }
};
HEDDLE_TEST(SchedulePropertyTest)

#include "schedule_property_test.moc"
