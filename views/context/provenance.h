// Where a thing of one stage is in another: ONNX node <-> op of any stage <-> fused group.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/session/session.h"
#include "views/context/selection.h"

namespace heddle::views {

// Built once per snapshot; indexes a stage when it is first asked for. GUI thread only.
class Provenance {
 public:
  Provenance() = default;
  explicit Provenance(session::SnapshotRef snapshot);

  int stageCount() const;
  const session::GraphNodeView* node(int stage, OpId op) const;
  int nodeIndex(int stage, OpId op) const;   // -1: not in this stage

  // The ops of `stage` that `thing` is, became, or came from; sorted, unique.
  std::vector<OpId> opsAt(const Thing& thing, int stage) const;
  std::vector<GroupId> groupsOf(const Thing& thing) const;
  std::vector<uint32_t> sourcesOf(const Thing& thing) const;
  const session::GroupView* group(GroupId id) const;
  const session::FusionEdgeView* fusionEdge(OpId producer, OpId consumer) const;
  // Which pass took the op away and why; empty when it lives to the end.
  std::string fateOf(OpId op, int stage) const;

 private:
  struct StageIndex {
    std::vector<int> positions;                       // of nodes by id, -1: none; ids are dense
    std::vector<std::pair<OpId, OpId>> forward, backward;  // rewrites from the stage before, sorted
    bool contains(OpId op) const { return op.value < positions.size() && positions[op.value] >= 0; }
  };
  const StageIndex& indexOf(int stage) const;
  std::vector<OpId> step(const std::vector<OpId>& ops, int from, bool isForward) const;
  std::vector<OpId> seeds(const Thing& thing, int* stage) const;

  session::SnapshotRef m_snapshot;
  mutable std::map<int, StageIndex> m_index;
  std::unordered_map<GroupId, int> m_groups;
};

}  // namespace heddle::views
