// SPDX-License-Identifier: Apache-2.0
#include "engine/session/session_state.h"

#include <algorithm>

#include "engine/session/choose_branches.h"
#include "engine/session/fusion_view.h"
#include "engine/session/leave_on_cancel.h"
#include "engine/session/measure.h"
#include "engine/session/model_view.h"
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
  return next;
}

Result<Session::State::Prepared> Session::State::prepareVersion(
    const CompileOptions& version, std::shared_ptr<const import::ImportedModel> source,
    std::shared_ptr<const ModelView> view, const ModelStateRef& like, const JobControl& job) {
  if (!machine && !settings.predicts) machine = keptMachine(settings.cacheDir);
  const bool isPredicted = machine || settings.predicts;
  if (isPredicted) HEDDLE_CHECK(measureMachine(job));
  const MachineFacts facts = isPredicted ? *machine : MachineFacts();
  return leaveOnCancel<Prepared>(job, [=](const JobControl& control) -> Result<Prepared> {
    Prepared out;
    HEDDLE_TRY(const auto chosen, chooseBranches(source, version, control.cancel));
    HEDDLE_TRY(out.state, prepare(chosen, version, control, like));
    const auto shown =
        chosen == source ? view : std::make_shared<const ModelView>(modelView(*chosen));
    auto fusion = std::make_shared<FusionView>(fusionView(*out.state, facts));
    fusion->isPredicted = isPredicted;
    out.fusion = std::move(fusion);
    int64_t flops = 0;
    if (out.state->unboundSymbols.empty())
      for (const GraphNodeView& node : out.state->fusedView->nodes) flops += node.flops;
    out.model = shown;
    if (flops == shown->flops) return out;
    auto model = std::make_shared<ModelView>(*shown);
    model->flops = flops;
    out.model = std::move(model);
    return out;
  });
}

std::shared_ptr<Snapshot> Session::State::adopt(Prepared prepared) {
  letGo(std::exchange(current, std::move(prepared.state)));
  if (model != current->model) letGo(std::exchange(model, current->model));
  auto next = freshSnapshot();
  next->model = std::move(prepared.model);
  next->options = current->options;
  next->unboundSymbols = current->unboundSymbols;
  next->problems.insert(next->problems.end(), current->notes.begin(), current->notes.end());
  next->stages = current->stageViews;
  next->passes = passViews(current->options);
  next->stages.push_back(current->fusedView);
  next->fusion = std::move(prepared.fusion);
  next->problems.insert(next->problems.end(), next->fusion->refusedOverrides.begin(),
                        next->fusion->refusedOverrides.end());
  next->measuredEffects = effectViews(effects, *current);
  return next;
}

Result<SnapshotRef> Session::State::change(CompileOptions version, const JobControl& job) {
  if (!model || !model->hasOpenBranches) HEDDLE_CHECK(requireModel());
  nameWorkspace(version);
  HEDDLE_TRY(Prepared next, prepareVersion(version, model, snapshot->model, current, job));
  versions.resize(cursor + 1);
  versions.push_back(std::move(version));
  ++cursor;
  auto fresh = adopt(std::move(next));
  keepOverrides();
  return publish(std::move(fresh));
}

Result<SnapshotRef> Session::State::moveTo(size_t position, const JobControl& job) {
  HEDDLE_TRY(Prepared next, prepareVersion(versions[position], model, snapshot->model, current, job));
  cursor = position;
  auto fresh = adopt(std::move(next));
  keepOverrides();
  return publish(std::move(fresh));
}

void Session::State::nameWorkspace(CompileOptions& version) const {
  if (workspace && version.scheduleArguments.empty())
    version.scheduleArguments = {"--workspace", settings.workspaceFile};
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
           "a schedule kept for this model cannot be read: {0}",
           {{"value", 0, messageText(trace.error())}}});
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
  HEDDLE_TRY(ModelStateRef built, buildOf(current, job));
  HEDDLE_TRY(auto fusion, fusionOf(built, job));
  current = std::move(built);
  auto next = std::make_shared<Snapshot>(*snapshot);
  next->isCompiled = true;
  next->fusion = std::move(fusion);
  next->arenaBytes = current->build->module.memory.arenaBytes;
  next->compileSeconds = current->build->compileSeconds;
  for (const build::CompiledGroup& group : current->build->groups)
    if (!group.note.empty()) {
      Diagnostic note{"session.schedule", "{0}", {{"phrase", 0, group.note.format}}, group.name, {}, Severity::note};
      for (const Phrase& part : group.note.arguments) note.subjects.push_back({"fill", 0, part.text()});
      next->problems.push_back(std::move(note));
    }
  publish(std::move(next));
  return {};
}

Result<std::shared_ptr<const FusionView>> Session::State::fusionOf(const ModelStateRef& state,
                                                                   const JobControl& job,
                                                                   int threads) const {
  using View = std::shared_ptr<const FusionView>;
  return leaveOnCancel<View>(job, [state, threads, known = machine](const JobControl&) -> Result<View> {
    auto fusion = std::make_shared<FusionView>(
        fusionView(*state, known.value_or(MachineFacts()), threads));
    fusion->isPredicted = known.has_value();
    return View(std::move(fusion));
  });
}

Result<ModelStateRef> Session::State::buildOf(const ModelStateRef& state, const JobControl& job) const {
  return leaveOnCancel<ModelStateRef>(job, [state, cacheDir = settings.cacheDir](const JobControl& control) {
    return session::compile(*state, cacheDir, control);
  });
}

Result<ModelStateRef> Session::State::buildUnder(const CompileOptions& options, const JobControl& job) const {
  HEDDLE_TRY(const ModelStateRef prepared,
             leaveOnCancel<ModelStateRef>(job, [=, source = model, like = current](const JobControl& control) -> Result<ModelStateRef> {
               HEDDLE_TRY(const auto chosen, chooseBranches(source, options, control.cancel));
               return prepare(chosen, options, control, like);
             }));
  return buildOf(prepared, job);
}

Status Session::State::measureMachine(const JobControl& job) {
  if (machine) return {};
  HEDDLE_TRY(machine, knownMachine(settings.cacheDir, settings.runnerPath, job.cancel));
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
