// SPDX-License-Identifier: Apache-2.0
#include "engine/session/session_state.h"

#include <algorithm>

#include "engine/session/fusion_view.h"
#include "engine/session/measure.h"
#include "engine/session/shapes.h"
#include "engine/session/specialise.h"
#include "engine/session/stage_view.h"

namespace heddle::session {

SnapshotRef Session::State::publish(std::shared_ptr<Snapshot> next) {
  next->id = SnapshotId{nextSnapshot++};
  next->canUndo = cursor > 0;
  next->canRedo = cursor + 1 < versions.size();
  snapshot = next;
  if (published) published(snapshot);
  return snapshot;
}

std::shared_ptr<Snapshot> Session::State::freshSnapshot() {
  auto next = std::make_shared<Snapshot>();
  next->model = snapshot ? snapshot->model : nullptr;
  next->problems = startProblems;
  if (!current) return next;
  next->options = current->options;
  next->unboundSymbols = current->unboundSymbols;
  next->problems.insert(next->problems.end(), current->notes.begin(), current->notes.end());
  int64_t flops = 0;
  next->stages = current->stageViews;
  next->stages.push_back(current->fusedView);
  for (const GraphNodeView& node : next->stages.back()->nodes) flops += node.flops;
  auto model = std::make_shared<ModelView>(*next->model);
  model->flops = current->unboundSymbols.empty() ? flops : 0;
  next->model = std::move(model);
  if (!machine && !settings.predicts) machine = keptMachine(settings.cacheDir);
  next->fusion = fusionOfCurrent();
  next->problems.insert(next->problems.end(), next->fusion->refusedOverrides.begin(),
                        next->fusion->refusedOverrides.end());
  next->measuredEffects = effectViews(effects, *current);
  return next;
}

std::shared_ptr<const FusionView> Session::State::fusionOfCurrent() {
  const bool isPredicted = machine || settings.predicts;
  auto fusion = std::make_shared<FusionView>(
      fusionView(*current, isPredicted ? machineFacts() : MachineFacts()));
  fusion->isPredicted = isPredicted;
  return fusion;
}

Result<SnapshotRef> Session::State::change(CompileOptions version, const JobControl& job) {
  HEDDLE_CHECK(requireModel());
  HEDDLE_TRY(ModelStateRef next, prepare(model, version, job, current));
  current = std::move(next);
  versions.resize(cursor + 1);
  versions.push_back(std::move(version));
  ++cursor;
  keepOverrides();
  return publish(freshSnapshot());
}

Result<SnapshotRef> Session::State::moveTo(size_t position, const JobControl& job) {
  HEDDLE_TRY(ModelStateRef next, prepare(model, versions[position], job, current));
  current = std::move(next);
  cursor = position;
  keepOverrides();
  return publish(freshSnapshot());
}

void Session::State::keepOverrides() {
  if (!workspace) return;
  std::vector<Workspace::Override> list;
  for (const FusionOverride& o : versions[cursor].fusionOverrides)
    list.push_back({o.producer, o.consumer, o.force});
  noteProblem(workspace->setOverrides(model->summary.hash, list));
  noteProblem(workspace->setScheduleChoices(model->summary.hash, versions[cursor].schedules));
}

std::map<std::string, std::string> Session::State::keptSchedules(const std::string& modelHash) {
  std::map<std::string, std::string> out;
  if (!workspace) return out;
  for (auto& [program, text] : workspace->scheduleChoices(modelHash)) {
    const auto trace = schedule::parseTrace(text);
    if (trace.isOk())
      out.emplace(program, text);
    else
      startProblems.push_back(
          {"session.schedule",
           "a schedule kept for this model cannot be read: " + messageText(trace.error())});
  }
  return out;
}

ScheduleHost Session::State::scheduleHost() {
  ScheduleHost host;
  host.runnerPath = settings.runnerPath;
  host.cacheDir = settings.cacheDir;
  host.model = [this] { return current; };
  host.machine = [this]() -> const MachineFacts& { return machineFacts(); };
  host.runner = [this]() -> runner::Runner& { return theRunner(); };
  host.workspace = [this] { return workspace ? &*workspace : nullptr; };
  host.noteProblem = [this](const Status& status) { noteProblem(status); };
  host.setSchedules = [this](std::map<std::string, std::string> schedules,
                             const JobControl& job) -> Status {
    HEDDLE_CHECK(requireModel());
    CompileOptions version = versions[cursor];
    version.schedules = std::move(schedules);
    HEDDLE_TRY(const SnapshotRef changed, change(std::move(version), job));
    (void)changed;
    return {};
  };
  return host;
}

void Session::State::noteProblem(const Status& status) {
  if (status.isError()) startProblems.push_back(status.error());
}

Status Session::State::requireModel() const {
  if (!model) return Diagnostic{"session.no_model", "no model is open"};
  if (!model->graph) return import::refusal(*model);
  return {};
}

Status Session::State::requireBuild(const JobControl& job) {
  HEDDLE_CHECK(requireModel());
  if (current->build) return {};
  HEDDLE_TRY(current, session::compile(*current, settings.cacheDir, job));
  auto next = std::make_shared<Snapshot>(*snapshot);
  next->isCompiled = true;
  next->fusion = fusionOfCurrent();
  next->arenaBytes = current->build->module.memory.arenaBytes;
  next->compileSeconds = current->build->compileSeconds;
  for (const build::CompiledGroup& group : current->build->groups)
    if (!group.note.empty())
      next->problems.push_back(
          {"session.schedule", group.note, {}, group.name, {}, Severity::note});
  publish(std::move(next));
  return {};
}

MeasureOptions Session::State::withThreads(MeasureOptions options) const {
  if (options.threads <= 0) options.threads = std::max(1, current->target.threads);
  return options;
}

Status Session::State::matchCompiledIn(const std::map<std::string, Tensor>& inputs,
                                       const JobControl& job) {
  const std::vector<std::string> deciding = shapeDecidingInputs(*model->graph);
  CompileOptions options = current->options;
  bool differs = false;
  for (const std::string& name : deciding) {
    const auto given = inputs.find(name);
    if (given == inputs.end()) continue;
    const auto has = current->compiledIn.find(name);
    differs = differs || has == current->compiledIn.end() ||
              !std::ranges::equal(has->second.bytes(), given->second.bytes()) ||
              has->second.extents() != given->second.extents();
    options.inputValues[name] = given->second;
    options.inputShapes[name] = given->second.extents();
  }
  if (!differs) return {};
  HEDDLE_TRY(const SnapshotRef changed, change(std::move(options), job));
  (void)changed;
  return {};
}

Result<std::map<std::string, Tensor>> Session::State::inputsOrRandom(
    const std::map<std::string, Tensor>& given, uint64_t seed) const {
  if (given.empty()) return fillInputs(*current, seed, "random");
  return given;
}

}  // namespace heddle::session
