// SPDX-License-Identifier: Apache-2.0
#include "engine/session/model_view.h"

#include "engine/session/shapes.h"

namespace heddle::session {
namespace {

PortView portView(const import::ValueSummary& value) {
  PortView view{value.name, text(value.type), !value.type.isStatic(), {}};
  for (const Dim& dim : value.type.shape) view.dims.push_back(dim.text());
  return view;
}

}  // namespace

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

}  // namespace heddle::session
