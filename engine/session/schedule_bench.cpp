// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_bench.h"

#include <algorithm>
#include <cmath>

#include "engine/codegen/analysis.h"
#include "engine/reference/interpret_graph.h"
#include "engine/session/compare_tensors.h"
#include "engine/session/predict.h"
#include "engine/session/measure.h"
#include "engine/session/model_state.h"
#include "engine/session/predict.h"
#include "profiler/analysis/statistics.h"

namespace heddle::session {
namespace {

// As verification of a whole build asks of one kernel.
constexpr double kRelative = 1e-3, kAbsolute = 1e-5;
constexpr double kShortestSampleSeconds = 0.002;
constexpr int kFewestPairs = 3;

// Blocks that fill about the budget.
struct Blocks {
  int calls, pairs;
};
Blocks blocksFor(double secondsPerCall, const ScheduleTiming& timing) {
  const double call = std::max(secondsPerCall, 1e-7);
  const int calls =
      static_cast<int>(std::clamp(std::ceil(kShortestSampleSeconds / call), 1.0, 5000.0));
  const int pairs = static_cast<int>(std::min(1e6, timing.budgetSeconds / (2 * calls * call)));
  return {calls, std::clamp(pairs, kFewestPairs, std::max(kFewestPairs, timing.mostPairs))};
}

Diagnostic wrongResult(const ScheduleSubject& subject, const std::string& output,
                       const TensorDifference& d) {
  char amount[64];
  std::snprintf(amount, sizeof amount, "%.3g", d.maxAbsError);
  return {"session.schedule_wrong",
          "under this schedule output " + output +
              " differs from the reference interpreter by up to " + amount + ", so it is not timed",
          {{"group", 0, subject.name}},
          subject.name,
          "this is a fault of Heddle: please report it with the trace"};
}

}  // namespace

ScheduleBench::ScheduleBench(ScheduleSubjectRef subject, runner::Runner& runner,
                             MachineFacts machine, std::string cacheDir)
    : m_subject(std::move(subject)),
      m_runner(runner),
      m_machine(std::move(machine)),
      m_cacheDir(std::move(cacheDir)) {}

Result<std::shared_ptr<const build::Build>> ScheduleBench::build(const schedule::Trace& trace,
                                                                 const JobControl& job) const {
  build::BuildOptions options;
  options.target = m_subject->target;
  options.compileThreads = 1;
  options.objectCacheDir = m_cacheDir;
  options.traceOverrides[m_subject->alone.groups.front().name] = trace;
  options.cancel = job.cancel;
  return build::buildModule(m_subject->alone, "schedule", options);
}

Status ScheduleBench::prepareInputs(uint64_t seed, const JobControl& job) {
  if (!m_expected.empty() && m_seed == seed) return {};
  ModelState alone;
  alone.fused = m_subject->alone;
  HEDDLE_TRY(m_inputs, fillInputs(alone, seed, "random"));
  reference::InterpretOptions options;
  options.cancel = job.cancel;
  HEDDLE_TRY(std::vector<Tensor> values,
             reference::interpret(alone.fused.graph, m_inputs, options));
  m_expected.clear();
  for (size_t i = 0; i < values.size(); ++i)
    m_expected[alone.fused.graph.outputs()[i].name] = std::move(values[i]);
  m_seed = seed;
  return {};
}

runner::RunRequest ScheduleBench::request(const ScheduleTiming& timing,
                                          const JobControl& job) const {
  runner::RunRequest out;
  out.inputs = m_inputs;
  out.threads = std::max(1, timing.threads);
  out.cancel = job.cancel;
  return out;
}

Result<ScheduleBench::Proven> ScheduleBench::prove(const schedule::Trace& trace,
                                                   const ScheduleTiming& timing,
                                                   const JobControl& job) {
  Proven out;
  HEDDLE_TRY(out.build, build(trace, job));
  if (job.onProgress) job.onProgress({"interpreting the group", 0, {}});
  HEDDLE_CHECK(prepareInputs(timing.seed, job));
  if (job.onProgress) job.onProgress({"checking the kernel", 0.3, {}});
  HEDDLE_TRY(const runner::RunReply reply, m_runner.run(out.build->module, request(timing, job)));
  for (const auto& [name, expected] : m_expected) {
    const auto actual = reply.outputs.find(name);
    if (actual == reply.outputs.end())
      return Diagnostic{"session.verify", "the kernel has no output " + name};
    const TensorDifference d = difference(actual->second, expected, kRelative, kAbsolute);
    if (!(d.worstOfTolerance <= 1)) return wrongResult(*m_subject, name, d);
    out.worstOfTolerance = std::max(out.worstOfTolerance, d.worstOfTolerance);
  }
  if (!reply.secondsPerRun.empty()) out.secondsPerCall = reply.secondsPerRun.front();
  return out;
}

ScheduleSpeed ScheduleBench::speedOf(const std::vector<double>& seconds, int calls,
                                     const ScheduleTiming& timing, const Proven& proven) const {
  MeasureOptions options;
  options.threads = timing.threads;
  options.warmup = 1;
  options.number = calls;
  options.repeat = static_cast<int>(seconds.size());
  options.seed = timing.seed;
  ScheduleSpeed out;
  out.time = makeMeasurement(seconds, options, m_machine, {});
  out.worstOfTolerance = proven.worstOfTolerance;
  if (out.time.median <= 0) return out;
  out.gflops = static_cast<double>(m_subject->cost.flops) / (out.time.median * 1e6);
  out.gbytesPerSecond = static_cast<double>(m_subject->cost.bytes) / (out.time.median * 1e6);
  const double peak = m_machine.peakGflops(timing.threads);
  out.shareOfPeak = peak > 0 ? out.gflops / peak : 0;
  return out;
}

Result<ScheduleSpeed> ScheduleBench::measure(const schedule::Trace& trace,
                                             const ScheduleTiming& timing, const JobControl& job) {
  HEDDLE_TRY(const Proven proven, prove(trace, timing, job));
  if (job.onProgress) job.onProgress({"measuring", 0.5, {}});
  const Blocks blocks = blocksFor(proven.secondsPerCall, timing);
  runner::RunRequest paired = request(timing, job);
  paired.wantOutputs = false;
  paired.warmup = 1;
  paired.number = blocks.calls;
  // The same module on both sides: every difference between the sides is noise.
  HEDDLE_TRY(const runner::Runner::PairedReply reply,
             m_runner.compare(proven.build->module, proven.build->module, paired, blocks.pairs));
  std::vector<double> seconds = reply.a;
  seconds.insert(seconds.end(), reply.b.begin(), reply.b.end());
  ScheduleSpeed out = speedOf(seconds, blocks.calls, timing, proven);
  out.time.noiseFloor = profiler::noiseFloor(reply.a, reply.b);
  return out;
}

Result<ScheduleComparison> ScheduleBench::compare(const schedule::Trace& a,
                                                  const schedule::Trace& b,
                                                  const ScheduleTiming& timing,
                                                  const JobControl& job) {
  HEDDLE_TRY(const Proven provenA, prove(a, timing, job));
  HEDDLE_TRY(const Proven provenB, prove(b, timing, job));
  const Blocks blocks = blocksFor((provenA.secondsPerCall + provenB.secondsPerCall) / 2, timing);
  runner::RunRequest paired = request(timing, job);
  paired.wantOutputs = false;
  paired.warmup = 1;
  paired.number = blocks.calls;
  if (job.onProgress) job.onProgress({"measuring the noise", 0.5, {}});
  HEDDLE_TRY(const runner::Runner::PairedReply noise,
             m_runner.compare(provenA.build->module, provenA.build->module, paired, blocks.pairs));
  if (job.onProgress) job.onProgress({"comparing", 0.7, {}});
  HEDDLE_TRY(const runner::Runner::PairedReply reply,
             m_runner.compare(provenA.build->module, provenB.build->module, paired, blocks.pairs));
  const double floor = profiler::noiseFloor(noise.a, noise.b);
  const profiler::PairedComparison paces = profiler::comparePaired(reply.a, reply.b, floor);
  ScheduleComparison out;
  out.speedA = speedOf(reply.a, blocks.calls, timing, provenA);
  out.speedB = speedOf(reply.b, blocks.calls, timing, provenB);
  out.speedA.time.noiseFloor = out.speedB.time.noiseFloor = floor;
  out.ratio = paces.ratio.estimate;
  out.ratioLow = paces.ratio.low;
  out.ratioHigh = paces.ratio.high;
  out.isDifferent = paces.isDifferent;
  out.verdict = profiler::verdict(paces, "A", "B");
  if (!out.isDifferent) out.verdict += "; within noise";
  return out;
}

Result<SchedulePrediction> ScheduleBench::predict(const schedule::Trace& trace) const {
  SchedulePrediction out;
  const int threads = std::max(1, m_subject->target.threads);
  out.rooflineMilliseconds =
      predictMilliseconds(m_subject->cost.flops, m_subject->cost.bytes, m_machine, threads);
  const double compute = predictMilliseconds(m_subject->cost.flops, 0, m_machine, threads);
  const double memory = predictMilliseconds(0, m_subject->cost.bytes, m_machine, threads);
  out.boundBy = compute >= memory ? "compute" : "memory";
  HEDDLE_TRY(const auto built, build(trace, {}));
  const codegen::KernelCode& code = *built->groups.front().code;
  HEDDLE_TRY(const auto loops, codegen::innermostLoops(code, m_subject->target));
  const codegen::CodeLoop* hot = codegen::hotLoop(loops);
  if (hot == nullptr) return out;
  out.instructions = hot->instructions;
  out.multiplyAdds = hot->fmas;
  out.loads = hot->loads;
  out.stores = hot->stores;
  out.spills = hot->spills;
  out.moves = hot->moves;
  const auto pace = codegen::throughput(code, *hot, m_subject->target);
  if (pace.isError()) return out;  // a processor without a model: the counts still stand
  out.cyclesPerIteration = pace.value().cyclesPerIteration;
  if (!pace.value().ports.empty()) out.busiestPort = pace.value().ports.front().port;
  return out;
}

}  // namespace heddle::session
