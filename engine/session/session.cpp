// SPDX-License-Identifier: Apache-2.0
#include "engine/session/session.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "engine/export/export.h"
#include "engine/graph/text.h"
#include "engine/session/fusion_view.h"
#include "engine/session/kernel_view.h"
#include "engine/session/measure.h"
#include "engine/session/override_effect.h"
#include "engine/session/preprocess.h"
#include "engine/session/schedule_desk.h"
#include "engine/session/schedule_lesson.h"
#include "engine/session/shapes.h"
#include "engine/session/specialise.h"
#include "engine/session/stage_view.h"
#include "engine/session/verify.h"
#include "engine/session/workspace.h"

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

PortView portView(const import::ValueSummary& value) {
  PortView view{value.name, text(value.type), !value.type.isStatic(), {}};
  for (const Dim& dim : value.type.shape) view.dims.push_back(dim.text());
  return view;
}

ModelView modelView(const import::ImportedModel& model) {
  const import::ModelSummary& s = model.summary;
  ModelView view;
  view.file = s.file;
  view.hash = s.hash;
  view.producer = s.producer;
  view.graphName = s.graphName;
  view.irVersion = s.irVersion;
  view.opsets = s.opsets;
  view.parameters = s.parameterCount;
  view.parameterBytes = s.parameterBytes;
  view.fileBytes = s.fileBytes;
  view.operatorCounts = s.operatorCounts;
  view.isSupported = model.graph.has_value();
  for (const import::ValueSummary& v : s.inputs) view.inputs.push_back(portView(v));
  for (const import::ValueSummary& v : s.outputs) view.outputs.push_back(portView(v));
  for (const import::NodeReport& n : model.nodes)
    view.nodes.push_back({n.name, n.domain, n.opType, n.how, n.problem, n.inputs, n.outputs});
  if (model.graph) view.symbols = inputSymbols(*model.graph);
  return view;
}

}  // namespace

struct Session::State {
  Settings settings;
  std::optional<Workspace> workspace;
  std::unique_ptr<runner::Runner> runner;
  std::optional<MachineFacts> machine;
  std::shared_ptr<const import::ImportedModel> model;
  ModelStateRef current;
  // What undo and redo walk over: how the model is compiled, not what was measured.
  std::vector<CompileOptions> versions;
  size_t cursor = 0;
  SnapshotRef snapshot;
  std::function<void(SnapshotRef)> published;
  std::vector<OverrideEffect> effects;
  uint64_t nextSnapshot = 1;
  std::vector<Diagnostic> startProblems;
  std::unique_ptr<ScheduleDesk> desk;

  const MachineFacts& machineFacts() {
    if (!machine) machine = knownMachine(settings.cacheDir);
    return *machine;
  }
  runner::Runner& theRunner() {
    if (!runner) runner = std::make_unique<runner::Runner>(settings.runnerPath);
    return *runner;
  }

  SnapshotRef publish(std::shared_ptr<Snapshot> next) {
    next->id = SnapshotId{nextSnapshot++};
    next->canUndo = cursor > 0;
    next->canRedo = cursor + 1 < versions.size();
    snapshot = next;
    if (published) published(snapshot);
    return snapshot;
  }

  // A snapshot of `current`, with everything that was measured dropped.
  std::shared_ptr<Snapshot> freshSnapshot() {
    auto next = std::make_shared<Snapshot>();
    next->model = snapshot ? snapshot->model : nullptr;
    next->problems = startProblems;
    if (!current) return next;
    next->options = current->options;
    next->unboundSymbols = current->unboundSymbols;
    next->problems.insert(next->problems.end(), current->notes.begin(), current->notes.end());
    const graph::Graph* previous = nullptr;
    int64_t flops = 0;
    for (const graph_passes::Stage& stage : current->stages) {
      next->stages.push_back(std::make_shared<const GraphStageView>(stageView(stage, previous)));
      previous = &stage.graph;
    }
    next->stages.push_back(std::make_shared<const GraphStageView>(fusedStage(*current)));
    for (const GraphNodeView& node : next->stages.back()->nodes) flops += node.flops;
    auto model = std::make_shared<ModelView>(*next->model);
    model->flops = current->unboundSymbols.empty() ? flops : 0;
    next->model = std::move(model);
    auto fusion = std::make_shared<FusionView>(
        fusionView(*current, settings.predicts ? machineFacts() : MachineFacts()));
    next->problems.insert(next->problems.end(), fusion->refusedOverrides.begin(),
                          fusion->refusedOverrides.end());
    next->fusion = std::move(fusion);
    next->measuredEffects = effectViews(effects, *current);
    return next;
  }

  // Runs the passes for a version; `current` changes only when they succeed.
  Result<SnapshotRef> change(CompileOptions version, const JobControl& job) {
    HEDDLE_CHECK(requireModel());
    HEDDLE_TRY(ModelStateRef next, prepare(model, version, job, current));
    current = std::move(next);
    versions.resize(cursor + 1);
    versions.push_back(std::move(version));
    ++cursor;
    keepOverrides();
    return publish(freshSnapshot());
  }

  Result<SnapshotRef> moveTo(size_t position, const JobControl& job) {
    HEDDLE_TRY(ModelStateRef next, prepare(model, versions[position], job, current));
    current = std::move(next);
    cursor = position;
    keepOverrides();
    return publish(freshSnapshot());
  }

  void keepOverrides() {
    if (!workspace) return;
    std::vector<Workspace::Override> list;
    for (const FusionOverride& o : versions[cursor].fusionOverrides)
      list.push_back({o.producer, o.consumer, o.force});
    noteProblem(workspace->setOverrides(model->summary.hash, list));
    noteProblem(workspace->setScheduleChoices(model->summary.hash, versions[cursor].schedules));
  }

  // Choices that this version of Heddle cannot read are left out, and said.
  std::map<std::string, std::string> keptSchedules(const std::string& modelHash) {
    std::map<std::string, std::string> out;
    if (!workspace) return out;
    for (auto& [program, text] : workspace->scheduleChoices(modelHash)) {
      const auto trace = schedule::parseTrace(text);
      if (trace.isOk())
        out.emplace(program, text);
      else
        startProblems.push_back({"session.schedule", "a schedule kept for this model cannot be read: " +
                                                         messageText(trace.error())});
    }
    return out;
  }

  ScheduleHost scheduleHost() {
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

  void noteProblem(const Status& status) {
    if (status.isError()) startProblems.push_back(status.error());
  }

  Status requireModel() const {
    if (!model) return Diagnostic{"session.no_model", "no model is open"};
    if (!model->graph) return import::refusal(*model);
    return {};
  }

  Status requireBuild(const JobControl& job) {
    HEDDLE_CHECK(requireModel());
    if (current->build) return {};
    HEDDLE_TRY(current, session::compile(*current, settings.cacheDir, job));
    auto next = std::make_shared<Snapshot>(*snapshot);
    next->isCompiled = true;
    next->arenaBytes = current->build->module.memory.arenaBytes;
    next->compileSeconds = current->build->compileSeconds;
    for (const build::CompiledGroup& group : current->build->groups)
      if (!group.note.empty())
        next->problems.push_back(
            {"session.schedule", group.note, {}, group.name, {}, Severity::note});
    publish(std::move(next));
    return {};
  }

  // A build with values compiled in computes nonsense for others: it is made again for those given.
  Status matchCompiledIn(const std::map<std::string, Tensor>& inputs, const JobControl& job) {
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

  Result<std::map<std::string, Tensor>> inputsOrRandom(const std::map<std::string, Tensor>& given,
                                                       uint64_t seed) const {
    if (given.empty()) return fillInputs(*current, seed, "random");
    return given;
  }
};

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

Session::~Session() = default;

SnapshotRef Session::snapshot() const { return m_state->snapshot; }

void Session::onPublished(std::function<void(SnapshotRef)> callback) {
  m_state->published = std::move(callback);
}

Result<SnapshotRef> Session::open(const std::string& file, const CompileOptions& compileOptions,
                                  const JobControl& job) {
  import::ImportOptions options;
  options.cancel = job.cancel;
  if (job.onProgress)
    options.onProgress = [&](double fraction) { job.onProgress({"importing", fraction, {}}); };
  HEDDLE_TRY(import::ImportedModel imported, import::importModel(file, options));

  // Everything below must succeed before the open model is replaced.
  auto model = std::make_shared<const import::ImportedModel>(std::move(imported));
  CompileOptions version = compileOptions;
  version.fusionOverrides.clear();
  if (m_state->workspace)
    for (const Workspace::Override& o : m_state->workspace->overrides(model->summary.hash))
      version.fusionOverrides.push_back({o.producer, o.consumer, o.force});
  for (const FusionOverride& o : compileOptions.fusionOverrides)
    addOverride(version.fusionOverrides, o);
  for (auto& [program, text] : m_state->keptSchedules(model->summary.hash))
    version.schedules.emplace(program, text);
  ModelStateRef prepared;
  if (model->graph) {
    HEDDLE_TRY(prepared, prepare(model, version, job));
  }
  State& state = *m_state;
  state.model = model;
  state.current = prepared;
  state.versions = {version};
  state.cursor = 0;
  state.effects.clear();
  if (state.workspace)
    state.noteProblem(state.workspace->noteModel(model->summary.hash, fs::absolute(file).string()));
  if (!compileOptions.fusionOverrides.empty()) state.keepOverrides();

  auto base = std::make_shared<Snapshot>();
  base->model = std::make_shared<const ModelView>(modelView(*model));
  state.snapshot = base;
  std::shared_ptr<Snapshot> next = state.freshSnapshot();
  if (!model->graph) next->problems.push_back(import::refusal(*model));
  return state.publish(std::move(next));
}

Result<SnapshotRef> Session::configure(const CompileOptions& options, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
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

Result<KernelView> Session::kernel(GroupId group, const JobControl&) {
  HEDDLE_CHECK(m_state->requireModel());
  return kernelView(*m_state->current, group);
}

Result<RunView> Session::run(const std::map<std::string, Tensor>& inputs,
                             const MeasureOptions& options, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  HEDDLE_CHECK(m_state->matchCompiledIn(inputs, job));
  HEDDLE_CHECK(m_state->requireBuild(job));
  HEDDLE_TRY(const auto chosen, m_state->inputsOrRandom(inputs, options.seed));
  return measureRun(m_state->theRunner(), *m_state->current, chosen, options,
                    describeMachine(), job);
}

Result<std::map<std::string, Tensor>> Session::randomInputs(uint64_t seed,
                                                            const std::string& fillMode) const {
  HEDDLE_CHECK(m_state->requireModel());
  return fillInputs(*m_state->current, seed, fillMode);
}

Result<Tensor> Session::imageInput(const std::string& file, const std::string& preset,
                                   const std::string& input) const {
  HEDDLE_CHECK(m_state->requireModel());
  const graph::Graph& graph = m_state->current->fused.graph;
  for (const OpId id : graph.inputs())
    if (const auto& type = graph.type({id, 0}); type && graph.node(id).name == input)
      return imageToTensor(file, preset, *type);
  return Diagnostic{"session.no_input", "the model has no input \"" + input + "\""};
}

Result<VerifyView> Session::verify(const VerifyOptions& options, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  HEDDLE_CHECK(m_state->matchCompiledIn(options.inputs, job));
  HEDDLE_TRY(const auto inputs, m_state->inputsOrRandom(options.inputs, options.seed));
  return verifyBuild(m_state->theRunner(), *m_state->current, inputs, options,
                     m_state->settings.cacheDir, job);
}

Result<SnapshotRef> Session::profile(const MeasureOptions& options, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireBuild(job));
  HEDDLE_TRY(const auto inputs, fillInputs(*m_state->current, options.seed, "random"));
  HEDDLE_TRY(ProfileView profile,
             measureProfile(m_state->theRunner(), *m_state->current, inputs, options,
                            m_state->machineFacts(), job));
  auto next = std::make_shared<Snapshot>(*m_state->snapshot);
  next->profile = std::make_shared<const ProfileView>(std::move(profile));
  next->profiledOn = SnapshotId{m_state->nextSnapshot};
  return m_state->publish(std::move(next));
}

Result<CompareView> Session::compare(const CompileOptions& other, const MeasureOptions& options,
                                     const JobControl& job) {
  HEDDLE_CHECK(m_state->requireBuild(job));
  const ModelStateRef a = m_state->current;
  HEDDLE_TRY(const ModelStateRef prepared, prepare(m_state->model, other, job, a));
  HEDDLE_TRY(const ModelStateRef b,
             session::compile(*prepared, m_state->settings.cacheDir, job));
  HEDDLE_TRY(const auto inputs, fillInputs(*a, options.seed, "random"));
  return measureComparison(m_state->theRunner(), *a, *b, inputs, options, m_state->machineFacts(),
                           job);
}

Result<SnapshotRef> Session::measureOverride(OpId producer, OpId consumer, const MeasureOptions& options,
                                             const JobControl& job) {
  State& state = *m_state;
  HEDDLE_CHECK(state.requireModel());
  const std::optional<FusionOverride> fusion = overrideOf(*state.current, producer, consumer);
  if (!fusion) return Diagnostic{"session.no_override", "fusion of this edge is left to the rules"};
  HEDDLE_CHECK(state.requireBuild(job));
  CompileOptions without = state.current->options;
  std::erase(without.fusionOverrides, *fusion);
  HEDDLE_TRY(const ModelStateRef prepared, prepare(state.model, without, job, state.current));
  HEDDLE_TRY(const ModelStateRef before, session::compile(*prepared, state.settings.cacheDir, job));
  HEDDLE_TRY(const auto inputs, fillInputs(*state.current, options.seed, "random"));
  HEDDLE_TRY(const CompareView measured,
             measureComparison(state.theRunner(), *before, *state.current, inputs, options,
                               state.machineFacts(), job));
  keepEffect(effectOf(*before, *state.current, *fusion, measured), state.effects);
  auto next = std::make_shared<Snapshot>(*state.snapshot);
  next->measuredEffects = effectViews(state.effects, *state.current);
  return state.publish(std::move(next));
}

Result<CompareView> Session::compareWith(const Session& other, const MeasureOptions& options,
                                         const JobControl& job) {
  const ModelStateRef a = m_state->current, b = other.m_state->current;
  if (!a || !a->build || !b || !b->build)
    return Diagnostic{"session.not_compiled", "both sides must be compiled before they are compared"};
  HEDDLE_TRY(const auto inputs, fillInputs(*a, options.seed, "random"));
  return measureComparison(m_state->theRunner(), *a, *b, inputs, options, m_state->machineFacts(),
                           job);
}

Result<std::string> Session::graphText(const std::string& pass) const {
  HEDDLE_CHECK(m_state->requireModel());
  if (pass == "fuse") return graph::printGraph(m_state->current->fused.graph);
  for (const graph_passes::Stage& stage : m_state->current->stages)
    if (stage.pass == pass) return graph::printGraph(stage.graph);
  return Diagnostic{"session.no_pass", "no pass \"" + pass + "\" ran"};
}

Status Session::writeModule(const std::string& directory) const {
  if (!m_state->current || !m_state->current->build)
    return Diagnostic{"session.not_compiled", "the model is not compiled"};
  return build::writeModule(m_state->current->build->module, directory);
}

Result<ExportView> Session::exportModule(const ExportRequest& request, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireBuild(job));
  if (!m_state->current->compiledIn.empty())
    return Diagnostic{"session.unsupported_export",
                      "input \"" + m_state->current->compiledIn.begin()->first +
                          "\" decides shapes, so this build is good for one value of it and cannot be exported",
                      {}, "", "make the input a constant of the model"};
  exporter::ExportOptions options;
  options.formats = request.formats;
  options.separateParams = request.separateParams;
  options.runtimeLibraryDir = m_state->settings.runtimeDir;
  HEDDLE_TRY(const exporter::ExportReport report,
             exporter::exportModule(m_state->current->build->module, request.directory, options));
  ExportView view;
  view.files = report.files;
  view.totalBytes = report.totalBytes;
  view.requiredFeatures = report.requiredFeatures;
  const auto& formats = request.formats;
  if (std::find(formats.begin(), formats.end(), "so") == formats.end()) return view;
  // The library is "saved" once a clean process has run it.
  HEDDLE_TRY(const auto inputs, randomInputs(1, "random"));
  runner::RunRequest run;
  run.inputs = inputs;
  run.cancel = job.cancel;
  HEDDLE_TRY(const runner::RunReply reply,
             m_state->theRunner().run(m_state->current->build->module, run));
  HEDDLE_TRY(view.rehearsal,
             exporter::rehearse({request.directory, report.name, inputs, reply.outputs,
                                 m_state->settings.runnerPath}));
  view.isRehearsed = true;
  return view;
}

ScheduleEditor& Session::schedules() {
  if (!m_state->desk) m_state->desk = std::make_unique<ScheduleDesk>(m_state->scheduleHost());
  return *m_state->desk;
}

const std::string& Session::lessonText() { return matmulLessonText(); }

Result<LessonView> Session::lesson(const LessonRequest& request, const JobControl& job) {
  HEDDLE_TRY(const Target target, codegen::hostTarget());
  HEDDLE_TRY(const Lesson lesson, parseLesson(request.text.empty() ? lessonText() : request.text, target));
  ScheduleTiming timing;
  timing.threads = request.threads;
  timing.budgetSeconds = request.budgetSeconds;
  return runMatmulLesson(lesson, {request.rows, request.columns, request.inner}, m_state->theRunner(),
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
