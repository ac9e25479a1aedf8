// SPDX-License-Identifier: Apache-2.0
#include "engine/session/choose_branches.h"

#include "engine/reference/interpret_graph.h"
#include "engine/session/shapes.h"

namespace heddle::session {
namespace {

// What the passes will bind, found without a graph: a model with an open branch has none.
Result<SymbolValues> symbolsFor(const import::ModelSummary& summary, const CompileOptions& options) {
  graph::GraphEditor editor("inputs", std::make_shared<ConstantPool>());
  for (const import::ValueSummary& input : summary.inputs) editor.addInput(input.name, input.type);
  HEDDLE_TRY(const graph::Graph inputs, std::move(editor).finish());
  HEDDLE_TRY(SymbolValues symbols, bindSymbols(inputs, options.inputShapes));
  for (const std::string& batch : openBatchSymbols(inputs, symbols)) symbols[batch] = 1;
  return symbols;
}

}  // namespace

Result<import::ImportedModel> importFor(const std::string& file, const CompileOptions& options,
                                        import::ImportOptions how) {
  how.evaluate = &reference::evaluate;
  HEDDLE_TRY(import::ImportedModel model, import::importModel(file, how));
  if (!model.hasOpenBranches) return model;
  HEDDLE_TRY(how.symbols, symbolsFor(model.summary, options));
  if (how.symbols.empty()) return model;
  return import::importModel(file, how);
}

Result<std::shared_ptr<const import::ImportedModel>> chooseBranches(
    std::shared_ptr<const import::ImportedModel> model, const CompileOptions& options,
    const CancelToken& cancel) {
  if (!model->hasOpenBranches) return model;
  HEDDLE_TRY(const SymbolValues symbols, symbolsFor(model->summary, options));
  if (symbols != model->branchSymbols) {
    import::ImportOptions how;
    how.cancel = cancel;
    HEDDLE_TRY(import::ImportedModel again, importFor(model->summary.file, options, how));
    model = std::make_shared<const import::ImportedModel>(std::move(again));
  }
  if (!model->graph) return import::refusal(*model);
  return model;
}

}  // namespace heddle::session
