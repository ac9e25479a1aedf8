// What the engine knows of the open model under one set of options. Immutable once made.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "engine/build/module.h"
#include "engine/graph_passes/fuse.h"
#include "engine/import/import.h"
#include "engine/session/session.h"

namespace heddle::session {

struct ModelState {
  std::shared_ptr<const import::ImportedModel> model;
  CompileOptions options;
  Target target;
  std::vector<graph_passes::Stage> stages;           // import first
  graph::Graph separated;                            // what fusion starts from
  std::vector<std::shared_ptr<const GraphStageView>> stageViews;  // of the stages
  graph_passes::FusedGraph fused;
  std::shared_ptr<const GraphStageView> fusedView;
  std::vector<Diagnostic> notes;                     // what was assumed
  // Inputs whose given values were compiled in.
  std::map<std::string, Tensor> compiledIn;
  std::vector<std::string> unboundSymbols;           // to be given before compiling
  std::shared_ptr<const build::Build> build;         // null until compiled
};
using ModelStateRef = std::shared_ptr<const ModelState>;

// Runs the graph passes and fusion. Requires a model without refused nodes. `like` saves the passes, and keeps the ids
// of nodes, where it is of the same model and went through the same ones.
Result<ModelStateRef> prepare(std::shared_ptr<const import::ImportedModel> model,
                              const CompileOptions& options, const JobControl& job,
                              const ModelStateRef& like = nullptr);

// The same state with kernels. `scheduled` false makes the plain build.
Result<ModelStateRef> compile(const ModelState& state, const std::string& cacheDir,
                              const JobControl& job);

// The fused graph with every group's outputs as outputs of the model, named by node id.
Result<graph_passes::FusedGraph> tapEveryGroup(const graph_passes::FusedGraph& fused);

// Errors: "session.dynamic_shape" when input shapes are open.
Status requireShapes(const ModelState& state);

// Errors: "session.target" when the module is for another processor than this one.
Status requireThisProcessor(const build::Module& module);

build::BuildOptions buildOptions(const ModelState& state, const std::string& cacheDir,
                                 const JobControl& job);

}  // namespace heddle::session
