// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/layered_layout.h"

#include <algorithm>

#include "views/graph/layered_graph.h"

namespace heddle::views {
namespace {

size_t at(int i) { return static_cast<size_t>(i); }

struct RowBand {
  double top = 0, height = 0;
};

std::vector<RowBand> bands(const LayeredGraph& graph, const LayoutSpacing& spacing) {
  std::vector<RowBand> out(graph.rows.size());
  double y = 0;
  for (size_t r = 0; r < graph.rows.size(); ++r) {
    double height = 0;
    for (int node : graph.rows[r]) height = std::max(height, graph.height[at(node)]);
    out[r] = {y, height};
    // Rows that much passes between need room for it; without a limit one hub would tear a hole.
    const double extra = std::min<double>(40, static_cast<double>(graph.rows[r].size()) / 2);
    y += height + spacing.row + extra;
  }
  return out;
}

std::vector<QPointF> routeOf(const LayeredGraph& graph, const std::vector<RowBand>& rows,
                             const GraphLayout& layout, const std::vector<int>& chain, int from,
                             int to) {
  const QRectF& a = layout.nodes[at(from)];
  const QRectF& b = layout.nodes[at(to)];
  std::vector<QPointF> route = {{a.center().x(), a.bottom()}};
  for (int helper : chain) {
    const RowBand& band = rows[at(graph.rank[at(helper)])];
    const double x = graph.x[at(helper)];
    route.push_back({x, band.top});
    route.push_back({x, band.top + band.height});
  }
  route.push_back({b.center().x(), b.top()});
  return route;
}

}  // namespace

GraphLayout layeredLayout(const LayoutInput& input, const LayoutSpacing& spacing) {
  GraphLayout layout;
  layout.routes.resize(input.edges.size());
  if (input.sizes.empty()) return layout;
  LayeredGraph graph = makeRows(input, spacing);
  orderRows(graph);
  placeRows(graph, spacing);
  const std::vector<RowBand> rows = bands(graph, spacing);
  layout.nodes.reserve(input.sizes.size());
  for (int i = 0; i < graph.realCount; ++i) {
    const RowBand& band = rows[at(graph.rank[at(i)])];
    const double w = graph.width[at(i)], h = graph.height[at(i)];
    layout.nodes.push_back({graph.x[at(i)] - w / 2, band.top + (band.height - h) / 2, w, h});
    layout.bounds = i == 0 ? layout.nodes.back() : layout.bounds.united(layout.nodes.back());
  }
  for (size_t e = 0; e < input.edges.size(); ++e) {
    auto [from, to] = input.edges[e];
    if (from == to) continue;
    if (graph.isReversed[e]) std::swap(from, to);
    layout.routes[e] = routeOf(graph, rows, layout, graph.chains[e], from, to);
    if (graph.isReversed[e]) std::reverse(layout.routes[e].begin(), layout.routes[e].end());
  }
  return layout;
}

}  // namespace heddle::views
