// SPDX-License-Identifier: Apache-2.0
#include "engine/session/session.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "engine/session/choose_branches.h"
#include "engine/session/leave_on_cancel.h"
#include "engine/session/model_view.h"
#include "engine/session/schedule_lesson.h"
#include "engine/session/session_state.h"

namespace heddle::session {
namespace {

namespace fs = std::filesystem;

fs::path programDirectory() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path(".") : program.parent_path();
}

// An override of the same edge counts once, the later one.
void addOverride(std::vector<FusionOverride>& list, const FusionOverride& added) {
  std::erase_if(list, [&](const FusionOverride& o) {
    return o.producer == added.producer && o.consumer == added.consumer;
  });
  list.push_back(added);
}

// A model as read, and what a snapshot shows of it.
struct Imported {
  std::shared_ptr<const import::ImportedModel> model;
  std::shared_ptr<const ModelView> view;
};

Result<Imported> importFile(const std::string& file, const CompileOptions& compileOptions,
                            const JobControl& job) {
  return leaveOnCancel<Imported>(job, [file, compileOptions](const JobControl& control) -> Result<Imported> {
    import::ImportOptions options;
    options.cancel = control.cancel;
    if (control.onProgress)
      options.onProgress = [&](double fraction) { control.onProgress({"importing", fraction, {}}); };
    HEDDLE_TRY(import::ImportedModel imported, importFor(file, compileOptions, options));
    Imported out;
    out.model = std::make_shared<const import::ImportedModel>(std::move(imported));
    out.view = std::make_shared<const ModelView>(modelView(*out.model));
    return out;
  });
}

}  // namespace

Session::Session(Settings settings) : m_state(std::make_unique<State>()) {
  const fs::path beside = programDirectory();
  if (settings.runnerPath.empty()) settings.runnerPath = (beside / "heddle-runner").string();
  if (settings.runtimeDir.empty()) settings.runtimeDir = (beside / "../lib").lexically_normal().string();
  if (!settings.workspaceFile.empty()) {
    auto workspace = Workspace::open(settings.workspaceFile);
    if (workspace.isOk())
      m_state->workspace = std::move(workspace).value();
    else
      m_state->startProblems.push_back(workspace.error());
  }
  m_state->settings = std::move(settings);
}

Session::~Session() {
  m_state.reset();
  waitForLeftWork();
}

SnapshotRef Session::snapshot() const { return m_state->snapshot; }

void Session::onPublished(std::function<void(SnapshotRef)> callback) {
  m_state->published = std::move(callback);
}

Result<SnapshotRef> Session::open(const std::string& file, const CompileOptions& compileOptions,
                                  const JobControl& job) {
  HEDDLE_TRY(const Imported imported, importFile(file, compileOptions, job));
  // Everything below must succeed before the open model is replaced.
  const auto& model = imported.model;
  CompileOptions version = compileOptions;
  version.fusionOverrides.clear();
  if (m_state->workspace)
    for (const Workspace::Override& o : m_state->workspace->overrides(model->summary.hash))
      version.fusionOverrides.push_back({o.producer, o.consumer, o.force});
  for (const FusionOverride& o : compileOptions.fusionOverrides)
    addOverride(version.fusionOverrides, o);
  for (auto& [program, text] : m_state->keptSchedules(model->summary.hash))
    version.schedules.emplace(program, text);
  m_state->nameWorkspace(version);
  State::Prepared prepared;
  if (model->graph) {
    HEDDLE_TRY(prepared, m_state->prepareVersion(version, model, imported.view, nullptr, job));
  }
  State& state = *m_state;
  letGo(std::exchange(state.model, model));
  state.versions = {version};
  state.cursor = 0;
  state.effects.clear();
  if (state.workspace)
    state.noteProblem(state.workspace->noteModel(model->summary.hash, fs::absolute(file).string()));
  std::shared_ptr<Snapshot> next;
  if (model->graph) {
    next = state.adopt(std::move(prepared));
  } else {
    letGo(std::exchange(state.current, nullptr));
    next = state.freshSnapshot();
    next->model = imported.view;
    next->problems.push_back(import::refusal(*model));
  }
  if (!compileOptions.fusionOverrides.empty()) state.keepOverrides();
  return state.publish(std::move(next));
}

Result<SnapshotRef> Session::predict(const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  if (m_state->snapshot->fusion && m_state->snapshot->fusion->isPredicted) return m_state->snapshot;
  HEDDLE_CHECK(m_state->measureMachine(job));
  auto next = std::make_shared<Snapshot>(*m_state->snapshot);
  HEDDLE_TRY(next->fusion,
             m_state->fusionOf(m_state->current, job,
                               next->profile ? next->profile->total.threads : 0));
  return m_state->publish(std::move(next));
}

Result<SnapshotRef> Session::configure(const CompileOptions& options, const JobControl& job) {
  return m_state->change(options, job);
}

Result<SnapshotRef> Session::compile(const JobControl& job) {
  HEDDLE_CHECK(m_state->requireBuild(job));
  return m_state->snapshot;
}

Result<SnapshotRef> Session::setFusionOverride(const FusionOverrideRequest& request,
                                               const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  const graph::Graph& graph = m_state->current->fused.graph;
  if (!graph.contains(request.producer) || !graph.contains(request.consumer))
    return Diagnostic{"session.no_edge", "there is no such edge in the current graph"};
  const std::string producer = graph.node(request.producer).name;
  const std::string consumer = graph.node(request.consumer).name;
  CompileOptions version = m_state->versions[m_state->cursor];
  using Action = FusionOverrideRequest::Action;
  addOverride(version.fusionOverrides, {producer, consumer, request.action == Action::force});
  if (request.action == Action::clear) version.fusionOverrides.pop_back();
  return m_state->change(std::move(version), job);
}

Result<SnapshotRef> Session::undo(const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  if (m_state->cursor == 0) return Diagnostic{"session.nothing_to_undo", "there is nothing to undo"};
  return m_state->moveTo(m_state->cursor - 1, job);
}

Result<SnapshotRef> Session::redo(const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  if (m_state->cursor + 1 >= m_state->versions.size())
    return Diagnostic{"session.nothing_to_redo", "there is nothing to redo"};
  return m_state->moveTo(m_state->cursor + 1, job);
}

ScheduleEditor& Session::schedules() {
  if (!m_state->desk) m_state->desk = std::make_unique<ScheduleDesk>(m_state->scheduleHost());
  return *m_state->desk;
}

const std::string& Session::lessonText() { return matmulLessonText(); }

Result<LessonView> Session::lesson(const LessonRequest& request, const JobControl& job) {
  HEDDLE_TRY(const Target target, codegen::hostTarget());
  HEDDLE_CHECK(m_state->measureMachine(job));
  HEDDLE_TRY(const Lesson lesson, parseLesson(request.text.empty() ? lessonText() : request.text, target));
  ScheduleTiming timing;
  timing.threads = request.threads;
  timing.budgetSeconds = request.budgetSeconds;
  return runLesson(lesson, request.workload(), m_state->theRunner(),
                         m_state->machineFacts(), m_state->settings.cacheDir, timing, job);
}

void Session::remember(const std::string& key, const std::string& value) {
  const std::string hash = m_state->model ? m_state->model->summary.hash : std::string();
  if (m_state->workspace) m_state->noteProblem(m_state->workspace->remember(hash, key, value));
}

std::string Session::recall(const std::string& key) const {
  const std::string hash = m_state->model ? m_state->model->summary.hash : std::string();
  return m_state->workspace ? m_state->workspace->recall(hash, key) : std::string();
}

std::vector<std::string> Session::recentFiles() const {
  constexpr int kShown = 12;
  return m_state->workspace ? m_state->workspace->recentFiles(kShown) : std::vector<std::string>();
}

}  // namespace heddle::session
