// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "views/graph/layered_graph.h"

namespace heddle::views {
namespace {

size_t at(int i) { return static_cast<size_t>(i); }

double gap(const LayeredGraph& g, int a, int b, const LayoutSpacing& spacing) {
  const bool isLane = a >= g.realCount || b >= g.realCount;
  return (g.width[at(a)] + g.width[at(b)]) / 2 + (isLane ? spacing.lane : spacing.column);
}

// A run of boxes that touch: it stands where the weighted mean of its members' wishes is.
struct Block {
  double weight, wish;  // wish: mean of (wanted x - offset within the row)
  size_t first;
};

// Least squares under x[i+1] - x[i] >= gap: pool adjacent violators.
void placeRow(LayeredGraph& g, const std::vector<int>& row, const std::vector<double>& wanted,
              const std::vector<double>& weights, const LayoutSpacing& spacing) {
  std::vector<double> offset(row.size(), 0);
  for (size_t i = 1; i < row.size(); ++i)
    offset[i] = offset[i - 1] + gap(g, row[i - 1], row[i], spacing);
  std::vector<Block> blocks;
  for (size_t i = 0; i < row.size(); ++i) {
    Block block{weights[i], wanted[i] - offset[i], i};
    while (!blocks.empty() && blocks.back().wish > block.wish) {
      const Block& before = blocks.back();
      const double weight = before.weight + block.weight;
      block.wish = (before.wish * before.weight + block.wish * block.weight) / weight;
      block.weight = weight;
      block.first = before.first;
      blocks.pop_back();
    }
    blocks.push_back(block);
  }
  for (size_t b = 0; b < blocks.size(); ++b) {
    const size_t end = b + 1 < blocks.size() ? blocks[b + 1].first : row.size();
    for (size_t i = blocks[b].first; i < end; ++i) g.x[at(row[i])] = blocks[b].wish + offset[i];
  }
}

// Long edges are kept straight: a helper holds on to helpers more than boxes to boxes.
double linkWeight(const LayeredGraph& g, int a, int b) {
  const int helpers = (a >= g.realCount) + (b >= g.realCount);
  return helpers == 2 ? 8 : helpers == 1 ? 2 : 1;
}

enum class Toward { up, down };

void sweepRow(LayeredGraph& g, const std::vector<int>& row, Toward toward,
              const LayoutSpacing& spacing) {
  std::vector<double> wanted(row.size()), weights(row.size());
  for (size_t i = 0; i < row.size(); ++i) {
    const int node = row[i];
    double sum = 0, weight = 0;
    const auto add = [&](const Adjacency& side) {
      for (const int* n = side.first(node); n != side.last(node); ++n) {
        const double w = linkWeight(g, node, *n) * side.weights[at(int(n - side.items.data()))];
        sum += w * g.x[at(*n)];
        weight += w;
      }
    };
    add(toward == Toward::up ? g.up : g.down);
    wanted[i] = weight > 0 ? sum / weight : g.x[at(node)];
    weights[i] = std::max(weight, 0.05);
  }
  placeRow(g, row, wanted, weights, spacing);
}

}  // namespace

void placeRows(LayeredGraph& graph, const LayoutSpacing& spacing) {
  graph.x.assign(graph.width.size(), 0);
  for (const auto& row : graph.rows) {
    double x = 0;
    for (size_t i = 1; i < row.size(); ++i)
      graph.x[at(row[i])] = x += gap(graph, row[i - 1], row[i], spacing);
    for (int node : row) graph.x[at(node)] -= x / 2;
  }
  const int rounds = graph.width.size() > 50000 ? 2 : 8;
  // Ends downward: a node takes over the place of its only producer, so that chains are straight.
  for (int round = 0; round < rounds; ++round) {
    for (size_t r = graph.rows.size(); r-- > 1;)
      sweepRow(graph, graph.rows[r - 1], Toward::down, spacing);
    for (size_t r = 1; r < graph.rows.size(); ++r)
      sweepRow(graph, graph.rows[r], Toward::up, spacing);
  }
}

}  // namespace heddle::views
