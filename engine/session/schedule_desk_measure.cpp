// What the desk measures, compares and carries to other groups.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/session/schedule_desk.h"
#include "engine/session/schedule_diff.h"
#include "engine/session/schedule_program.h"

namespace heddle::session {

ScheduleMeter& ScheduleDesk::meter() {
  if (!m_meter) {
    m_meter = std::make_unique<ScheduleMeter>(m_host.runnerPath);
    m_meter->onNews(m_onMeasured);
  }
  return *m_meter;
}

void ScheduleDesk::onMeasured(std::function<void(GroupId, int)> callback) {
  m_onMeasured = std::move(callback);
  if (m_meter) m_meter->onNews(m_onMeasured);
}

std::string ScheduleDesk::command(const Sheet& sheet, int state,
                                  const ScheduleTiming& timing) const {
  const ModelStateRef model = m_host.model();
  const ScheduleSubject& subject = sheet.history.subject();
  std::string line = "heddle schedule ";
  if (sheet.modelHash.empty()) {
    line += "--workload " + subject.workload;
  } else {
    line += model->model->summary.file + " --group " + subject.name;
  }
  if (state == 0)
    line += " --state 0";
  else if (state != 1)
    line += " --replay FILE";
  return line + " --measure --threads " + std::to_string(timing.threads) + " --seed " +
         std::to_string(timing.seed);
}

void ScheduleDesk::measureSoon(GroupId group, int state, const ScheduleTiming& timing) {
  const auto there = sheet(group);
  if (there.isError()) return;
  Sheet& sheet = *there.value();
  const auto trace = sheet.history.trace(state);
  if (trace.isError()) return;
  meter().ask({group, sheet.key, state, sheet.workpiece, trace.value(), timing, m_host.machine()});
}

Result<ScheduleSpeed> ScheduleDesk::measure(GroupId group, int state, const ScheduleTiming& timing,
                                            const JobControl& job) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  HEDDLE_TRY(const schedule::Trace trace, there->history.trace(state));
  ScheduleBench bench(*there->workpiece, m_host.runner(), m_host.machine());
  auto speed = bench.measure(trace, timing, job);
  if (speed.isOk()) {
    speed.value().time.command = command(*there, state, timing);
    there->history.setSpeed(state, speed.value());
  } else if (!job.cancel.isCancelled()) {
    there->history.setRefusal(state, linePhrase(speed.error()));
  }
  persist(*there, state);
  return speed;
}

Result<ScheduleComparison> ScheduleDesk::compare(GroupId group, int a, int b,
                                                 const ScheduleTiming& timing,
                                                 const JobControl& job) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  ScheduleHistory& history = there->history;
  HEDDLE_TRY(const schedule::Trace traceA, history.trace(a));
  HEDDLE_TRY(const schedule::Trace traceB, history.trace(b));
  HEDDLE_TRY(const auto programA, history.program(a));
  HEDDLE_TRY(const auto programB, history.program(b));
  const MachineFacts& machine = m_host.machine();
  ScheduleBench bench(*there->workpiece, m_host.runner(), machine);
  HEDDLE_TRY(ScheduleComparison out, bench.compare(traceA, traceB, timing, job));
  out.a = a;
  out.b = b;
  const Target& target = history.subject().target;
  out.trace = diffLines(history.traceText(a), history.traceText(b));
  out.program =
      diffLines(programView(*programA, target).text.text, programView(*programB, target).text.text);
  HEDDLE_TRY(out.predictedA,
             predictSchedule(*there->workpiece, traceA, machine, timing.threads, job.cancel));
  HEDDLE_TRY(out.predictedB,
             predictSchedule(*there->workpiece, traceB, machine, timing.threads, job.cancel));
  out.speedA.time.command = command(*there, a, timing);
  out.speedB.time.command = command(*there, b, timing);
  history.setSpeed(a, out.speedA);
  persist(*there, a);
  history.setSpeed(b, out.speedB);
  persist(*there, b);
  return out;
}

// 1. The failure is known by its code.
// 2. Steps are left out one by one, last first, as long as the rest still fails that way; until no
//    single step can be left out.
Result<std::string> ScheduleDesk::reduce(GroupId group, int state, const ScheduleTiming& timing,
                                         const JobControl& job) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  HEDDLE_TRY(schedule::Trace trace, there->history.trace(state));
  ScheduleBench bench(*there->workpiece, m_host.runner(), m_host.machine());
  const auto failure = [&](const schedule::Trace& candidate) {
    const auto checked = bench.check(candidate, timing.seed, job);
    return checked.isError() ? checked.error().code : std::string();
  };
  const std::string wanted = failure(trace);
  if (job.cancel.isCancelled()) return Diagnostic{"session.cancelled", "cancelled"};
  if (wanted.empty())
    return Diagnostic{"schedule.not_failing",
                      "this schedule compiles and agrees with the reference"};
  for (bool isShorter = true; isShorter;) {
    isShorter = false;
    for (size_t i = trace.steps.size(); i-- > 0;) {
      schedule::Trace candidate = trace;
      candidate.steps.erase(candidate.steps.begin() + static_cast<long>(i));
      if (failure(candidate) != wanted) continue;
      if (job.cancel.isCancelled()) return Diagnostic{"session.cancelled", "cancelled"};
      trace = std::move(candidate);
      isShorter = true;
      if (job.onProgress)
        job.onProgress({"reducing", 0, {"{0} steps left", {std::to_string(trace.steps.size())}}});
    }
  }
  return schedule::toText(trace);
}

Result<TransplantRow> ScheduleDesk::transplantRow(Sheet& from, int state,
                                                  const graph_passes::Group& group, int threads,
                                                  const JobControl& job) {
  HEDDLE_TRY(Sheet * there, sheet(group.id));
  const ScheduleSubject& subject = there->history.subject();
  TransplantRow row;
  row.group = group.id;
  row.name = group.name;
  row.shape = subject.shape;
  const auto chosen = chosenTrace(subject.programHash);
  HEDDLE_TRY(const schedule::Trace now, chosen ? schedule::parseTrace(*chosen)
                                               : Result<schedule::Trace>(subject.defaultTrace));
  HEDDLE_TRY(row.before,
             predictSchedule(*there->workpiece, now, m_host.machine(), threads, job.cancel));
  HEDDLE_TRY(const schedule::Trace trace, from.history.trace(state));
  const auto replayed = schedule::replay(subject.group.program, trace);
  if (replayed.isError()) {
    row.refusal = replayed.error();
    return row;
  }
  auto after = predictSchedule(*there->workpiece, trace, m_host.machine(), threads, job.cancel);
  if (after.isError()) {
    row.refusal = after.error();
    return row;
  }
  row.after = std::move(after).value();
  row.isLegal = true;
  return row;
}

Result<std::vector<TransplantRow>> ScheduleDesk::transplantTargets(GroupId group, int state,
                                                                   const JobControl& job) {
  HEDDLE_TRY(Sheet * from, sheet(group));
  HEDDLE_CHECK(from->history.check(state));
  const ModelStateRef model = m_host.model();
  std::vector<TransplantRow> rows;
  if (m_workloads.count(group) || !model) return rows;
  const GroupFacts own = m_groups[group];
  const auto& speed = from->history.node(state).speed;
  const int threads = speed ? speed->time.threads : std::max(1, model->target.threads);
  std::map<std::string, size_t> rowOf;  // by workload
  const auto& groups = model->fused.groups;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (job.cancel.isCancelled()) return Diagnostic{"session.cancelled", "cancelled"};
    if (job.onProgress)
      job.onProgress({"looking at similar groups",
                      static_cast<double>(i) / static_cast<double>(groups.size()),
                      {}});
    const GroupFacts facts = m_groups[groups[i].id];
    if (facts.kind != own.kind || facts.workload == own.workload || facts.workload.empty())
      continue;
    if (const auto known = rowOf.find(facts.workload); known != rowOf.end()) {
      ++rows[known->second].groups;
      continue;
    }
    HEDDLE_TRY(TransplantRow row, transplantRow(*from, state, groups[i], threads, job));
    rowOf[facts.workload] = rows.size();
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<TransplantRow>> ScheduleDesk::transplant(GroupId group, int state,
                                                            const std::vector<GroupId>& targets,
                                                            const ScheduleTiming& timing,
                                                            const JobControl& job) {
  HEDDLE_TRY(Sheet * from, sheet(group));
  HEDDLE_TRY(const schedule::Trace trace, from->history.trace(state));
  if (m_workloads.count(group))
    return Diagnostic{"schedule.no_model", "this workload belongs to no model"};
  std::map<std::string, std::string> schedules = m_host.model()->options.schedules;
  const std::string text = from->history.traceText(state);
  std::vector<TransplantRow> rows;
  for (const GroupId target : targets) {
    const graph_passes::Group* there = find(target);
    if (there == nullptr)
      return Diagnostic{"session.no_group", "there is no group {0}", {{"value", 0, std::to_string(target.value)}}};
    if (job.onProgress)
      job.onProgress({{"transplanting to {0}", {there->name}},
                      static_cast<double>(rows.size()) / static_cast<double>(targets.size()),
                      {}});
    HEDDLE_TRY(TransplantRow row, transplantRow(*from, state, *there, timing.threads, job));
    if (row.isLegal) {
      HEDDLE_TRY(Sheet * sheetThere, sheet(target));
      HEDDLE_TRY(const ScheduleHistoryView made, setTrace(target, text));
      const std::string workload = sheetThere->history.subject().programHash;
      const auto chosen = chosenTrace(workload);
      HEDDLE_TRY(const schedule::Trace before,
                 chosen ? schedule::parseTrace(*chosen)
                        : Result<schedule::Trace>(sheetThere->history.subject().defaultTrace));
      ScheduleBench bench(*sheetThere->workpiece, m_host.runner(), m_host.machine());
      HEDDLE_TRY(const ScheduleComparison measured, bench.compare(before, trace, timing, job));
      row.speedBefore = measured.speedA;
      row.speedAfter = measured.speedB;
      row.verdict = measured.verdict;
      row.isChosen = measured.isDifferent && measured.ratio > 1;
      if (row.isChosen) schedules[workload] = text;
      sheetThere->history.setSpeed(made.current, measured.speedB);
      persist(*sheetThere, made.current);
    }
    rows.push_back(std::move(row));
  }
  if (schedules != m_host.model()->options.schedules)
    HEDDLE_CHECK(m_host.setSchedules(std::move(schedules), job));
  return rows;
}

}  // namespace heddle::session
