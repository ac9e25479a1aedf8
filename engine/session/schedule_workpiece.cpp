// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/codegen/analysis.h"
#include "engine/reference/interpret_graph.h"
#include "engine/session/hot_loop.h"
#include "engine/session/leave_on_cancel.h"
#include "engine/session/measure.h"
#include "engine/session/model_state.h"
#include "engine/session/predict.h"
#include "engine/session/schedule_bench.h"

namespace heddle::session {

ScheduleWorkpiece::ScheduleWorkpiece(ScheduleSubjectRef subject, std::string cacheDir)
    : m_subject(std::move(subject)), m_cacheDir(std::move(cacheDir)) {}

Result<std::shared_ptr<const build::Build>> ScheduleWorkpiece::build(const schedule::Trace& trace,
                                                                     const CancelToken& cancel) {
  // The lock is held while compiling: two threads that want the same build make it once.
  const std::lock_guard lock(m_buildMutex);
  const std::string key = schedule::toText(trace);
  for (auto it = m_builds.begin(); it != m_builds.end(); ++it) {
    if (it->first != key) continue;
    auto found = *it;
    m_builds.erase(it);
    m_builds.push_front(found);
    return found.second;
  }
  using Built = std::shared_ptr<const build::Build>;
  HEDDLE_TRY(Built made, leaveOnCancel<Built>({cancel, {}}, [=, subject = m_subject, cacheDir = m_cacheDir](const JobControl&) {
               build::BuildOptions options;
               options.target = subject->target;
               options.compileThreads = 1;
               options.objectCacheDir = cacheDir;
               options.traceOverrides[subject->alone.groups.front().name] = trace;
               options.cancel = cancel;
               return build::buildModule(subject->alone, "schedule", options);
             }));
  m_builds.emplace_front(key, made);
  if (m_builds.size() > kKeptBuilds) m_builds.pop_back();
  return made;
}

Result<std::shared_ptr<const ScheduleWorkpiece::Sample>> ScheduleWorkpiece::sample(
    uint64_t seed, const CancelToken& cancel) {
  const std::lock_guard lock(m_sampleMutex);
  if (m_sample && m_seed == seed) return m_sample;
  auto made = std::make_shared<Sample>();
  ModelState alone;
  alone.fused = m_subject->alone;
  HEDDLE_TRY(made->inputs, fillInputs(alone, seed, "random"));
  using Values = std::vector<Tensor>;
  HEDDLE_TRY(Values values, leaveOnCancel<Values>({cancel, {}}, [=, subject = m_subject](const JobControl&) {
               reference::InterpretOptions options;
               options.cancel = cancel;
               return reference::interpret(subject->alone.graph, made->inputs, options);
             }));
  for (size_t i = 0; i < values.size(); ++i)
    made->expected[alone.fused.graph.outputs()[i].name] = std::move(values[i]);
  m_sample = made;
  m_seed = seed;
  return m_sample;
}

namespace {

void addHotLoop(const codegen::KernelCode& code, const ScheduleSubject& subject,
                const MachineFacts& machine, int threads, SchedulePrediction& out) {
  const auto loops = codegen::innermostLoops(code, subject.target);
  if (loops.isError()) return;
  const codegen::CodeLoop* hot = codegen::hotLoop(loops.value());
  if (hot == nullptr) return;
  const auto pace = describeHotLoop(code, *hot, subject.target, out);
  if (!pace) return;  // a processor without a model: the counts still stand
  if (!pace->ports.empty()) out.busiestPort = pace->ports.front().port;
  // Multiply-adds are what the loop is for: how often it runs follows from their number.
  if (hot->fmaFlops <= 0 || machine.gigahertz <= 0) return;
  const double iterations =
      static_cast<double>(subject.cost.flops) / static_cast<double>(hot->fmaFlops) / threads;
  out.portMilliseconds = iterations * out.cyclesPerIteration / (machine.gigahertz * 1e6);
}

}  // namespace

Result<SchedulePrediction> predictSchedule(ScheduleWorkpiece& workpiece,
                                           const schedule::Trace& trace,
                                           const MachineFacts& machine, int threads,
                                           const CancelToken& cancel) {
  const ScheduleSubject& subject = workpiece.subject();
  SchedulePrediction out;
  out.threads = threads;
  const double flops = peakFlops(subject.cost, subject.target);
  out.rooflineMilliseconds = predictMilliseconds(flops, subject.cost.bytes, machine, threads);
  const double compute = predictMilliseconds(flops, 0, machine, threads);
  const double memory = predictMilliseconds(0, subject.cost.bytes, machine, threads);
  out.boundBy = compute >= memory ? "compute" : "memory";
  HEDDLE_TRY(const auto built, workpiece.build(trace, cancel));
  const bool isDivided =
      !built->module.steps.empty() && built->module.steps.front().parallelExtent > 1;
  out.milliseconds = out.rooflineMilliseconds;
  if (!built->groups.empty()) {
    const build::CompiledGroup& group = built->groups.front();
    if (group.code) addHotLoop(*group.code, subject, machine, isDivided ? threads : 1, out);
    out.milliseconds =
        predictMilliseconds(group, subject.target, machine, threads, out.portMilliseconds);
    out.note = group.note;
  }
  if (out.milliseconds > 0)
    out.gflops = static_cast<double>(subject.cost.flops) / (out.milliseconds * 1e6);
  out.shareOfPeak =
      shareOfPeak(subject.cost, out.milliseconds, subject.target, machine, threads);
  return out;
}

}  // namespace heddle::session
