// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_bench.h"

#include <algorithm>
#include <cmath>

#include "engine/session/compare_tensors.h"
#include "engine/session/measure.h"
#include "engine/session/predict.h"
#include "profiler/analysis/statistics.h"

namespace heddle::session {
namespace {

// As verification of a whole build asks of one kernel.
constexpr double kRelative = 1e-3, kAbsolute = 1e-5;
constexpr double kShortestSampleSeconds = 0.002;
constexpr int kFewestPairs = 3;
constexpr double kEarlySeconds = 0.06;

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
          "under this schedule output {1} differs from the reference interpreter by up to {2}, so it "
          "is not timed",
          {{"group", 0, subject.name}, {"value", 0, output}, {"value", 0, amount}},
          subject.name,
          "this is a fault of Heddle: please report it with the trace"};
}

}  // namespace

ScheduleBench::ScheduleBench(ScheduleWorkpiece& workpiece, runner::Runner& runner,
                             MachineFacts machine)
    : m_workpiece(workpiece), m_runner(runner), m_machine(std::move(machine)) {}

Result<runner::RunRequest> ScheduleBench::request(const ScheduleTiming& timing,
                                                  const JobControl& job) const {
  HEDDLE_TRY(const auto sample, m_workpiece.sample(timing.seed, job.cancel));
  runner::RunRequest out;
  out.inputs = sample->inputs;
  out.threads = std::max(1, timing.threads);
  out.cancel = job.cancel;
  return out;
}

Result<ScheduleBench::Proven> ScheduleBench::prove(const schedule::Trace& trace,
                                                   const ScheduleTiming& timing,
                                                   const JobControl& job) {
  Proven out;
  HEDDLE_TRY(out.build, m_workpiece.build(trace, job.cancel));
  if (job.onProgress) job.onProgress({"interpreting the group", 0, {}});
  HEDDLE_TRY(const auto sample, m_workpiece.sample(timing.seed, job.cancel));
  if (job.onProgress) job.onProgress({"checking the kernel", 0.3, {}});
  HEDDLE_TRY(const runner::RunRequest order, request(timing, job));
  HEDDLE_TRY(const runner::RunReply reply, m_runner.run(out.build->module, order));
  for (const auto& [name, expected] : sample->expected) {
    const auto actual = reply.outputs.find(name);
    if (actual == reply.outputs.end())
      return Diagnostic{"session.verify", "the kernel has no output {0}", {{"value", 0, name}}};
    const TensorDifference d = difference(actual->second, expected, kRelative, kAbsolute);
    if (!(d.worstOfTolerance <= 1)) return wrongResult(m_workpiece.subject(), name, d);
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
  out.time.low = std::max(0.0, out.time.low);  // few samples make wide intervals
  if (out.time.median <= 0) return out;
  out.gflops = static_cast<double>(m_workpiece.subject().cost.flops) / (out.time.median * 1e6);
  out.gbytesPerSecond =
      static_cast<double>(m_workpiece.subject().cost.bytes) / (out.time.median * 1e6);
  const ScheduleSubject& subject = m_workpiece.subject();
  out.shareOfPeak =
      shareOfPeak(subject.cost, out.time.median, subject.target, m_machine, timing.threads);
  return out;
}

// The same module on both sides: every difference between the sides is noise.
Result<ScheduleSpeed> ScheduleBench::timed(const Proven& proven, const ScheduleTiming& timing,
                                           const JobControl& job) {
  const Blocks blocks = blocksFor(proven.secondsPerCall, timing);
  HEDDLE_TRY(runner::RunRequest paired, request(timing, job));
  paired.wantOutputs = false;
  paired.warmup = 1;
  paired.number = blocks.calls;
  HEDDLE_TRY(const runner::Runner::PairedReply reply,
             m_runner.compare(proven.build->module, proven.build->module, paired, blocks.pairs));
  std::vector<double> seconds = reply.a;
  seconds.insert(seconds.end(), reply.b.begin(), reply.b.end());
  ScheduleSpeed out = speedOf(seconds, blocks.calls, timing, proven);
  out.time.noiseFloor = profiler::noiseFloor(reply.a, reply.b);
  return out;
}

Result<ScheduleSpeed> ScheduleBench::measure(
    const schedule::Trace& trace, const ScheduleTiming& timing, const JobControl& job,
    const std::function<void(const ScheduleSpeed&)>& early) {
  HEDDLE_TRY(const Proven proven, prove(trace, timing, job));
  if (job.onProgress) job.onProgress({"measuring", 0.5, {}});
  if (early) {
    ScheduleTiming few = timing;
    few.budgetSeconds = std::min(timing.budgetSeconds, kEarlySeconds);
    HEDDLE_TRY(const ScheduleSpeed first, timed(proven, few, job));
    early(first);
    if (timing.budgetSeconds <= few.budgetSeconds) return first;
  }
  return timed(proven, timing, job);
}

Result<double> ScheduleBench::check(const schedule::Trace& trace, uint64_t seed,
                                    const JobControl& job) {
  ScheduleTiming timing;
  timing.seed = seed;
  HEDDLE_TRY(const Proven proven, prove(trace, timing, job));
  return proven.worstOfTolerance;
}

Result<ScheduleComparison> ScheduleBench::compare(const schedule::Trace& a,
                                                  const schedule::Trace& b,
                                                  const ScheduleTiming& timing,
                                                  const JobControl& job) {
  HEDDLE_TRY(const Proven provenA, prove(a, timing, job));
  HEDDLE_TRY(const Proven provenB, prove(b, timing, job));
  Blocks blocks = blocksFor((provenA.secondsPerCall + provenB.secondsPerCall) / 2, timing);
  blocks.pairs = std::max(blocks.pairs, profiler::kFewestPairs);
  HEDDLE_TRY(runner::RunRequest paired, request(timing, job));
  paired.wantOutputs = false;
  paired.warmup = 1;
  paired.number = blocks.calls;
  if (job.onProgress) job.onProgress({"measuring the noise", 0.5, {}});
  // Of the faster one, which sees the more of the noise and costs the less time.
  const auto& faster = provenA.secondsPerCall < provenB.secondsPerCall ? provenA : provenB;
  HEDDLE_TRY(const runner::Runner::PairedReply noise,
             m_runner.compare(faster.build->module, faster.build->module, paired, blocks.pairs));
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
  addCounters(provenA, provenB, paired, out);
  return out;
}

// One more run of each: counting disturbs what is timed.
void ScheduleBench::addCounters(const Proven& a, const Proven& b, const runner::RunRequest& request,
                                ScheduleComparison& out) {
  runner::RunRequest counted = request;
  counted.wantCounters = true;
  counted.number = counted.repeat = 1;
  const auto replyA = m_runner.run(a.build->module, counted);
  const auto replyB = m_runner.run(b.build->module, counted);
  if (replyA.isError() || replyB.isError()) return;
  const auto& listA = replyA.value().counters;
  const auto& listB = replyB.value().counters;
  for (size_t i = 0; i < std::min(listA.size(), listB.size()); ++i) {
    const bool isThere = listA[i].absent.empty() && listB[i].absent.empty();
    const double none = std::nan("");
    out.counters.push_back(
        {listA[i].name, isThere ? listA[i].value : none, isThere ? listB[i].value : none});
    if (!isThere) out.absentCounters.emplace_back(listA[i].name, listA[i].absent);
  }
}

}  // namespace heddle::session
