// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/graph_walk.h"

#include <algorithm>
#include <cmath>

#include "views/graph/scene_painter.h"

namespace heddle::views {
namespace {

size_t at(int i) { return static_cast<size_t>(i); }

// The neighbour that is most straight above or below.
int alongEdge(const GraphScene& scene, int node, const std::vector<int>& edges, bool isDown) {
  int best = -1;
  double bestDistance = 0;
  for (int e : edges) {
    const SceneEdge& edge = scene.edges[at(e)];
    const int other = isDown ? edge.to : edge.from;
    const double distance = std::abs(scene.nodes[at(other)].rect.center().x() -
                                     scene.nodes[at(node)].rect.center().x());
    if (best >= 0 && distance >= bestDistance) continue;
    best = other;
    bestDistance = distance;
  }
  return best;
}

int beside(const GraphScene& scene, int node, bool isRight) {
  const QRectF& here = scene.nodes[at(node)].rect;
  int best = -1;
  double bestDistance = 1e300;
  for (size_t i = 0; i < scene.nodes.size(); ++i) {
    const QRectF& r = scene.nodes[i].rect;
    const double dx = r.center().x() - here.center().x();
    if (static_cast<int>(i) == node || (isRight ? dx <= 0 : dx >= 0)) continue;
    if (r.bottom() < here.top() || r.top() > here.bottom()) continue;
    if (std::abs(dx) >= bestDistance) continue;
    bestDistance = std::abs(dx);
    best = static_cast<int>(i);
  }
  return best;
}

int sibling(const GraphScene& scene, int node, int direction) {
  std::vector<int> siblings;
  for (int in : scene.incoming[at(node)])
    for (int out : scene.outgoing[at(scene.edges[at(in)].from)])
      siblings.push_back(scene.edges[at(out)].to);
  std::sort(siblings.begin(), siblings.end(), [&](int a, int b) {
    const double xa = scene.nodes[at(a)].rect.x(), xb = scene.nodes[at(b)].rect.x();
    return xa != xb ? xa < xb : a < b;
  });
  siblings.erase(std::unique(siblings.begin(), siblings.end()), siblings.end());
  const auto it = std::find(siblings.begin(), siblings.end(), node);
  if (it == siblings.end()) return -1;
  const auto next = (it - siblings.begin()) + direction;
  if (next < 0 || next >= static_cast<ptrdiff_t>(siblings.size())) return -1;
  return siblings[static_cast<size_t>(next)];
}

bool matches(const QRegularExpression& pattern, const session::GraphNodeView& node) {
  if (pattern.match(QString::fromStdString(node.name)).hasMatch()) return true;
  if (pattern.match(QString::fromStdString(node.op)).hasMatch()) return true;
  for (const auto& [key, value] : node.attributes)
    if (pattern.match(QString::fromStdString(key + "=" + value)).hasMatch()) return true;
  return false;
}

}  // namespace

int walkFrom(const GraphScene& scene, int node, Walk walk) {
  if (scene.nodes.empty()) return -1;
  if (node < 0) return 0;
  switch (walk) {
    case Walk::toProducer: return alongEdge(scene, node, scene.incoming[at(node)], false);
    case Walk::toConsumer: return alongEdge(scene, node, scene.outgoing[at(node)], true);
    case Walk::left: return beside(scene, node, false);
    case Walk::right: return beside(scene, node, true);
    case Walk::nextSibling: return sibling(scene, node, 1);
    case Walk::previousSibling: return sibling(scene, node, -1);
  }
  return -1;
}

std::vector<int> findNodes(const GraphScene& scene, const QRegularExpression& pattern) {
  std::vector<int> hits;
  if (!pattern.isValid() || pattern.pattern().isEmpty()) return hits;
  // By the stage's nodes, so that members of a collapsed group are found as well.
  const auto& stage = *scene.snapshot->stages[at(scene.stage)];
  std::vector<char> isHit(scene.nodes.size(), 0);
  for (const auto& node : stage.nodes) {
    const int index = scene.nodeOf(Thing::ofOp(node.id, scene.stage));
    if (index >= 0 && !isHit[at(index)] && matches(pattern, node)) isHit[at(index)] = 1;
  }
  for (size_t i = 0; i < scene.nodes.size(); ++i) {
    const SceneNode& node = scene.nodes[i];
    const bool isGroupHit =
        node.group && pattern.match(QString::fromStdString(node.group->name)).hasMatch();
    if (isHit[i] || isGroupHit) hits.push_back(static_cast<int>(i));
  }
  return hits;
}

int nodeAt(const GraphScene& scene, QPointF world) {
  for (size_t i = 0; i < scene.nodes.size(); ++i)
    if (scene.nodes[i].rect.contains(world)) return static_cast<int>(i);
  return -1;
}

int markAt(const GraphScene& scene, QPointF world) {
  for (size_t e = 0; e < scene.edges.size(); ++e) {
    if (!scene.edges[e].fusion) continue;
    const QPointF d = markCenter(scene.edges[e]) - world;
    if (std::hypot(d.x(), d.y()) <= kMarkRadius + 2) return static_cast<int>(e);
  }
  return -1;
}

}  // namespace heddle::views
