// SPDX-License-Identifier: Apache-2.0
#include "engine/session/override_effect.h"

#include <algorithm>
#include <set>

namespace heddle::session {
namespace {

using graph_passes::Group;

OpId nodeNamed(const graph::Graph& graph, const std::string& name) {
  for (const OpId id : graph.order())
    if (graph.node(id).name == name) return id;
  return {};
}

// Grows `ops` to whole groups; true when it grew.
bool growToGroups(const std::vector<Group>& groups, std::set<OpId>& ops) {
  const size_t size = ops.size();
  for (const Group& group : groups)
    if (std::ranges::any_of(group.members, [&](OpId op) { return ops.contains(op); }))
      ops.insert(group.members.begin(), group.members.end());
  return ops.size() > size;
}

std::set<GroupId> groupsOf(const std::vector<Group>& groups, const std::set<OpId>& ops) {
  std::set<GroupId> out;
  for (const Group& group : groups)
    if (!group.members.empty() && ops.contains(group.members.front())) out.insert(group.id);
  return out;
}

}  // namespace

std::optional<FusionOverride> overrideOf(const ModelState& state, OpId producer, OpId consumer) {
  const graph::Graph& graph = state.fused.graph;
  if (!graph.contains(producer) || !graph.contains(consumer)) return {};
  for (const FusionOverride& fusion : state.options.fusionOverrides)
    if (fusion.producer == graph.node(producer).name && fusion.consumer == graph.node(consumer).name)
      return fusion;
  return {};
}

OverrideEffect effectOf(const ModelState& before, const ModelState& after, const FusionOverride& fusion,
                        const CompareView& measured) {
  OverrideEffect effect{fusion, after.options, {}};
  OverrideEffectView& view = effect.view;
  // The smallest set of nodes that is whole groups in both builds: only then do the sums cover the same work.
  std::set<OpId> ops{nodeNamed(after.fused.graph, fusion.producer), nodeNamed(after.fused.graph, fusion.consumer)};
  bool grows = true;
  while (grows) {
    const bool grewBefore = growToGroups(before.fused.groups, ops);
    const bool grewAfter = growToGroups(after.fused.groups, ops);
    grows = grewBefore || grewAfter;
  }
  const std::set<GroupId> was = groupsOf(before.fused.groups, ops), now = groupsOf(after.fused.groups, ops);
  for (const CompareRow& row : measured.rows) {
    if (!was.contains(row.groupA) && !now.contains(row.groupB)) continue;
    view.groupsBefore += row.millisecondsA;
    view.groupsAfter += row.millisecondsB;
  }
  view.totalBefore = measured.a.median;
  view.totalAfter = measured.b.median;
  view.ratio = measured.ratio;
  view.ratioLow = measured.ratioLow;
  view.ratioHigh = measured.ratioHigh;
  view.isDifferent = measured.isDifferent;
  view.verdict = measured.verdict;
  return effect;
}

void keepEffect(OverrideEffect effect, std::vector<OverrideEffect>& effects) {
  std::erase_if(effects, [&](const OverrideEffect& e) {
    return e.fusion == effect.fusion && makeTheSameBuild(e.options, effect.options);
  });
  effects.push_back(std::move(effect));
}

std::vector<OverrideEffectView> effectViews(const std::vector<OverrideEffect>& effects, const ModelState& state) {
  std::vector<OverrideEffectView> out;
  for (const OverrideEffect& effect : effects) {
    if (!makeTheSameBuild(effect.options, state.options)) continue;
    OverrideEffectView view = effect.view;
    view.producer = nodeNamed(state.fused.graph, effect.fusion.producer);
    view.consumer = nodeNamed(state.fused.graph, effect.fusion.consumer);
    if (view.producer.isValid() && view.consumer.isValid()) out.push_back(std::move(view));
  }
  return out;
}

}  // namespace heddle::session
