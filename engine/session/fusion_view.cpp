// SPDX-License-Identifier: Apache-2.0
#include "engine/session/fusion_view.h"

#include <algorithm>
#include <unordered_map>

#include "engine/session/predict.h"
#include "engine/session/stage_view.h"

namespace heddle::session {
namespace {

using graph_passes::FusionDecision;
using graph_passes::Group;

std::unordered_map<OpId, GroupId> groupOfNode(const graph_passes::FusedGraph& fused) {
  std::unordered_map<OpId, GroupId> out;
  for (const Group& group : fused.groups)
    for (const OpId member : group.members) out[member] = group.id;
  return out;
}

int64_t totalBytes(const graph::Graph& graph, const std::vector<graph::ValueRef>& values) {
  int64_t bytes = 0;
  for (const graph::ValueRef value : values) bytes += valueBytes(graph, value);
  return bytes;
}

// What an intermediate value costs when it goes through memory between two kernels.
double roundTripMilliseconds(const ModelState& state, OpId producer, const MachineFacts& machine,
                             int threads) {
  const int64_t bytes = valueBytes(state.fused.graph, {producer, 0});
  return predictMilliseconds(0, 2 * bytes, machine, threads);
}

bool isOverridden(const ModelState& state, const FusionDecision& decision) {
  const graph::Graph& graph = state.fused.graph;
  const auto& overrides = state.options.fusionOverrides;
  return std::any_of(overrides.begin(), overrides.end(), [&](const FusionOverride& o) {
    return o.producer == graph.node(decision.producer).name &&
           o.consumer == graph.node(decision.consumer).name;
  });
}

// `compiled` is null before the build.
GroupView groupView(const ModelState& state, const Group& group,
                    const build::CompiledGroup* compiled, const MachineFacts& machine,
                    int threads) {
  const graph::Graph& graph = state.fused.graph;
  GroupView view;
  view.id = group.id;
  view.name = group.name;
  view.anchor = group.anchor;
  view.pattern = group.anchor.isValid() ? NodeClass::anchor : static_cast<NodeClass>(std::min<int>(
                     static_cast<int>(group.pattern), static_cast<int>(NodeClass::anchor)));
  if (group.pattern == graph::PatternKind::opaque) view.pattern = NodeClass::opaque;
  view.members = group.members;
  if (compiled != nullptr)
    view.flops = compiled->cost.flops;
  else
    for (const OpId member : group.members) view.flops += operators::costOf(graph, member).flops;
  view.bytes = totalBytes(graph, group.inputs) + totalBytes(graph, group.outputs);
  if (!group.outputs.empty())
    if (const auto& type = graph.type(group.outputs.front())) view.shape = text(*type);
  view.predictedMilliseconds =
      compiled != nullptr ? predictMilliseconds(*compiled, state.target, machine, threads)
                          
                          : predictMilliseconds(static_cast<double>(view.flops), view.bytes, machine, threads);
  return view;
}

}  // namespace

FusionView fusionView(const ModelState& state, const MachineFacts& machine, int threads) {
  FusionView view;
  view.threads = threads > 0 ? threads : std::max(1, state.target.threads);
  std::unordered_map<GroupId, size_t> position;
  std::unordered_map<GroupId, const build::CompiledGroup*> compiled;
  if (state.build)
    for (const build::CompiledGroup& group : state.build->groups) compiled[group.id] = &group;
  for (const Group& group : state.fused.groups) {
    position[group.id] = view.groups.size();
    const auto built = compiled.find(group.id);
    view.groups.push_back(
        groupView(state, group, built == compiled.end() ? nullptr : built->second, machine,
                  view.threads));
  }
  const std::unordered_map<OpId, GroupId> groupOf = groupOfNode(state.fused);
  for (const FusionDecision& decision : state.fused.decisions) {
    FusionEdgeView edge;
    edge.producer = decision.producer;
    edge.consumer = decision.consumer;
    if (const auto it = groupOf.find(edge.producer); it != groupOf.end()) edge.producerGroup = it->second;
    if (const auto it = groupOf.find(edge.consumer); it != groupOf.end()) edge.consumerGroup = it->second;
    edge.fused = decision.fused;
    edge.phase = decision.phase;
    edge.rule = decision.rule;
    edge.reason = decision.reason;
    edge.blocker = decision.blocker;
    edge.isOverridden = isOverridden(state, decision);
    const double roundTrip = roundTripMilliseconds(state, edge.producer, machine, view.threads);
    edge.predictedDeltaMilliseconds = edge.fused ? roundTrip : -roundTrip;
    if (edge.producerGroup != edge.consumerGroup && edge.producerGroup.isValid() &&
        edge.consumerGroup.isValid()) {
      view.groups[position[edge.producerGroup]].outputs.push_back(edge.consumerGroup);
      view.groups[position[edge.consumerGroup]].inputs.push_back(edge.producerGroup);
    }
    view.edges.push_back(std::move(edge));
  }
  for (GroupView& group : view.groups)
    for (std::vector<GroupId>* list : {&group.inputs, &group.outputs}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
  view.refusedOverrides = state.fused.refusedOverrides;
  return view;
}

}  // namespace heddle::session
