// SPDX-License-Identifier: Apache-2.0
#include "engine/session/model_state.h"

#include <algorithm>
#include <filesystem>

#include "engine/build/separate_outputs.h"
#include "engine/reference/interpret_graph.h"
#include "engine/runtime/cpu_features.h"
#include "engine/session/shapes.h"
#include "engine/session/specialise.h"
#include "engine/session/stage_view.h"

namespace heddle::session {
namespace {

Result<Target> chooseTarget(const CompileOptions& options) {
  HEDDLE_TRY(Target target, options.target.empty() ? codegen::hostTarget()
                                                   : codegen::parseTarget(options.target));
  if (options.threads > 0) target.threads = options.threads;
  return target;
}

// Exporters name graphs alike ("torch-jit-export"): the file's name is what people know a model by.
std::string fileStem(const std::string& file) { return std::filesystem::path(file).stem().string(); }

std::vector<std::string> missingSymbols(const graph::Graph& graph, const SymbolValues& values) {
  std::vector<std::string> missing = inputSymbols(graph);
  std::erase_if(missing, [&](const std::string& name) { return values.count(name) != 0; });
  return missing;
}

// Everything of the state that comes before fusion.
Status runPasses(ModelState& state, const CompileOptions& options, const JobControl& job) {
  const graph::Graph& imported = *state.model->graph;
  HEDDLE_TRY(state.target, chooseTarget(options));
  if (job.onProgress) job.onProgress({"graph passes", 0, {}});

  graph_passes::PassContext context;
  context.evaluate = &reference::evaluate;
  context.target = state.target;
  context.cancel = job.cancel;
  HEDDLE_TRY(context.shapes, bindSymbols(imported, options.inputShapes));
  for (const std::string& batch : openBatchSymbols(imported, context.shapes)) {
    context.shapes[batch] = 1;
    state.notes.push_back({"session.batch", "the batch size {0} is not given: 1 is used", {{"value", 0, batch}}, "",
                           "--input-shapes sets it", Severity::note});
  }
  state.unboundSymbols = missingSymbols(imported, context.shapes);

  for (const std::string& name : shapeDecidingInputs(imported))
    if (const auto it = options.inputValues.find(name); it != options.inputValues.end())
      state.compiledIn.insert(*it);
  HEDDLE_TRY(const graph::Graph source, specialise(imported, state.compiledIn));

  graph_passes::PipelineOptions pipeline;
  pipeline.optLevel = options.optLevel;
  pipeline.disabled = options.disabledPasses;
  HEDDLE_TRY(state.stages, graph_passes::runPipeline(source, pipeline, context));
  if (job.cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
  HEDDLE_TRY(state.separated, build::separateOutputs(state.stages.back().graph));
  HEDDLE_TRY(state.stageViews, stageViews(state.stages, job.cancel));
  return {};
}

}  // namespace

Result<ModelStateRef> prepare(std::shared_ptr<const import::ImportedModel> model,
                              const CompileOptions& options, const JobControl& job,
                              const ModelStateRef& like) {
  for (const auto& [program, text] : options.schedules)
    if (auto trace = schedule::parseTrace(text); trace.isError()) return trace.error();
  auto state = std::make_shared<ModelState>();
  if (like && like->model == model && havePassesAlike(like->options, options)) {
    *state = *like;
    state->build = nullptr;
  } else {
    state->model = std::move(model);
    HEDDLE_CHECK(runPasses(*state, options, job));
  }
  state->options = options;
  graph_passes::FusionOptions fusion;
  fusion.enabled = options.fusion && options.optLevel >= 1;
  using Action = graph_passes::FusionOverride::Action;
  for (const FusionOverride& o : options.fusionOverrides)
    fusion.overrides.push_back({o.force ? Action::force : Action::forbid, o.producer, o.consumer});
  if (job.cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
  HEDDLE_TRY(state->fused, graph_passes::fuse(state->separated, fusion));
  if (job.cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
  state->fusedView = std::make_shared<const GraphStageView>(
      fusedStageView(state->fused, state->stages.back().graph, *state->stageViews.back()));
  return ModelStateRef(std::move(state));
}

build::BuildOptions buildOptions(const ModelState& state, const std::string& cacheDir,
                                 const JobControl& job) {
  build::BuildOptions options;
  options.target = state.target;
  options.scheduled = state.options.scheduled;
  options.objectCacheDir = cacheDir;
  for (const auto& [program, text] : state.options.schedules)
    if (auto trace = schedule::parseTrace(text); trace.isOk())
      options.tracesByProgram.emplace(program, std::move(trace).value());
  options.cancel = job.cancel;
  if (job.onProgress)
    options.onProgress = [report = job.onProgress](int done, int total) {
      report({"compiling", total == 0 ? 1.0 : static_cast<double>(done) / total,
              {"{0} of {1} kernels", {std::to_string(done), std::to_string(total)}}});
    };
  return options;
}

Status requireShapes(const ModelState& state) {
  if (state.unboundSymbols.empty()) return {};
  std::string names;
  for (const std::string& name : state.unboundSymbols) names += (names.empty() ? "" : ", ") + name;
  return Diagnostic{"session.dynamic_shape", "the input shapes leave open: {0}",
                    {{"value", 0, names}, {"value", 0, exampleShapes(*state.model->graph)}},
                    state.model->summary.file,
                    "give them, for example with --input-shapes \"{1}\""};
}

Result<ModelStateRef> compile(const ModelState& state, const std::string& cacheDir,
                              const JobControl& job) {
  HEDDLE_CHECK(requireShapes(state));
  auto next = std::make_shared<ModelState>(state);
  HEDDLE_TRY(next->build, build::buildModule(state.fused, fileStem(state.model->summary.file),
                                             buildOptions(state, cacheDir, job)));
  return ModelStateRef(std::move(next));
}

Status requireThisProcessor(const build::Module& module) {
  char problem[400];
  if (runtime::checkCpuFeatures(module.requiredFeatures.c_str(), problem, sizeof problem))
    return {};
  return Diagnostic{"session.target", problem, {}, module.target.triple + " " + module.target.cpu,
                    "it can be compiled and exported here, not run"};
}

Result<graph_passes::FusedGraph> tapEveryGroup(const graph_passes::FusedGraph& fused) {
  graph_passes::FusedGraph tapped = fused;
  graph::GraphEditor editor(fused.graph);
  std::vector<graph::Output> outputs = fused.graph.outputs();
  for (const graph_passes::Group& group : fused.groups)
    for (const graph::ValueRef value : group.outputs) {
      const bool isOutput = std::any_of(outputs.begin(), outputs.end(), [&](const graph::Output& o) {
        return o.value == value;
      });
      if (!isOutput)
        outputs.push_back({"%" + std::to_string(value.op.value) + "." + std::to_string(value.index), value});
    }
  editor.setOutputs(std::move(outputs));
  HEDDLE_TRY(tapped.graph, std::move(editor).finish());
  return tapped;
}

}  // namespace heddle::session
