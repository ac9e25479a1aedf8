// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/provenance.h"

#include <algorithm>

namespace heddle::views {
namespace {

template <class T>
void sortUnique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

Provenance::Provenance(session::SnapshotRef snapshot) : m_snapshot(std::move(snapshot)) {
  if (!m_snapshot || !m_snapshot->fusion) return;
  const auto& groups = m_snapshot->fusion->groups;
  for (size_t i = 0; i < groups.size(); ++i) m_groups.emplace(groups[i].id, static_cast<int>(i));
}

int Provenance::stageCount() const {
  return m_snapshot ? static_cast<int>(m_snapshot->stages.size()) : 0;
}

const Provenance::StageIndex& Provenance::indexOf(int stage) const {
  const auto [it, isNew] = m_index.try_emplace(stage);
  StageIndex& index = it->second;
  if (!isNew) return index;
  const session::GraphStageView& view = *m_snapshot->stages[static_cast<size_t>(stage)];
  uint64_t most = 0;
  for (const auto& node : view.nodes) most = std::max(most, node.id.value);
  index.positions.assign(view.nodes.empty() ? 0 : most + 1, -1);
  for (size_t i = 0; i < view.nodes.size(); ++i)
    index.positions[view.nodes[i].id.value] = static_cast<int>(i);
  for (const session::RewriteView& rewrite : view.rewrites) {
    if (!rewrite.to.isValid()) continue;
    index.forward.emplace_back(rewrite.from, rewrite.to);
    index.backward.emplace_back(rewrite.to, rewrite.from);
  }
  std::sort(index.forward.begin(), index.forward.end());
  std::sort(index.backward.begin(), index.backward.end());
  return index;
}

int Provenance::nodeIndex(int stage, OpId op) const {
  if (stage < 0 || stage >= stageCount()) return -1;
  const StageIndex& index = indexOf(stage);
  return index.contains(op) ? index.positions[op.value] : -1;
}

const session::GraphNodeView* Provenance::node(int stage, OpId op) const {
  const int index = nodeIndex(stage, op);
  if (index < 0) return nullptr;
  return &m_snapshot->stages[static_cast<size_t>(stage)]->nodes[static_cast<size_t>(index)];
}

// One stage on: an op that a rewrite names goes where it says; one that is still there stays.
std::vector<OpId> Provenance::step(const std::vector<OpId>& ops, int from, bool isForward) const {
  const int to = isForward ? from + 1 : from - 1;
  const StageIndex& rules = indexOf(isForward ? to : from);
  const auto& list = isForward ? rules.forward : rules.backward;
  const StageIndex& alive = indexOf(to);
  std::vector<OpId> out;
  for (OpId op : ops) {
    if (alive.contains(op)) out.push_back(op);
    auto it = std::lower_bound(list.begin(), list.end(), std::pair(op, OpId{}));
    for (; it != list.end() && it->first == op; ++it)
      if (alive.contains(it->second)) out.push_back(it->second);
  }
  sortUnique(out);
  return out;
}

// The ops that `thing` names, and the stage they are of.
std::vector<OpId> Provenance::seeds(const Thing& thing, int* stage) const {
  *stage = stageCount() - 1;
  switch (thing.kind) {
    case Thing::Kind::none: return {};
    case Thing::Kind::op: *stage = std::clamp(thing.stage, 0, stageCount() - 1); return {thing.op};
    case Thing::Kind::fusionEdge: return {thing.op, thing.consumer};
    case Thing::Kind::source: {
      *stage = 0;
      std::vector<OpId> out;
      for (const auto& node : m_snapshot->stages.front()->nodes)
        if (std::find(node.origins.begin(), node.origins.end(), thing.source) != node.origins.end())
          out.push_back(node.id);
      return out;
    }
    default: {
      const session::GroupView* view = group(thing.group);
      return view ? view->members : std::vector<OpId>{};
    }
  }
}

std::vector<OpId> Provenance::opsAt(const Thing& thing, int stage) const {
  if (stageCount() == 0 || stage < 0 || stage >= stageCount()) return {};
  int at = 0;
  std::vector<OpId> ops = seeds(thing, &at);
  while (at < stage && !ops.empty()) ops = step(ops, at++, true);
  while (at > stage && !ops.empty()) ops = step(ops, at--, false);
  sortUnique(ops);
  return ops;
}

std::vector<GroupId> Provenance::groupsOf(const Thing& thing) const {
  if (thing.group.isValid()) return {thing.group};
  std::vector<GroupId> out;
  const int last = stageCount() - 1;
  for (OpId op : opsAt(thing, last)) {
    const session::GraphNodeView* view = node(last, op);
    if (view && view->group.isValid()) out.push_back(view->group);
  }
  sortUnique(out);
  return out;
}

std::vector<uint32_t> Provenance::sourcesOf(const Thing& thing) const {
  if (thing.kind == Thing::Kind::source) return {thing.source};
  if (stageCount() == 0) return {};
  std::vector<uint32_t> out;
  int stage = 0;
  for (OpId op : seeds(thing, &stage))
    if (const session::GraphNodeView* view = node(stage, op))
      out.insert(out.end(), view->origins.begin(), view->origins.end());
  sortUnique(out);
  return out;
}

const session::GroupView* Provenance::group(GroupId id) const {
  const auto it = m_groups.find(id);
  return it == m_groups.end() ? nullptr
                              : &m_snapshot->fusion->groups[static_cast<size_t>(it->second)];
}

const session::FusionEdgeView* Provenance::fusionEdge(OpId producer, OpId consumer) const {
  if (!m_snapshot || !m_snapshot->fusion) return nullptr;
  for (const auto& edge : m_snapshot->fusion->edges)
    if (edge.producer == producer && edge.consumer == consumer) return &edge;
  return nullptr;
}

std::string Provenance::fateOf(OpId op, int stage) const {
  for (int i = stage + 1; i < stageCount(); ++i) {
    if (nodeIndex(i, op) >= 0) continue;
    const session::GraphStageView& view = *m_snapshot->stages[static_cast<size_t>(i)];
    for (const auto& rewrite : view.rewrites)
      if (rewrite.from == op)
        return view.pass + (rewrite.reason.empty() ? "" : ": " + rewrite.reason);
    return view.pass;
  }
  return {};
}

}  // namespace heddle::views
