// Node by node from the file's graph to ours.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/import/import.h"
#include "engine/import/onnx/branch_oracle.h"
#include "engine/import/onnx/heddle_onnx.pb.h"
#include "engine/import/onnx/names.h"
#include "engine/import/onnx/node_context.h"
#include "engine/import/onnx/node_order.h"

namespace heddle::import {

using Nodes = google::protobuf::RepeatedPtrField<onnx::NodeProto>;
using OpsetMap = std::map<std::string, int64_t, std::less<>>;

// The names that a graph, a subgraph or the body of a function can see.
struct Scope {
  const Scope* parent = nullptr;  // of a subgraph
  const OpsetMap* opsets = nullptr;
  std::unordered_map<std::string_view, graph::ValueRef>
      values;                                                 // invalid: an absent optional input
  std::unordered_map<std::string_view, Tensor> initializers;  // not in the graph yet
  std::unordered_map<std::string_view, const onnx::AttributeProto*> attributes;  // a function's
  bool isFunction = false;
  std::unordered_set<std::string_view> used;
};

// How one node went.
struct Outcome {
  std::string how = "direct";
  Phrase problem;  // why it is refused
};

// What a loop carries from one trip to the next, and what each trip adds to the results that grow.
struct LoopState {
  std::vector<graph::ValueRef> carried;
  std::vector<std::vector<graph::ValueRef>> scans;
};

class Converter {
 public:
  Converter(const onnx::ModelProto& model, Emitter& emitter, const ImportOptions& options);

  // Every node of the model. Errors are about the file; refused nodes are in reports().
  Status run(const OpsetMap& opsets);
  std::vector<NodeReport> takeReports() { return std::move(m_reports); }
  bool isAnyRefused() const { return m_isAnyRefused; }
  // Sizes of inputs decide which branch of an If is taken.
  bool hasOpenBranches() const { return m_hasOpenBranches; }

 private:
  using NodeProto = onnx::NodeProto;

  Status addInputs(Scope& scope);
  Status addInitializers(const onnx::GraphProto& graph, Scope& scope);
  Status setOutputs(const Scope& scope);
  // A body that is not the main graph: its first refused node refuses the whole.
  Status convertBody(const Nodes& nodes, Scope& scope, Outcome& outcome, const Phrase& what);
  Status convertNode(const NodeProto& node, Scope& scope, size_t position, Outcome& outcome);
  Status resolveInputs(const NodeProto& node, Scope& scope, size_t position,
                       std::vector<graph::ValueRef>& inputs);
  void convertByTable(const NodeProto& node, Scope& scope, std::vector<graph::ValueRef> inputs,
                      Outcome& outcome);
  Status inlineFunction(const onnx::FunctionProto& function, const NodeProto& node, Scope& scope,
                        const std::vector<graph::ValueRef>& inputs, Outcome& outcome);
  // Nothing when only the run decides it. A problem where sizes that are not given do.
  std::optional<Tensor> conditionOf(graph::ValueRef condition, Outcome& outcome);
  // Handled: the condition is known. Otherwise the table refuses it.
  Status inlineIf(const NodeProto& node, Scope& scope, graph::ValueRef condition, Outcome& outcome,
                  bool& isHandled);
  // unroll_loop.cpp
  Status unrollLoop(const NodeProto& node, Scope& scope, const std::vector<graph::ValueRef>& inputs,
                    Outcome& outcome, bool& isHandled);
  Result<std::optional<bool>> runBody(const onnx::GraphProto& graph, Scope& scope, int64_t trip,
                                      LoopState& state, Outcome& outcome);
  Status bindLoop(const NodeProto& node, Scope& scope, const LoopState& state, Outcome& outcome);
  std::optional<bool> truthOf(graph::ValueRef condition, Outcome& outcome);
  std::optional<int64_t> countOf(graph::ValueRef trips, Outcome& outcome);
  const graph::ValueRef* find(std::string_view name, Scope& scope);
  std::vector<BoundAttribute> bindAttributes(const NodeProto& node, const Scope& scope) const;
  void bindRefused(const NodeProto& node, Scope& scope);

  const onnx::ModelProto& m_model;
  Emitter& m_emitter;
  const ImportOptions& m_options;
  BranchOracle m_branches;
  std::unordered_map<std::string, const onnx::FunctionProto*> m_functions;
  std::vector<const onnx::FunctionProto*> m_callStack;
  int m_bodyDepth = 0;
  size_t m_bodyNodes = 0;
  bool m_isAnyRefused = false, m_hasOpenBranches = false;
  std::vector<NodeReport> m_reports;
};

}  // namespace heddle::import
