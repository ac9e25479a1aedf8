// Where a key goes from a node, and what a search finds: pure functions over a scene.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>

#include "views/graph/graph_scene.h"

namespace heddle::views {

enum class Walk { toProducer, toConsumer, left, right, nextSibling, previousSibling };

// The node that `walk` leads to from `node`; -1 where there is none. From -1 it is the first node.
// Left and right go to the nearest box at the same height; siblings share a producer.
int walkFrom(const GraphScene& scene, int node, Walk walk);

// Nodes whose name, operator or an attribute ("key=value") matches, in drawing order.
std::vector<int> findNodes(const GraphScene& scene, const QRegularExpression& pattern);

// The node or edge mark under a point of the world; -1 where there is none.
int nodeAt(const GraphScene& scene, QPointF world);
int markAt(const GraphScene& scene, QPointF world);

}  // namespace heddle::views
