// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_set>

#include "views/graph/graph_scene.h"
#include "views/graph/scene_hulls.h"

namespace heddle::views {

using session::GraphNodeView;
using session::NodeClass;

class SceneBuilder {
 public:
  explicit SceneBuilder(const SceneRequest& request)
      : m_request(request),
        m_scene(std::make_shared<GraphScene>()),
        m_stage(*request.snapshot->stages[static_cast<size_t>(request.stage)]) {
    m_scene->snapshot = request.snapshot;
    m_scene->stage = request.stage;
    const auto& fusion = request.snapshot->fusion;
    const int last = static_cast<int>(request.snapshot->stages.size()) - 1;
    m_scene->hasGroups = fusion && !fusion->groups.empty() && request.stage == last;
  }

  std::shared_ptr<const GraphScene> build(std::shared_ptr<const AlignedLayout>& aligned) {
    for (const GraphNodeView& node : m_stage.nodes) m_ops.emplace(node.id.value, &node);
    if (m_scene->hasGroups) indexFusion();
    addNodes();
    addEdges();
    if (m_request.isAligned)
      placeAligned(aligned);
    else
      placeAlone();
    finish();
    assignGroups(*m_scene);
    addHulls(*m_scene);
    if (m_request.isAligned) addGhosts(*aligned);
    return m_scene;
  }

 private:
  bool isCollapsed(GroupId group) const {
    return m_request.areGroupsCollapsed != m_request.exceptions.contains(group);
  }

  void indexFusion() {
    const auto& fusion = *m_request.snapshot->fusion;
    for (const auto& group : fusion.groups) m_groups.emplace(group.id.value, &group);
    for (const auto& edge : fusion.edges)
      m_fusionEdges.emplace(edge.producer.value * 0x9e3779b97f4a7c15ull ^ edge.consumer.value, &edge);
  }

  void addNodes() {
    std::unordered_set<uint64_t> changed;
    for (const auto& rewrite : m_stage.rewrites) changed.insert(rewrite.to.value);
    std::unordered_set<uint64_t> before;
    if (m_request.stage > 0)
      for (const auto& node : m_request.snapshot->stages[static_cast<size_t>(m_request.stage - 1)]->nodes)
        before.insert(node.id.value);
    std::unordered_map<uint64_t, double> shares;
    if (m_request.snapshot->profile)
      for (const auto& row : m_request.snapshot->profile->rows) shares[row.group.value] = row.share;
    for (const GraphNodeView& node : m_stage.nodes) {
      if (node.nodeClass == NodeClass::constant && !m_request.withConstants) continue;
      const auto group = m_groups.find(node.group.value);
      if (group != m_groups.end() && isCollapsed(node.group)) {
        addToGroup(node, *group->second, shares);
        continue;
      }
      SceneNode out;
      out.thing = Thing::ofOp(node.id, m_request.stage);
      out.op = &node;
      out.ofGroup = node.group;
      out.nodeClass = node.nodeClass;
      if (m_request.stage > 0 && !before.contains(node.id.value))
        out.change = SceneNode::Change::added;
      else if (changed.contains(node.id.value))
        out.change = SceneNode::Change::changed;
      m_scene->m_byOp[node.id.value] = static_cast<int>(m_scene->nodes.size());
      m_scene->nodes.push_back(out);
    }
  }

  void addToGroup(const GraphNodeView& node, const session::GroupView& group,
                  const std::unordered_map<uint64_t, double>& shares) {
    const auto [it, isNew] =
        m_scene->m_byGroup.try_emplace(group.id.value, static_cast<int>(m_scene->nodes.size()));
    m_scene->m_byOp[node.id.value] = it->second;
    if (isNew) {
      SceneNode out;
      out.thing = Thing::ofGroup(group.id);
      out.group = &group;
      out.ofGroup = group.id;
      out.nodeClass = group.pattern;
      out.op = &node;
      if (const auto anchor = m_ops.find(group.anchor.value); anchor != m_ops.end())
        out.op = anchor->second;
      if (const auto share = shares.find(group.id.value); share != shares.end())
        out.share = share->second;
      m_scene->nodes.push_back(out);
    }
    m_members[it->second].push_back(node.id);   // nodes come in topological order
  }

  void addEdges() {
    std::unordered_set<uint64_t> seen;
    for (const auto& edge : m_stage.edges) {
      const auto from = m_scene->m_byOp.find(edge.from.value);
      const auto to = m_scene->m_byOp.find(edge.to.value);
      if (from == m_scene->m_byOp.end() || to == m_scene->m_byOp.end()) continue;
      if (from->second == to->second) continue;
      const bool isOfGroups =
          m_scene->nodes[size(from->second)].group || m_scene->nodes[size(to->second)].group;
      if (isOfGroups && !seen.insert(AlignedLayout::edgeKey(from->second, to->second)).second)
        continue;
      SceneEdge out;
      out.from = from->second;
      out.to = to->second;
      out.view = &edge;
      const auto why =
          m_fusionEdges.find(edge.from.value * 0x9e3779b97f4a7c15ull ^ edge.to.value);
      if (why != m_fusionEdges.end() && !why->second->fused) out.fusion = why->second;
      m_scene->edges.push_back(std::move(out));
    }
  }

  void placeAlone() {
    LayoutInput input;
    for (const SceneNode& node : m_scene->nodes) input.sizes.push_back(nodeSize(node.nodeClass));
    for (const SceneEdge& edge : m_scene->edges) input.edges.push_back({edge.from, edge.to});
    GraphLayout layout = m_request.engine(input);
    for (size_t i = 0; i < m_scene->nodes.size(); ++i) m_scene->nodes[i].rect = layout.nodes[i];
    for (size_t e = 0; e < m_scene->edges.size(); ++e)
      m_scene->edges[e].route = std::move(layout.routes[e]);
  }

  // A collapsed group stands where most of its edges go down: at its last member's place, unless what it feeds
  // stands above that.
  void chooseMembers(const AlignedLayout& aligned) {
    const auto heightOf = [&](OpId op) {
      const auto it = aligned.slotOf.find(op);
      return it == aligned.slotOf.end() ? 0.0 : aligned.layout.nodes[size(it->second)].center().y();
    };
    std::unordered_map<int, std::vector<double>> above, below;   // of what is read, and of the readers
    for (const auto& edge : m_stage.edges) {
      const auto from = m_scene->m_byOp.find(edge.from.value), to = m_scene->m_byOp.find(edge.to.value);
      if (from == m_scene->m_byOp.end() || to == m_scene->m_byOp.end() || from->second == to->second) continue;
      if (m_members.contains(to->second)) above[to->second].push_back(heightOf(edge.from));
      if (m_members.contains(from->second)) below[from->second].push_back(heightOf(edge.to));
    }
    for (const auto& [node, members] : m_members) {
      std::ptrdiff_t best = -1;
      for (auto member = members.rbegin(); member != members.rend(); ++member) {
        const double y = heightOf(*member);
        const std::ptrdiff_t score = std::count_if(above[node].begin(), above[node].end(), [y](double a) { return a < y; }) +
                                     std::count_if(below[node].begin(), below[node].end(), [y](double b) { return b > y; });
        if (score <= best) continue;
        best = score;
        m_lastMember[node] = *member;
      }
    }
  }

  void placeAligned(std::shared_ptr<const AlignedLayout>& aligned) {
    if (!aligned)
      aligned = std::make_shared<AlignedLayout>(
          alignStages(m_request.snapshot->stages, m_request.withConstants, m_request.engine));
    chooseMembers(*aligned);
    const auto slotOf = [&](OpId op) {
      const auto it = aligned->slotOf.find(op);
      return it == aligned->slotOf.end() ? -1 : it->second;
    };
    for (size_t i = 0; i < m_scene->nodes.size(); ++i) {
      SceneNode& node = m_scene->nodes[i];
      const OpId op = node.group ? m_lastMember[static_cast<int>(i)] : node.op->id;
      const int slot = slotOf(op);
      if (slot < 0) continue;
      const QRectF& place = aligned->layout.nodes[size(slot)];
      node.rect = QRectF(QPointF(), nodeSize(node.nodeClass));
      node.rect.moveCenter(place.center());
    }
    for (SceneEdge& edge : m_scene->edges) {
      const auto route =
          aligned->routes.find(AlignedLayout::edgeKey(slotOf(edge.view->from), slotOf(edge.view->to)));
      if (route != aligned->routes.end())
        edge.route = aligned->layout.routes[size(route->second)];
      const QRectF& a = m_scene->nodes[size(edge.from)].rect;
      const QRectF& b = m_scene->nodes[size(edge.to)].rect;
      fitEnds(edge.route, {a.center().x(), a.bottom()}, {b.center().x(), b.top()});
    }
  }

  static void fitEnds(std::vector<QPointF>& route, QPointF first, QPointF last) {
    if (route.size() < 2) {
      route = {first, last};
      return;
    }
    const auto isNear = [](QPointF a, QPointF b) { return (a - b).manhattanLength() < 24; };
    if (isNear(route.front(), first))
      route.front() = first;
    else
      route.insert(route.begin(), first);
    if (isNear(route.back(), last))
      route.back() = last;
    else
      route.push_back(last);
    // Bends of another arrangement lead up and down again: none are better.
    const bool isFalling = std::is_sorted(route.begin(), route.end(), [](QPointF a, QPointF b) { return a.y() < b.y() - 1; });
    if (!isFalling) route = {first, last};
  }

  // Edges that enter one node arrive side by side, in the order they come from.
  void spreadEnds() {
    for (size_t i = 0; i < m_scene->nodes.size(); ++i) {
      std::vector<int>& list = m_scene->incoming[i];
      if (list.size() < 2) continue;
      const auto comesFrom = [this](int e) {
        const auto& route = m_scene->edges[size(e)].route;
        return route.size() < 2 ? 0.0 : route[route.size() - 2].x();
      };
      std::vector<int> sorted = list;
      std::stable_sort(sorted.begin(), sorted.end(),
                       [&](int a, int b) { return comesFrom(a) < comesFrom(b); });
      const double count = static_cast<double>(sorted.size());
      const double step = std::min(28.0, m_scene->nodes[i].rect.width() * 0.8 / count);
      for (size_t k = 0; k < sorted.size(); ++k) {
        auto& route = m_scene->edges[size(sorted[k])].route;
        if (!route.empty()) route.back().rx() += (static_cast<double>(k) - (count - 1) / 2) * step;
      }
    }
  }

  void finish() {
    GraphScene& s = *m_scene;
    s.outgoing.resize(s.nodes.size());
    s.incoming.resize(s.nodes.size());
    for (size_t i = 0; i < s.nodes.size(); ++i)
      s.bounds = i == 0 ? s.nodes[i].rect : s.bounds.united(s.nodes[i].rect);
    for (size_t e = 0; e < s.edges.size(); ++e) {
      s.outgoing[size(s.edges[e].from)].push_back(static_cast<int>(e));
      s.incoming[size(s.edges[e].to)].push_back(static_cast<int>(e));
    }
    spreadEnds();
    for (SceneEdge& edge : s.edges) {
      double x0 = 1e300, x1 = -1e300, y0 = 1e300, y1 = -1e300;
      for (const QPointF& p : edge.route) {
        x0 = std::min(x0, p.x()), x1 = std::max(x1, p.x());
        y0 = std::min(y0, p.y()), y1 = std::max(y1, p.y());
      }
      if (!edge.route.empty()) edge.bounds = QRectF(QPointF(x0, y0), QPointF(x1, y1));
    }
  }

  void addGhosts(const AlignedLayout& aligned) {
    if (m_request.stage == 0) return;
    const auto& before = *m_request.snapshot->stages[size(m_request.stage - 1)];
    for (const GraphNodeView& node : before.nodes) {
      if (m_ops.contains(node.id.value)) continue;
      const auto slot = aligned.slotOf.find(node.id);
      if (slot == aligned.slotOf.end()) continue;
      m_scene->ghosts.push_back(aligned.layout.nodes[size(slot->second)]);
    }
  }

  static size_t size(int i) { return static_cast<size_t>(i); }

  const SceneRequest& m_request;
  std::shared_ptr<GraphScene> m_scene;
  const session::GraphStageView& m_stage;
  std::unordered_map<uint64_t, const GraphNodeView*> m_ops;
  std::unordered_map<uint64_t, const session::GroupView*> m_groups;
  std::unordered_map<uint64_t, const session::FusionEdgeView*> m_fusionEdges;
  std::unordered_map<int, std::vector<OpId>> m_members;   // of collapsed groups, by node
  std::unordered_map<int, OpId> m_lastMember;             // the one whose place the group takes
};

std::shared_ptr<const GraphScene> buildScene(const SceneRequest& request,
                                             std::shared_ptr<const AlignedLayout>& aligned) {
  return SceneBuilder(request).build(aligned);
}

}  // namespace heddle::views
