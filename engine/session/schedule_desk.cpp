// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_desk.h"

#include <algorithm>
#include <cmath>

#include "engine/session/kernel_view.h"
#include "engine/session/leave_on_cancel.h"
#include "engine/session/schedule_file.h"
#include "engine/session/schedule_json.h"
#include "engine/session/schedule_lesson.h"
#include "engine/session/schedule_options.h"
#include "engine/session/schedule_program.h"
#include "engine/session/schedule_workloads.h"

namespace heddle::session {
namespace {

constexpr uint64_t kFirstWorkload = uint64_t{1} << 48;  // ids of groups stay below

bool isSameTarget(const Target& a, const Target& b) {
  return codegen::toText(a) == codegen::toText(b) && a.threads == b.threads;
}

std::vector<ScheduleNode> nodesOf(const ScheduleHistory& history) {
  std::vector<ScheduleNode> nodes;
  for (int s = 0; s < history.size(); ++s) nodes.push_back(history.node(s));
  return nodes;
}

// What is measured of a state against its parent.
void compareWithParent(const ScheduleHistory& history, ScheduleStateView& view) {
  if (view.parent < 0 || !view.speed) return;
  const auto& parent = history.node(view.parent).speed;
  if (!parent || parent->time.threads != view.speed->time.threads) return;
  if (parent->time.median <= 0 || view.speed->time.median <= 0) return;
  view.overParent = parent->time.median / view.speed->time.median;
  const double floor = std::max(parent->time.noiseFloor, view.speed->time.noiseFloor);
  const bool overlap =
      parent->time.low <= view.speed->time.high && view.speed->time.low <= parent->time.high;
  view.isWithinNoise = overlap || std::max(view.overParent, 1 / view.overParent) <= 1 + floor;
}

}  // namespace

const graph_passes::Group* ScheduleDesk::find(GroupId group) const {
  const ModelStateRef model = m_host.model();
  if (!model) return nullptr;
  for (const graph_passes::Group& candidate : model->fused.groups)
    if (candidate.id == group) return &candidate;
  return nullptr;
}

Status ScheduleDesk::indexGroups() {
  const ModelStateRef model = m_host.model();
  if (model == m_indexed) return {};
  m_groups.clear();
  for (const graph_passes::Group& group : model->fused.groups) {
    const auto program = operators::buildProgram({group.name, model->fused.graph, group.members});
    if (program.isError()) continue;  // asked for by itself, it says why
    m_groups[group.id] = {build::programHash(program.value().program),
                          programKind(program.value().program)};
  }
  m_indexed = model;
  return {};
}

Result<ScheduleDesk::Sheet*> ScheduleDesk::sheet(GroupId id) {
  takeNews();
  if (const auto workload = m_workloads.find(id); workload != m_workloads.end())
    return m_sheets.at(workload->second).get();
  const graph_passes::Group* group = find(id);
  if (group == nullptr)
    return Diagnostic{"session.no_group", "there is no group {0}", {{"value", 0, std::to_string(id.value)}}};
  HEDDLE_CHECK(indexGroups());
  const ModelStateRef model = m_host.model();
  const std::string& modelHash = model->model->summary.hash;
  const auto found = m_sheets.find(modelHash + "/" + m_groups[id].workload);
  if (found != m_sheets.end() &&
      isSameTarget(found->second->history.subject().target, model->target))
    return found->second.get();
  HEDDLE_TRY(ScheduleSubjectRef subject, subjectOf(model->fused, *group, model->target));
  return &keepSheet(modelHash, std::move(subject));
}

// The states of an earlier session, or of another target, are taken over.
ScheduleDesk::Sheet& ScheduleDesk::keepSheet(const std::string& modelHash,
                                             ScheduleSubjectRef subject) {
  const std::string program = subject->programHash, key = modelHash + "/" + program;
  std::vector<ScheduleNode> nodes;
  int current = 0;
  const auto old = m_sheets.find(key);
  if (old != m_sheets.end()) {
    nodes = nodesOf(old->second->history);
    current = old->second->history.current();
    for (ScheduleNode& node : nodes) node.speed.reset();
  } else if (Workspace* workspace = m_host.workspace()) {
    int expected = 0;
    for (const Workspace::ScheduleRow& row : workspace->scheduleStates(modelHash, program)) {
      if (row.id != expected++) break;  // a gap: what follows cannot be told
      ScheduleNode node{row.parent, row.steps, row.name, speedFromJson(row.result), {}};
      if (!node.speed) node.refusal = phraseFromJson(row.result);
      nodes.push_back(std::move(node));
    }
    current = workspace->scheduleCursor(modelHash, program);
  }
  const size_t had = nodes.size();
  auto workpiece = std::make_shared<ScheduleWorkpiece>(subject, m_host.cacheDir);
  ScheduleHistory history = nodes.empty() ? ScheduleHistory(subject)
                                          : ScheduleHistory(subject, std::move(nodes), current);
  const bool isAsSaved = old == m_sheets.end() && static_cast<int>(had) == history.size();
  const int saved = isAsSaved ? history.size() : 0;
  auto made = std::make_unique<Sheet>(
      Sheet{key, modelHash, std::move(workpiece), std::move(history), saved});
  return *(m_sheets[key] = std::move(made));
}

Result<GroupId> ScheduleDesk::openWorkload(const std::string& workload, const std::string& target) {
  HEDDLE_TRY(const Target made,
             target.empty() ? codegen::hostTarget() : codegen::parseTarget(target));
  HEDDLE_TRY(ScheduleSubjectRef subject, workloadSubject(workload, made));
  const std::string key = "/" + subject->programHash;
  for (const auto& [id, known] : m_workloads) {
    if (known != key) continue;
    if (!isSameTarget(m_sheets.at(key)->history.subject().target, subject->target))
      keepSheet({}, std::move(subject));
    return id;
  }
  const GroupId id{kFirstWorkload + m_workloads.size()};
  m_workloads[id] = keepSheet({}, std::move(subject)).key;
  return id;
}

std::optional<std::string> ScheduleDesk::chosenTrace(const std::string& workload) const {
  const ModelStateRef model = m_host.model();
  if (!model) return {};
  const auto it = model->options.schedules.find(workload);
  if (it == model->options.schedules.end()) return {};
  return it->second;
}

ScheduleHistoryView ScheduleDesk::view(GroupId group, const Sheet& sheet) const {
  const ScheduleHistory& history = sheet.history;
  ScheduleHistoryView out;
  out.group = group;
  const graph_passes::Group* own = find(group);
  out.groupName = own ? own->name : history.subject().name;
  out.shape = history.subject().shape;
  out.workload = history.subject().programHash;
  for (const auto& [id, facts] : m_groups)
    if (own && facts.workload == out.workload) out.sharedBy.push_back(id);
  if (out.sharedBy.empty()) out.sharedBy.push_back(group);
  for (int s = 0; s < history.size(); ++s) {
    const ScheduleNode& node = history.node(s);
    ScheduleStateView state{s,         node.parent, node.steps,  history.traceText(s),
                            node.name, node.speed,  node.refusal};
    state.isMeasuring = m_meter && m_meter->isMeasuring(sheet.key, s);
    compareWithParent(history, state);
    out.states.push_back(std::move(state));
  }
  out.current = history.current();
  const auto chosen = own ? chosenTrace(out.workload) : std::nullopt;
  out.chosen = chosen ? history.findTrace(*chosen) : -1;
  out.canUndo = history.canUndo();
  out.canRedo = history.canRedo();
  const MachineFacts& machine = m_host.machine();
  out.peakGflops = machine.peakGflops(1);
  out.peakGbytesPerSecond = machine.mainMemoryGbytesPerSecond(1);
  return out;
}

void ScheduleDesk::persist(Sheet& sheet, int changed) {
  Workspace* workspace = m_host.workspace();
  if (workspace == nullptr) return;
  const ScheduleHistory& history = sheet.history;
  std::vector<Workspace::ScheduleRow> rows;
  for (int s = 0; s < history.size(); ++s) {
    if (s < sheet.saved && s != changed) continue;
    const ScheduleNode& node = history.node(s);
    rows.push_back(
        {s, node.parent, node.steps, node.name, node.speed ? toJson(*node.speed) : toJson(node.refusal)});
  }
  const Status done = workspace->setSchedules(
      sheet.modelHash, history.subject().programHash, rows, history.current(),
      sheet.saved == 0 ? Workspace::Others::remove : Workspace::Others::keep);
  if (done.isOk()) sheet.saved = history.size();
  m_host.noteProblem(done);
}

void ScheduleDesk::takeNews() {
  if (!m_meter) return;
  for (MeterNews& news : m_meter->take()) {
    const auto found = m_sheets.find(news.history);
    if (found == m_sheets.end() || found->second->history.check(news.state).isError()) continue;
    Sheet& sheet = *found->second;
    if (news.speed.isOk())
      sheet.history.setSpeed(news.state, news.speed.value());
    else
      sheet.history.setRefusal(news.state, linePhrase(news.speed.error()));
    persist(sheet, news.state);
  }
}

Result<ScheduleHistoryView> ScheduleDesk::edited(GroupId group, Sheet& sheet,
                                                 const Status& status) {
  HEDDLE_CHECK(status);
  persist(sheet);
  return view(group, sheet);
}

Result<ScheduleHistoryView> ScheduleDesk::history(GroupId group) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  return view(group, *there);
}
Result<ScheduleHistoryView> ScheduleDesk::apply(GroupId group, const std::string& steps) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  return edited(group, *there, there->history.apply(steps));
}
Result<ScheduleHistoryView> ScheduleDesk::setTrace(GroupId group, const std::string& text) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  return edited(group, *there, there->history.setTrace(text));
}
Result<ScheduleHistoryView> ScheduleDesk::undo(GroupId group) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  return edited(group, *there, there->history.undo());
}
Result<ScheduleHistoryView> ScheduleDesk::redo(GroupId group) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  return edited(group, *there, there->history.redo());
}
Result<ScheduleHistoryView> ScheduleDesk::select(GroupId group, int state) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  return edited(group, *there, there->history.select(state));
}
Result<ScheduleHistoryView> ScheduleDesk::rename(GroupId group, int state,
                                                 const std::string& name) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  HEDDLE_CHECK(there->history.rename(state, name));
  persist(*there, state);
  return view(group, *there);
}
Result<ScheduleHistoryView> ScheduleDesk::merge(GroupId group, int state) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  return edited(group, *there, there->history.merge(state));
}

Result<ScheduleHistoryView> ScheduleDesk::choose(GroupId group, int state, const JobControl& job) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  const ModelStateRef model = m_host.model();
  if (m_workloads.count(group))
    return Diagnostic{"schedule.no_model",
                      "this workload belongs to no model",
                      {},
                      there->history.subject().name,
                      "open a model and choose for one of its groups"};
  std::map<std::string, std::string> schedules = model->options.schedules;
  const std::string workload = there->history.subject().programHash;
  schedules.erase(workload);
  if (state >= 0) {
    HEDDLE_TRY(const schedule::Trace trace, there->history.trace(state));
    HEDDLE_TRY(const auto built, there->workpiece->build(trace, job.cancel));
    (void)built;
    schedules[workload] = there->history.traceText(state);
  }
  HEDDLE_CHECK(m_host.setSchedules(std::move(schedules), job));
  return history(group);
}

Result<ScheduleProgramView> ScheduleDesk::program(GroupId group, int state) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  HEDDLE_TRY(const auto scheduled, there->history.program(state));
  ScheduleProgramView out = programView(*scheduled, there->history.subject().target);
  out.state = state;
  out.trace = there->history.traceText(state);
  return out;
}

Result<ScheduleProgramView> ScheduleDesk::preview(GroupId group, const std::string& steps) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  HEDDLE_TRY(const auto scheduled, there->history.preview(steps));
  ScheduleProgramView out = programView(*scheduled, there->history.subject().target);
  out.trace = there->history.traceText(there->history.current()) + steps;
  return out;
}

Result<KernelView> ScheduleDesk::code(GroupId group, int state, const JobControl& job) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  HEDDLE_TRY(const schedule::Trace trace, there->history.trace(state));
  return leaveOnCancel<KernelView>(job, [=, subject = there->history.subjectRef()](const JobControl&) -> Result<KernelView> {
    build::BuildOptions options;
    options.target = subject->target;
    const graph_passes::Group& alone = subject->alone.groups.front();
    options.traceOverrides[alone.name] = trace;
    HEDDLE_TRY(build::CompiledGroup lowered, build::lowerGroup(subject->alone, alone, options));
    lowered.id = group;
    return kernelForms(lowered, subject->target);
  });
}

Result<SchedulePrediction> ScheduleDesk::predict(GroupId group, int state, int threads,
                                                 const JobControl& job) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  HEDDLE_TRY(const schedule::Trace trace, there->history.trace(state));
  if (const auto& speed = there->history.node(state).speed) threads = speed->time.threads;
  return predictSchedule(*there->workpiece, trace, m_host.machine(), std::max(1, threads),
                         job.cancel);
}

Result<std::vector<SchedulePrimitiveView>> ScheduleDesk::options(
    GroupId group, const ScheduleSelection& selection) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  HEDDLE_TRY(const auto state, there->history.program(there->history.current()));
  HEDDLE_TRY(const schedule::Trace trace, there->history.trace(there->history.current()));
  return scheduleOptions({*state, there->history.subject().group.program, trace}, selection);
}

Result<SchedulePrimitiveView> ScheduleDesk::explain(GroupId group, const std::string& step) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  HEDDLE_TRY(const auto list, parseSteps(step));
  if (list.size() != 1)
    return Diagnostic{"schedule.parse",
                      "one step is explained at a time",
                      {},
                      "",
                      "for example vectorize(loop=matmul.n)"};
  HEDDLE_TRY(const auto state, there->history.program(there->history.current()));
  HEDDLE_TRY(const schedule::Trace trace, there->history.trace(there->history.current()));
  return explainStep({*state, there->history.subject().group.program, trace}, list.front().step);
}

Status ScheduleDesk::save(GroupId group, int state, const std::string& file) {
  HEDDLE_TRY(const Sheet* there, sheet(group));
  HEDDLE_CHECK(there->history.check(state));
  return writeScheduleFile(
      file, scheduleFileText(there->history.subject(), there->history.traceText(state)));
}

// Every step is checked before the completeness of the file, so that a step which was cut is named.
Status ScheduleDesk::setFromFile(Sheet& sheet, const std::string& text) {
  const ScheduleSubject& subject = sheet.history.subject();
  HEDDLE_TRY(const ScheduleFileHead head, readScheduleHead(text));
  HEDDLE_CHECK(checkScheduleHead(head, subject));
  HEDDLE_TRY(const std::vector<NumberedStep> steps, parseSteps(text));
  (void)steps;
  HEDDLE_CHECK(checkComplete(head, text));
  Status set = sheet.history.setTrace(text);
  if (set.isOk()) return {};
  Diagnostic error = std::move(set).error();
  addOtherWorkload(head, subject, error);
  return error;
}

Result<ScheduleHistoryView> ScheduleDesk::load(GroupId group, const std::string& file) {
  HEDDLE_TRY(Sheet * there, sheet(group));
  HEDDLE_TRY(const std::string text, readScheduleFile(file));
  if (Status set = setFromFile(*there, text); set.isError()) {
    Diagnostic error = std::move(set).error();
    error.where = file + (error.where.empty() ? "" : ", " + error.where);
    return error;
  }
  persist(*there);
  return view(group, *there);
}

Result<LessonView> ScheduleDesk::lessonSteps(const LessonRequest& request) {
  HEDDLE_TRY(const Target target, codegen::hostTarget());
  HEDDLE_TRY(const Lesson lesson,
             parseLesson(request.text.empty() ? matmulLessonText() : request.text, target));
  LessonView out;
  out.title = lesson.title;
  out.introduction = lesson.introduction;
  out.subject = request.workload();
  out.peakGflops = m_host.machine().peakGflops(request.threads);
  for (const LessonStep& step : lesson.steps) out.rows.push_back({step, {}, 1});
  return out;
}

}  // namespace heddle::session
