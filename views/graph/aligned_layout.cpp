// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/aligned_layout.h"

#include <algorithm>
#include <unordered_set>

namespace heddle::views {
namespace {

using session::GraphStageView;
using session::NodeClass;

struct Builder {
  AlignedLayout out;
  LayoutInput input;
  std::vector<char> isTaken;   // slots of the stage at hand

  int newSlot(NodeClass nodeClass) {
    input.sizes.push_back(nodeSize(nodeClass));
    isTaken.push_back(0);
    return static_cast<int>(input.sizes.size()) - 1;
  }

  // The slot of a node that went away in favour of `op`, if nobody else stands there.
  int inheritedSlot(const std::unordered_multimap<OpId, OpId>& origins, OpId op) const {
    int best = -1;
    const auto [first, last] = origins.equal_range(op);
    for (auto it = first; it != last; ++it) {
      const auto slot = out.slotOf.find(it->second);
      if (slot == out.slotOf.end() || isTaken[static_cast<size_t>(slot->second)]) continue;
      best = best < 0 ? slot->second : std::min(best, slot->second);
    }
    return best;
  }

  // The last stage is looked at most: its edges are kept straight first.
  void addStage(const GraphStageView& stage, bool withConstants, bool isLast) {
    constexpr double kLastWeight = 8;
    std::fill(isTaken.begin(), isTaken.end(), 0);
    std::unordered_multimap<OpId, OpId> origins;
    for (const auto& rewrite : stage.rewrites)
      if (rewrite.to.isValid()) origins.emplace(rewrite.to, rewrite.from);
    for (const auto& node : stage.nodes)
      if (const auto it = out.slotOf.find(node.id); it != out.slotOf.end())
        isTaken[static_cast<size_t>(it->second)] = 1;
    for (const auto& node : stage.nodes) {
      if (node.nodeClass == NodeClass::constant && !withConstants) continue;
      if (out.slotOf.contains(node.id)) continue;
      int slot = inheritedSlot(origins, node.id);
      if (slot < 0) slot = newSlot(node.nodeClass);
      QSizeF& size = input.sizes[static_cast<size_t>(slot)];
      size = size.expandedTo(nodeSize(node.nodeClass));
      isTaken[static_cast<size_t>(slot)] = 1;
      out.slotOf.emplace(node.id, slot);
    }
    for (const auto& edge : stage.edges) {
      const auto from = out.slotOf.find(edge.from), to = out.slotOf.find(edge.to);
      if (from == out.slotOf.end() || to == out.slotOf.end()) continue;
      const uint64_t key = AlignedLayout::edgeKey(from->second, to->second);
      const auto [route, isNew] = out.routes.emplace(key, static_cast<int>(input.edges.size()));
      if (isNew) {
        input.edges.push_back({from->second, to->second});
        input.weights.push_back(1);
      }
      if (isLast) input.weights[static_cast<size_t>(route->second)] = kLastWeight;
    }
  }
};

}  // namespace

bool isLeaf(NodeClass nodeClass) {
  return nodeClass == NodeClass::input || nodeClass == NodeClass::constant ||
         nodeClass == NodeClass::output;
}

QSizeF nodeSize(NodeClass nodeClass) {
  return isLeaf(nodeClass) ? QSizeF(144, 28) : QSizeF(208, 44);
}

AlignedLayout alignStages(const std::vector<std::shared_ptr<const GraphStageView>>& stages,
                          bool withConstants, const LayoutEngine& engine) {
  Builder builder;
  const GraphStageView* last = nullptr;
  for (const auto& stage : stages) {
    if (stage.get() == last) continue;
    builder.addStage(*stage, withConstants, stage == stages.back());
    last = stage.get();
  }
  builder.out.layout = engine(builder.input);
  return std::move(builder.out);
}

}  // namespace heddle::views
