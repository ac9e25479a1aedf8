// SPDX-License-Identifier: Apache-2.0
#include "engine/session/measure.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "engine/session/predict.h"
#include "engine/session/stage_view.h"
#include "profiler/analysis/statistics.h"

namespace heddle::session {
namespace {

using build::Build;

Phrase protocolOf(const MeasureOptions& options) {
  const Phrase warm(options.warmup == 1 ? "{0} warm-up run" : "{0} warm-up runs", {std::to_string(options.warmup)});
  return {options.number == 1 ? "{0}, {1} samples of {2} run" : "{0}, {1} samples of {2} runs",
          {warm, std::to_string(options.repeat), std::to_string(options.number)}};
}

std::string commandLine(const char* verb, const ModelState& state, const MeasureOptions& options) {
  std::string line = std::string("heddle ") + verb + " " + state.model->summary.file +
                     " --opt-level " + std::to_string(state.options.optLevel) + " --threads " +
                     std::to_string(options.threads) + " --warmup " + std::to_string(options.warmup) +
                     " --number " + std::to_string(options.number) + " --repeat " +
                     std::to_string(options.repeat) + " --seed " + std::to_string(options.seed);
  std::string shapes;
  for (const auto& [name, extents] : state.options.inputShapes)
    shapes += (shapes.empty() ? "" : ",") + name + ":" + text(extents);
  if (!shapes.empty()) line += " --input-shapes \"" + shapes + "\"";
  if (!state.options.target.empty()) line += " --target \"" + state.options.target + "\"";
  for (const FusionOverride& o : state.options.fusionOverrides)
    line += (o.force ? " --force-fusion '" : " --forbid-fusion '") + edgeText(o) + "'";
  for (const std::string& word : scheduleArgumentsOf(state.options))
    line += word.starts_with("--") ? " " + word : " '" + word + "'";
  return line;
}

runner::RunRequest request(const std::map<std::string, Tensor>& inputs,
                           const MeasureOptions& options, const JobControl& job) {
  runner::RunRequest out;
  out.inputs = inputs;
  out.threads = options.threads;
  out.warmup = options.warmup;
  out.number = std::max(1, options.number);
  out.repeat = std::max(1, options.repeat);
  out.cancel = job.cancel;
  return out;
}

// Wall time of each step in one run: from the first thread's start to the last one's end.
std::vector<double> stepMilliseconds(const std::vector<runner::StepEvent>& events, size_t steps) {
  std::vector<int64_t> begin(steps, INT64_MAX), end(steps, INT64_MIN);
  for (const runner::StepEvent& event : events) {
    if (event.step >= steps) continue;
    begin[event.step] = std::min(begin[event.step], event.beginNs);
    end[event.step] = std::max(end[event.step], event.endNs);
  }
  std::vector<double> out(steps, 0);
  for (size_t i = 0; i < steps; ++i)
    if (end[i] > begin[i]) out[i] = static_cast<double>(end[i] - begin[i]) / 1e6;
  return out;
}

class ProfileBuilder {
 public:
  ProfileBuilder(const ModelState& state, const MachineFacts& machine, int threads)
      : m_state(state), m_machine(machine), m_threads(threads),
        m_samples(state.build->groups.size()) {
    for (size_t i = 0; i < state.build->groups.size(); ++i)
      m_position[state.build->groups[i].id] = i;
  }

  void addRun(const std::vector<runner::StepEvent>& events) {
    const auto& steps = m_state.build->module.steps;
    const std::vector<double> times = stepMilliseconds(events, steps.size());
    std::vector<double> perGroup(m_samples.size(), 0);
    for (size_t i = 0; i < steps.size(); ++i) perGroup[m_position[steps[i].group]] += times[i];
    for (size_t i = 0; i < perGroup.size(); ++i) m_samples[i].push_back(perGroup[i]);
  }

  std::vector<ProfileRow> rows() const {
    std::vector<ProfileRow> out;
    double total = 0;
    for (size_t i = 0; i < m_samples.size(); ++i) {
      out.push_back(row(i));
      total += out.back().milliseconds;
    }
    for (ProfileRow& row : out) row.share = total > 0 ? row.milliseconds / total : 0;
    return out;
  }

 private:
  ProfileRow row(size_t index) const {
    const build::CompiledGroup& group = m_state.build->groups[index];
    const profiler::Interval interval = profiler::durationInterval(m_samples[index]);
    ProfileRow row;
    row.group = group.id;
    row.name = group.name;
    for (const graph_passes::Group& g : m_state.fused.groups)
      if (g.id == group.id && !g.outputs.empty())
        if (const auto& type = m_state.fused.graph.type(g.outputs.front())) row.shape = text(*type);
    row.milliseconds = interval.estimate;
    row.low = interval.low;
    row.high = interval.high;
    row.calls = 1;
    if (row.milliseconds > 0) {
      row.gflops = static_cast<double>(group.cost.flops) / (row.milliseconds * 1e6);
      row.gbytesPerSecond = static_cast<double>(group.cost.bytes) / (row.milliseconds * 1e6);
      row.shareOfPeak =
          shareOfPeak(group.cost, row.milliseconds, m_state.target, m_machine, m_threads);
    }
    row.boundBy = name(profiler::place(peakFlops(group.cost, m_state.target),
                                       static_cast<double>(group.cost.bytes), row.milliseconds * 1e6,
                                       peaksFor(group.cost.bytes, m_machine, m_threads))
                           .bound);
    return row;
  }

  const ModelState& m_state;
  const MachineFacts& m_machine;
  int m_threads;
  std::vector<std::vector<double>> m_samples;  // per group, milliseconds per run
  std::map<GroupId, size_t> m_position;
};

std::vector<MemoryBufferView> memoryView(const build::Module& module) {
  std::vector<MemoryBufferView> out;
  int64_t peak = 0;
  int peakStep = 0;
  for (size_t step = 0; step < module.steps.size(); ++step) {
    int64_t live = 0;
    for (const build::BufferPlan& b : module.memory.buffers)
      if (b.firstStep <= static_cast<int>(step) && static_cast<int>(step) <= b.lastStep)
        live += b.sizeBytes;
    if (live > peak) {
      peak = live;
      peakStep = static_cast<int>(step);
    }
  }
  for (const build::BufferPlan& b : module.memory.buffers)
    out.push_back({b.name, b.owner, b.offsetBytes, b.sizeBytes, b.firstStep, b.lastStep,
                   peak > 0 && b.firstStep <= peakStep && peakStep <= b.lastStep});
  return out;
}

void addCounters(const runner::RunReply& reply, const ModelState& state, ProfileView& view) {
  std::map<GroupId, ProfileRow*> rows;
  for (ProfileRow& row : view.rows) rows[row.group] = &row;
  for (const runner::CounterValue& counter : reply.counters)
    if (!counter.absent.empty()) view.absentCounters.emplace_back(counter.name, counter.absent);
  const auto& steps = state.build->module.steps;
  for (size_t i = 0; i < std::min(steps.size(), reply.stepCounters.size()); ++i)
    for (const runner::CounterValue& counter : reply.stepCounters[i]) {
      auto& list = rows[steps[i].group]->counters;
      const auto it = std::find_if(list.begin(), list.end(),
                                   [&](const auto& entry) { return entry.first == counter.name; });
      const double value = counter.absent.empty() ? counter.value : std::nan("");
      if (it == list.end())
        list.emplace_back(counter.name, value);
      else
        it->second += value;
    }
}

}  // namespace

Measurement makeMeasurement(const std::vector<double>& seconds, const MeasureOptions& options,
                            const MachineFacts& machine, const std::string& command) {
  Measurement m;
  for (const double s : seconds) m.samples.push_back(s * 1e3);
  m.unit = "ms";
  const profiler::Interval interval = profiler::durationInterval(m.samples);
  m.median = interval.estimate;
  m.low = interval.low;
  m.high = interval.high;
  m.machine = machine.description;
  m.threads = options.threads;
  m.protocol = protocolOf(options);
  m.command = command;
  return m;
}

Result<RunView> measureRun(runner::Runner& runner, const ModelState& state,
                           const std::map<std::string, Tensor>& inputs, const MeasureOptions& options,
                           const MachineFacts& machine, const JobControl& job) {
  HEDDLE_CHECK(requireThisProcessor(state.build->module));
  HEDDLE_TRY(runner::RunReply reply, runner.run(state.build->module, request(inputs, options, job)));
  RunView view;
  view.outputs = std::move(reply.outputs);
  view.latency = makeMeasurement(reply.secondsPerRun, options, machine,
                                 commandLine("run", state, options) + " --print-time");
  return view;
}

Result<ProfileView> measureProfile(runner::Runner& runner, const ModelState& state,
                                   const std::map<std::string, Tensor>& inputs,
                                   const MeasureOptions& options, const MachineFacts& machine,
                                   const JobControl& job) {
  HEDDLE_CHECK(requireThisProcessor(state.build->module));
  ProfileView view;
  const build::Module& module = state.build->module;
  // Latency without listeners first: the total is what a user gets, not what profiling costs.
  runner::RunRequest plain = request(inputs, options, job);
  plain.wantOutputs = false;
  HEDDLE_TRY(const runner::RunReply total, runner.run(module, plain));
  view.total = makeMeasurement(total.secondsPerRun, options, machine,
                               commandLine("profile", state, options));

  ProfileBuilder rows(state, machine, options.threads);
  runner::RunRequest traced = plain;
  traced.wantEvents = true;
  traced.number = traced.repeat = 1;
  for (int i = 0; i < std::max(3, options.repeat); ++i) {
    if (job.onProgress)
      job.onProgress({"profiling", static_cast<double>(i) / std::max(3, options.repeat), {}});
    traced.warmup = i == 0 ? options.warmup : 0;
    HEDDLE_TRY(const runner::RunReply reply, runner.run(module, traced));
    rows.addRun(reply.events);
    view.events.clear();
    for (const runner::StepEvent& event : reply.events)
      if (event.step < module.steps.size())
        view.events.push_back({event.step, module.steps[event.step].group, event.thread,
                               event.beginNs, event.endNs});
  }
  view.rows = rows.rows();
  traced.wantCounters = true;
  HEDDLE_TRY(const runner::RunReply counted, runner.run(module, traced));
  addCounters(counted, state, view);
  view.memory = memoryView(module);
  view.arenaBytes = module.memory.arenaBytes;
  view.sumBytes = module.memory.sumBytes;
  view.steps = static_cast<int>(module.steps.size());
  operators::Cost whole;
  for (const build::CompiledGroup& group : state.build->groups) {
    whole.flops += group.cost.flops;
    whole.flopsOfBytes += group.cost.flopsOfBytes;
  }
  view.flops = whole.flops;
  view.shareOfPeak =
      shareOfPeak(whole, view.total.median, state.target, machine, options.threads);
  view.peakGflops = machine.peakGflops(options.threads);
  view.peakGbytesPerSecond = machine.mainMemoryGbytesPerSecond(options.threads);
  return view;
}

namespace {

// Source nodes that a group stands for.
std::set<uint32_t> originsOf(const ModelState& state, GroupId id) {
  std::set<uint32_t> out;
  for (const graph_passes::Group& group : state.fused.groups)
    if (group.id == id)
      for (const OpId member : group.members)
        for (const uint32_t origin : state.fused.graph.node(member).origins) out.insert(origin);
  return out;
}

// Every source node belongs to one row: that of A's group that holds it, or of B's where A has none.
class Waterfall {
 public:
  Waterfall(const ModelState& a, const ModelState& b) : m_a(a), m_b(b) {}

  std::vector<CompareRow> rows(const std::vector<double>& stepSecondsA,
                               const std::vector<double>& stepSecondsB) {
    for (const build::CompiledGroup& group : m_a.build->groups) {
      m_rows.push_back({group.name, group.id, {}, 0, 0, 0});
      for (const uint32_t origin : originsOf(m_a, group.id)) m_rowOfOrigin.emplace(origin, m_rows.size() - 1);
      m_rowOfA[group.id] = m_rows.size() - 1;
    }
    const auto& stepsA = m_a.build->module.steps;
    for (size_t i = 0; i < std::min(stepsA.size(), stepSecondsA.size()); ++i)
      m_rows[m_rowOfA[stepsA[i].group]].millisecondsA += stepSecondsA[i] * 1e3;
    std::map<GroupId, size_t> rowOfB;
    const auto& stepsB = m_b.build->module.steps;
    for (size_t i = 0; i < std::min(stepsB.size(), stepSecondsB.size()); ++i) {
      const auto it = rowOfB.find(stepsB[i].group);
      const size_t row = it != rowOfB.end() ? it->second
                                            : (rowOfB[stepsB[i].group] = rowFor(stepsB[i]));
      m_rows[row].groupB = stepsB[i].group;
      m_rows[row].millisecondsB += stepSecondsB[i] * 1e3;
    }
    for (CompareRow& row : m_rows) row.delta = row.millisecondsB - row.millisecondsA;
    return std::move(m_rows);
  }

 private:
  size_t rowFor(const build::PlanStep& step) {
    for (const uint32_t origin : originsOf(m_b, step.group))
      if (const auto it = m_rowOfOrigin.find(origin); it != m_rowOfOrigin.end()) return it->second;
    // What the compiler added, a change of layout say, stands for no source node; its name has to do.
    for (size_t i = 0; i < m_rows.size(); ++i)
      if (m_rows[i].name == step.name && m_rows[i].groupA.isValid() && !m_rows[i].groupB.isValid() &&
          originsOf(m_b, step.group).empty() && originsOf(m_a, m_rows[i].groupA).empty())
        return i;
    m_rows.push_back({step.name, {}, step.group, 0, 0, 0});
    return m_rows.size() - 1;
  }

  const ModelState& m_a;
  const ModelState& m_b;
  std::vector<CompareRow> m_rows;
  std::map<uint32_t, size_t> m_rowOfOrigin;
  std::map<GroupId, size_t> m_rowOfA;
};

struct Pairs {
  std::span<const double> a, b;
};

Pairs undisturbed(const runner::Runner::PairedReply& reply) {
  const size_t count = reply.a.size() - static_cast<size_t>(reply.disturbedPairs);
  return {std::span(reply.a).first(count), std::span(reply.b).first(count)};
}

// What the machine makes of a difference that is not there: each build against itself, neighbouring blocks.
double selfNoise(std::span<const double> a, std::span<const double> b) {
  double floor = 0;
  for (const std::span<const double> side : {a, b}) {
    std::vector<double> even, odd;
    for (size_t i = 0; i + 1 < side.size(); i += 2) {
      even.push_back(side[i]);
      odd.push_back(side[i + 1]);
    }
    if (!even.empty()) floor = std::max(floor, std::fabs(profiler::comparePaired(even, odd).ratio.estimate - 1));
  }
  return floor;
}

Phrase buildName(const ModelState& state) {
  Phrase name = "O" + std::to_string(state.options.optLevel);
  if (!state.options.fusion) name = {"{0}, fusion off", {name}};
  if (!state.options.scheduled) name = {"{0}, plain schedules", {name}};
  for (const std::string& pass : state.options.disabledPasses) name = {"{0}, without {1}", {name, pass}};
  if (const size_t chosen = state.options.schedules.size(); chosen > 0)
    name = {chosen == 1 ? "{0}, {1} schedule by hand" : "{0}, {1} schedules by hand", {name, std::to_string(chosen)}};
  if (!state.options.target.empty()) name = {"{0}, {1}", {name, state.options.target}};
  return name;
}

}  // namespace

Result<CompareView> measureComparison(runner::Runner& runner, const ModelState& a,
                                      const ModelState& b, const std::map<std::string, Tensor>& inputs,
                                      const MeasureOptions& options, const MachineFacts& machine,
                                      const JobControl& job) {
  HEDDLE_CHECK(requireThisProcessor(a.build->module));
  HEDDLE_CHECK(requireThisProcessor(b.build->module));
  constexpr int kFewestBlocks = 15;
  runner::RunRequest paired = request(inputs, options, job);
  paired.wantOutputs = false;
  paired.wantEvents = true;
  const int blocks = std::max(kFewestBlocks, options.repeat);
  HEDDLE_TRY(const runner::Runner::PairedReply reply,
             runner.compare(a.build->module, b.build->module, paired, blocks));
  const Pairs pairs = undisturbed(reply);
  const double floor = selfNoise(pairs.a, pairs.b);
  const profiler::PairedComparison comparison = profiler::comparePaired(pairs.a, pairs.b, floor);
  CompareView view;
  view.nameA = buildName(a);
  view.nameB = buildName(b);
  if (view.nameA.text() == view.nameB.text()) view.nameB = {"{0} (again)", {view.nameB}};
  const std::string command = commandLine("compare", a, options);
  view.a = makeMeasurement(reply.a, options, machine, command);
  view.b = makeMeasurement(reply.b, options, machine, command);
  view.ratio = comparison.ratio.estimate;
  view.ratioLow = comparison.ratio.low;
  view.ratioHigh = comparison.ratio.high;
  view.isDifferent = comparison.isDifferent;
  view.verdict = profiler::verdict(comparison, view.nameA, view.nameB);
  if (reply.disturbedPairs > 0)
    view.verdict = {"{0}; {1} of {2} pairs not counted, other work used the processor",
                    {view.verdict, std::to_string(reply.disturbedPairs), std::to_string(reply.a.size())}};
  view.a.noiseFloor = view.b.noiseFloor = floor;
  view.blocks = comparison.pairs;
  view.rows = Waterfall(a, b).rows(reply.stepSecondsA, reply.stepSecondsB);
  view.residualMilliseconds = view.b.median - view.a.median;
  for (const CompareRow& row : view.rows) view.residualMilliseconds -= row.delta;
  return view;
}

}  // namespace heddle::session
