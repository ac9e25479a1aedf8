// Random legal step sequences keep the outputs. HEDDLE_PROPERTY_SEED runs one seed,
// HEDDLE_PROPERTY_COUNT more. A failure is reduced to a short trace.
// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <mutex>
#include <thread>

#include "engine/loops/visit.h"
#include "engine/schedule/reduce.h"
#include "engine/schedule/sample.h"
#include "tests/programs/oracle.h"
#include "tests/programs/random_steps.h"
#include "tests/programs/programs.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::schedule;
using heddle::test::RandomSteps;

namespace {

constexpr int64_t maxRuns = 100000;

struct Outcome {
  std::string problem;
  Trace trace;
};

// A refusal that names no requirement of the step is a fault too.
std::string strangeRefusal(const Step& step, const Diagnostic& refusal) {
  if (refusal.code.ends_with(".internal")) return refusal.code + ": " + toText(refusal);
  if (!refusal.code.starts_with("schedule." + step.primitive + "."))
    return "strange code " + refusal.code;
  return "";
}

Outcome runSequence(const char* text, unsigned seed) {
  const loops::Program original = loops::parse(text).value();
  RandomSteps random(seed);
  State state = initialState(original);
  Outcome out;
  const size_t wanted = 1 + random.pick(12);
  for (int attempt = 0; attempt < 150 && out.trace.steps.size() < wanted; ++attempt) {
    const Step step = random.step(state);
    auto next = applyStep(state, step);
    if (next.isOk()) {
      // Guarded splits and padding multiply; what takes long to interpret shows nothing more.
      if (test::runsOf(next.value().program.body) > maxRuns) continue;
      out.trace.steps.push_back(step);
      state = std::move(next).value();
      continue;
    }
    out.problem = strangeRefusal(step, next.error());
    if (out.problem.empty()) continue;
    out.trace.steps.push_back(step);
    return out;
  }
  out.problem = test::problemOf(original, out.trace, state, seed);
  return out;
}

// Whether the trace still goes wrong: its last step in a strange way, or its result.
bool showsFault(const loops::Program& original, const Trace& trace, unsigned seed) {
  State state = initialState(original);
  for (const Step& step : trace.steps) {
    auto next = applyStep(state, step);
    if (next.isError()) return !strangeRefusal(step, next.error()).empty();
    state = std::move(next).value();
  }
  return !test::problemOf(original, trace, state, seed).empty();
}

std::string report(const char* workload, unsigned seed, const Outcome& outcome) {
  const loops::Program original = loops::parse(programs::text(workload)).value();
  const Trace shortest =
      reduced(outcome.trace, [&](const Trace& t) { return showsFault(original, t, seed); });
  const auto state = replay(original, shortest);
  return std::string(workload) + ", seed " + std::to_string(seed) + ", " +
         std::to_string(outcome.trace.steps.size()) + " steps, of which these show it:\n" +
         toText(shortest) + outcome.problem + "\n" +
         (state.isOk() ? loops::print(state.value().program).text : toText(state.error()));
}

struct Run {
  std::mutex mutex;
  std::map<std::string, int> used;
  std::string failure;
  std::atomic<unsigned> next = 0;
  std::atomic<unsigned> sequences = 0;

  void work(unsigned firstSeed, unsigned seeds) {
    const auto& all = programs::workloads();
    const auto count = static_cast<unsigned>(all.size());
    for (unsigned i = next++; i < seeds * count; i = next++) {
      const unsigned seed = firstSeed + i / count;
      const char* workload = all[i % count];
      const Outcome outcome = runSequence(programs::text(workload), seed);
      const std::string failed = outcome.problem.empty() ? "" : report(workload, seed, outcome);
      const std::lock_guard lock(mutex);
      for (const Step& s : outcome.trace.steps) ++used[s.primitive];
      ++sequences;
      if (failure.empty()) failure = failed;
      if (!failure.empty()) return;
    }
  }
};

}  // namespace

class SchedulePropertyTest : public QObject {
  Q_OBJECT
 private slots:
  void randomSequencesKeepOutputs() {
    QVERIFY(programs::workloads().size() >= 20);
    const int count = qEnvironmentVariableIntValue("HEDDLE_PROPERTY_COUNT");
    const bool isOne = qEnvironmentVariableIsSet("HEDDLE_PROPERTY_SEED");
    const unsigned seeds = isOne ? 1 : count > 0 ? static_cast<unsigned>(count) : 100;
    const unsigned first =
        isOne ? static_cast<unsigned>(qEnvironmentVariableIntValue("HEDDLE_PROPERTY_SEED")) : 1;
    Run run;
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < std::clamp(std::thread::hardware_concurrency(), 1u, 4u); ++t)
      threads.emplace_back([&] { run.work(first, seeds); });
    for (std::thread& t : threads) t.join();
    QVERIFY2(run.failure.empty(), run.failure.c_str());
    qInfo("%u sequences: seeds %u to %u on each of %zu workloads", run.sequences.load(), first,
          first + seeds - 1, programs::workloads().size());
    // Every primitive was legal somewhere, so that none goes untested.
    if (isOne) return;
    QVERIFY(count > 0 || run.sequences >= 2000);
    for (const PrimitiveSpec& spec : primitives()) {
      qInfo("%s: %d", std::string(spec.name).c_str(), run.used[std::string(spec.name)]);
      QVERIFY2(run.used[std::string(spec.name)] > 0, std::string(spec.name).c_str());
    }
  }
};
HEDDLE_TEST(SchedulePropertyTest)

class ReduceTest : public QObject {
  Q_OBJECT
 private slots:
  // The fault is that two of the steps meet; all others go.
  void leavesOutWhatDoesNotMatter() {
    const auto program = loops::parse(programs::text("matmul")).value();
    const Trace trace = parseTrace(R"(annotate(key="a", value=1, loop=mul.i)
i_o, i_i = split(loop=mul.i, factors=[-1, 4])
unroll(loop=i_i)
annotate(key="b", value=1, block=mul)
parallel(loop=i_o)
annotate(key="c", value=1, loop=mul.k)
)")
                            .value();
    int asked = 0;
    const auto fault = [&](const Trace& t) {
      ++asked;
      const auto state = replay(program, t);
      if (state.isError()) return false;
      const std::string text = loops::print(state.value().program).text;
      return text.find("parallel") != std::string::npos &&
             text.find("\"b\"") == std::string::npos && text.find("b = 1") != std::string::npos;
    };
    QCOMPARE(QString::fromStdString(toText(reduced(trace, fault))),
             QString("i_o, i_i = split(loop=mul.i, factors=[-1, 4])\n"
                     "annotate(key=\"b\", value=1, block=mul)\nparallel(loop=i_o)\n"));
    QVERIFY(asked < 40);
  }
  void keepsATraceWithoutFault() {
    const Trace trace = parseTrace("unroll(loop=a)\nunroll(loop=b)\n").value();
    QCOMPARE(reduced(trace, [](const Trace&) { return false; }).steps.size(), size_t{2});
    QCOMPARE(reduced(trace, [](const Trace&) { return true; }).steps.size(), size_t{0});
    QCOMPARE(reduced(
                 trace, [](const Trace&) { return true; }, 1)
                 .steps.size(),
             size_t{2});
  }
};
HEDDLE_TEST(ReduceTest)

class SampleTest : public QObject {
  Q_OBJECT
 private slots:
  // One trace is a space: seeds give different programs, a seed always the same, and what was drawn
  // is written down.
  void seedsSpanASpace() {
    const auto program = loops::parse(programs::text("matmul")).value();
    const Trace space = parseTrace(R"(tile = sample_perfect_tile(loop=mul.j, parts=3)
j_o, j_v, j_i = split(loop=mul.j, factors=tile)
steps = sample_categorical(values=[2, 4, 8], weights=[1, 2, 1])
annotate(key="unroll_factor", value=steps, loop=mul.k)
)")
                            .value();
    std::set<std::string> seen;
    for (uint64_t seed = 1; seed <= 40; ++seed) {
      const auto drawn = sampled(program, space, seed);
      QVERIFY2(drawn.isOk(), drawn.isOk() ? "" : toText(drawn.error()).c_str());
      const std::string text = toText(drawn.value());
      QCOMPARE(toText(sampled(program, space, seed).value()), text);
      QVERIFY(text.find("decision=") != std::string::npos &&
              text.find("seed") == std::string::npos);
      // With all decisions made, drawing what is missing changes nothing; drawing all anew does.
      QCOMPARE(toText(sampled(program, drawn.value(), seed + 99).value()), text);
      QCOMPARE(toText(sampled(program, drawn.value(), seed, Redraw::all).value()), text);
      const auto fromJson = traceFromJson(toJson(drawn.value()));
      QVERIFY(fromJson.isOk());
      const State state = replay(program, fromJson.value()).value();
      QCOMPARE(test::problemOf(program, drawn.value(), state, 3), std::string());
      seen.insert(text);
    }
    QVERIFY(seen.size() > 15);
  }
  void anUndecidedTraceReplaysTheSame() {
    const auto program = loops::parse(programs::text("conv")).value();
    std::set<std::string> seen;
    for (int seed = 0; seed < 12; ++seed) {
      const Trace trace =
          parseTrace("sample_compute_location(block=pad, seed=" + std::to_string(seed) + ")")
              .value();
      const State state = replay(program, trace).value();
      QVERIFY(loops::structurallyEqual(state.program, replay(program, trace).value().program));
      QCOMPARE(test::problemOf(program, trace, state, 3), std::string());
      seen.insert(loops::print(state.program).text);
    }
    QVERIFY(seen.size() >= 3);
  }
};
HEDDLE_TEST(SampleTest)

#include "schedule_property_test.moc"
