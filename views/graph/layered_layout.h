// Layered drawing of a directed graph in a fixed number of passes: linear in practice, made for
// 100,000 nodes. After Sugiyama et al. 1981; horizontal positions by isotonic regression per row.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <utility>
#include <vector>

namespace heddle::views {

struct LayoutInput {
  std::vector<QSizeF> sizes;                  // one per node
  std::vector<std::pair<int, int>> edges;     // from, to; indices into sizes
  std::vector<double> weights;                // how much each edge wants to be straight; empty: 1
};

struct GraphLayout {
  std::vector<QRectF> nodes;
  // Per edge: from the bottom of its source to the top of its target, bends between; empty for an
  // edge from a node to itself.
  std::vector<std::vector<QPointF>> routes;
  QRectF bounds;
};

struct LayoutSpacing {
  double column = 20, row = 40, lane = 12;    // between boxes, between rows, beside a passing edge
};

// Ensures: no two boxes overlap; an edge that is not on a cycle goes down. Same input, same output.
// 1. break cycles; 2. rank by longest path, sources pulled down to their users; 3. chains of
// helpers where an edge passes rows (the longest edges go without once there are too many);
// 4. order rows by barycentres; 5. place rows by least squares with gaps kept; 6. routes.
GraphLayout layeredLayout(const LayoutInput& input, const LayoutSpacing& spacing = {});

}  // namespace heddle::views
