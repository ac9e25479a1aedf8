// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/scene_hulls.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>

#include "views/context/provenance.h"

namespace heddle::views {
namespace {

constexpr size_t kMostNodes = 20000;

size_t at(int i) { return static_cast<size_t>(i); }

// A group of nodes: more room below, where the type of what leaves stands.
QRectF boxOf(const SceneNode& node) { return node.rect.adjusted(-10, -8, 10, 16); }

// The box around all members, where it holds no other node: the plainest outline there is.
std::optional<QRectF> commonBox(const GraphScene& scene, const SceneHull& hull,
                                const std::unordered_set<int>& inside) {
  QRectF box;
  for (const int i : hull.members) box = box.united(boxOf(scene.nodes[at(i)]));
  for (size_t i = 0; i < scene.nodes.size(); ++i)
    if (!inside.contains(static_cast<int>(i)) && scene.nodes[i].rect.intersects(box)) return std::nullopt;
  return box;
}

// As wide as both boxes where they stand one above the other, else a lane along the edge.
void addCorridor(QPainterPath& path, const GraphScene& scene, const SceneEdge& edge) {
  const QRectF a = scene.nodes[at(edge.from)].rect.adjusted(-10, 0, 10, 0);
  const QRectF b = scene.nodes[at(edge.to)].rect.adjusted(-10, 0, 10, 0);
  const double left = std::max(a.left(), b.left()), right = std::min(a.right(), b.right());
  if (edge.route.size() == 2 && right - left > 60) {
    path.addRect(QRectF(QPointF(left, a.bottom()), QPointF(right, b.top())));
    return;
  }
  for (size_t p = 1; p < edge.route.size(); ++p) {
    const QRectF segment = QRectF(edge.route[p - 1], edge.route[p]).normalized();
    path.addRect(segment.adjusted(-14, -4, 14, 4));
  }
}

// A little more than the outline may need.
QRectF boundsOf(const GraphScene& scene, const std::vector<int>& members) {
  const std::unordered_set<int> inside(members.begin(), members.end());
  QRectF bounds;
  for (const int i : members) {
    bounds = bounds.united(boxOf(scene.nodes[at(i)]));
    for (const int e : scene.outgoing[at(i)])
      if (inside.contains(scene.edges[at(e)].to))
        bounds = bounds.united(scene.edges[at(e)].bounds.adjusted(-14, -4, 14, 4));
  }
  return bounds;
}

}  // namespace

// Boxes around the members, joined by corridors along the edges between them.
QPainterPath hullOutline(const GraphScene& scene, const SceneHull& hull) {
  QPainterPath path;
  path.setFillRule(Qt::WindingFill);
  const std::unordered_set<int> inside(hull.members.begin(), hull.members.end());
  if (const auto box = commonBox(scene, hull, inside)) {
    path.addRect(*box);
    return path;
  }
  for (int i : hull.members) {
    path.addRect(boxOf(scene.nodes[at(i)]));
    for (int e : scene.outgoing[at(i)]) {
      const SceneEdge& edge = scene.edges[at(e)];
      if (inside.contains(edge.to)) addCorridor(path, scene, edge);
    }
  }
  return path.simplified();
}

void assignGroups(GraphScene& scene) {
  if (scene.hasGroups || !scene.snapshot->fusion || scene.nodes.size() > kMostNodes) return;
  const Provenance provenance(scene.snapshot);
  for (SceneNode& node : scene.nodes) {
    if (isLeaf(node.nodeClass)) continue;
    const std::vector<GroupId> groups = provenance.groupsOf(node.thing);
    if (groups.size() == 1) node.ofGroup = groups.front();
  }
}

void addHulls(GraphScene& scene) {
  const int last = static_cast<int>(scene.snapshot->stages.size()) - 1;
  if (!scene.snapshot->fusion || scene.nodes.size() > kMostNodes || scene.stage < last - 1) return;
  std::map<GroupId, std::vector<int>> members;
  for (size_t i = 0; i < scene.nodes.size(); ++i) {
    const SceneNode& node = scene.nodes[i];
    if (!node.group && !isLeaf(node.nodeClass) && node.ofGroup.isValid())
      members[node.ofGroup].push_back(static_cast<int>(i));
  }
  for (const auto& [group, nodes] : members) {
    if (nodes.size() < 2) continue;
    SceneHull hull{group, nodes, scene.hasGroups, boundsOf(scene, nodes)};
    scene.bounds = scene.bounds.united(hull.bounds);
    scene.hulls.push_back(std::move(hull));
  }
}

}  // namespace heddle::views
