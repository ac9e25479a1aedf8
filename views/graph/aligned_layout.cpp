// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/aligned_layout.h"

#include <algorithm>
#include <string>

namespace heddle::views {
namespace {

using session::GraphStageView;
using session::NodeClass;

constexpr double kLastWeight = 8;      // the last stage is looked at most: its edges are kept straight first
constexpr size_t kMostStages = 64;     // bits of a mask
constexpr int kDeepestBypass = 6, kMostSteps = 200;

// 1. Every node of every stage gets a slot, that of what it replaces where that is free.
// 2. The union of all stages' edges is what is laid out, less those with a bypass: an edge that is only there while
//    the slots between its ends are empty runs through their places, so that a chain stays a straight column while
//    nodes are taken out of it and put into it.
struct Builder {
  struct Edge {
    int from = 0, to = 0;
    uint64_t stages = 0;
    bool isLast = false, isBypassed = false, isPinned = false;
    std::vector<int> through;            // slots of the bypass, top to bottom
  };
  AlignedLayout out;
  LayoutInput input;
  std::vector<char> isTaken;             // slots of the stage at hand
  std::vector<uint64_t> slotStages;      // in which a node stands there
  std::vector<std::string> slotOp;       // of the node that stood there last
  std::vector<Edge> edges;
  std::unordered_map<uint64_t, int> edgeOf;
  std::vector<std::vector<int>> outgoing;

  static size_t at(int i) { return static_cast<size_t>(i); }

  int newSlot(NodeClass nodeClass) {
    input.sizes.push_back(nodeSize(nodeClass));
    isTaken.push_back(0);
    slotStages.push_back(0);
    slotOp.emplace_back();
    outgoing.emplace_back();
    return static_cast<int>(input.sizes.size()) - 1;
  }

  // The slot of a node that went away in favour of `node`, if nobody else stands there.
  int inheritedSlot(const std::unordered_multimap<OpId, OpId>& origins, const session::GraphNodeView& node,
                    bool isOfSameOperator) const {
    int best = -1;
    const auto [first, last] = origins.equal_range(node.id);
    for (auto it = first; it != last; ++it) {
      const auto slot = out.slotOf.find(it->second);
      if (slot == out.slotOf.end() || isTaken[at(slot->second)]) continue;
      if (isOfSameOperator && slotOp[at(slot->second)] != node.op) continue;
      best = best < 0 ? slot->second : std::min(best, slot->second);
    }
    return best;
  }

  void stand(const session::GraphNodeView& node, int slot) {
    QSizeF& size = input.sizes[at(slot)];
    size = size.expandedTo(nodeSize(node.nodeClass));
    isTaken[at(slot)] = 1;
    out.slotOf[node.id] = slot;
  }

  void addStage(const GraphStageView& stage, bool withConstants, size_t index, bool isLast) {
    std::fill(isTaken.begin(), isTaken.end(), 0);
    std::unordered_multimap<OpId, OpId> origins;
    for (const auto& rewrite : stage.rewrites)
      if (rewrite.to.isValid()) origins.emplace(rewrite.to, rewrite.from);
    for (const auto& node : stage.nodes)
      if (const auto it = out.slotOf.find(node.id); it != out.slotOf.end()) isTaken[at(it->second)] = 1;
    // A node that goes on as the same operator has the first claim on the place.
    for (const bool isOfSameOperator : {true, false})
      for (const auto& node : stage.nodes) {
        if ((node.nodeClass == NodeClass::constant && !withConstants) || out.slotOf.contains(node.id)) continue;
        int slot = inheritedSlot(origins, node, isOfSameOperator);
        if (slot < 0 && isOfSameOperator) continue;
        stand(node, slot < 0 ? newSlot(node.nodeClass) : slot);
      }
    const uint64_t bit = index < kMostStages ? uint64_t{1} << index : 0;
    for (const auto& node : stage.nodes)
      if (const auto it = out.slotOf.find(node.id); it != out.slotOf.end()) {
        slotStages[at(it->second)] |= bit;
        slotOp[at(it->second)] = node.op;
      }
    addEdges(stage, bit, isLast);
  }

  void addEdges(const GraphStageView& stage, uint64_t bit, bool isLast) {
    for (const auto& edge : stage.edges) {
      const auto from = out.slotOf.find(edge.from), to = out.slotOf.find(edge.to);
      if (from == out.slotOf.end() || to == out.slotOf.end()) continue;
      const auto [it, isNew] = edgeOf.emplace(AlignedLayout::edgeKey(from->second, to->second),
                                              static_cast<int>(edges.size()));
      if (isNew) {
        edges.push_back({from->second, to->second});
        outgoing[at(from->second)].push_back(it->second);
      }
      edges[at(it->second)].stages |= bit;
      edges[at(it->second)].isLast |= isLast;
    }
  }

  // A way from slot to slot that is empty whenever the edge is there. Depth first, few steps.
  bool findBypass(const Edge& edge, int slot, int depth, int& steps, std::vector<int>& path) const {
    for (const int next : outgoing[at(slot)]) {
      const Edge& e = edges[at(next)];
      if (e.isBypassed || ++steps > kMostSteps) continue;
      if (e.to == edge.to && depth > 0) return true;
      if (e.to == edge.to || depth == kDeepestBypass || (slotStages[at(e.to)] & edge.stages) != 0) continue;
      path.push_back(e.to);
      if (findBypass(edge, e.to, depth + 1, steps, path)) return true;
      path.pop_back();
    }
    return false;
  }

  void bypass() {
    for (Edge& edge : edges) {
      if (edge.isPinned || edge.from == edge.to) continue;
      int steps = 0;
      std::vector<int> path;
      if (!findBypass(edge, edge.from, 0, steps, path)) continue;
      edge.isBypassed = true;
      edge.through = std::move(path);
      int from = edge.from;
      for (size_t i = 0; i <= edge.through.size(); ++i) {
        const int to = i < edge.through.size() ? edge.through[i] : edge.to;
        Edge& part = edges[at(edgeOf.at(AlignedLayout::edgeKey(from, to)))];
        part.isPinned = true;
        part.isLast |= edge.isLast;
        from = to;
      }
    }
  }

  void layOut(const LayoutEngine& engine, bool canBypass) {
    if (canBypass) bypass();
    for (const Edge& edge : edges) {
      if (edge.isBypassed) continue;
      out.routes.emplace(AlignedLayout::edgeKey(edge.from, edge.to), static_cast<int>(input.edges.size()));
      input.edges.push_back({edge.from, edge.to});
      input.weights.push_back(edge.isLast ? kLastWeight : 1);
    }
    out.layout = engine(input);
    for (const Edge& edge : edges) {
      if (!edge.isBypassed) continue;
      const auto place = [&](int slot) { return out.layout.nodes[at(slot)]; };
      std::vector<QPointF> route = {{place(edge.from).center().x(), place(edge.from).bottom()}};
      for (const int slot : edge.through) {
        route.push_back({place(slot).center().x(), place(slot).top()});
        route.push_back({place(slot).center().x(), place(slot).bottom()});
      }
      route.push_back({place(edge.to).center().x(), place(edge.to).top()});
      out.routes.emplace(AlignedLayout::edgeKey(edge.from, edge.to), static_cast<int>(out.layout.routes.size()));
      out.layout.routes.push_back(std::move(route));
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
  size_t index = 0;
  for (const auto& stage : stages) {
    if (stage.get() == last) continue;
    builder.addStage(*stage, withConstants, index++, stage == stages.back());
    last = stage.get();
  }
  builder.layOut(engine, index <= kMostStages);
  return std::move(builder.out);
}

}  // namespace heddle::views
