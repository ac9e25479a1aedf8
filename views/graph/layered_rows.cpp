// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "views/graph/layered_graph.h"

namespace heddle::views {
namespace {

using Edges = std::vector<std::pair<int, int>>;

size_t at(int i) { return static_cast<size_t>(i); }

// Marks the edges that close a cycle; iterative, since a chain may be 100,000 long.
std::vector<char> backEdges(int count, const Edges& edges) {
  std::vector<std::vector<int>> out(at(count));
  for (size_t e = 0; e < edges.size(); ++e) out[at(edges[e].first)].push_back(static_cast<int>(e));
  std::vector<char> isBack(edges.size(), 0), state(at(count), 0);
  std::vector<std::pair<int, size_t>> stack;
  for (int root = 0; root < count; ++root) {
    if (state[at(root)] != 0) continue;
    stack.assign(1, {root, 0});
    state[at(root)] = 1;
    while (!stack.empty()) {
      auto& [node, next] = stack.back();
      if (next == out[at(node)].size()) {
        state[at(node)] = 2;
        stack.pop_back();
        continue;
      }
      const int e = out[at(node)][next++];
      const int to = edges[at(e)].second;
      if (state[at(to)] == 1) {
        isBack[at(e)] = 1;
      } else if (state[at(to)] == 0) {
        state[at(to)] = 1;
        stack.push_back({to, 0});
      }
    }
  }
  return isBack;
}

std::vector<int> topological(int count, const Adjacency& down, const Adjacency& up) {
  std::vector<int> waiting(at(count)), order;
  order.reserve(at(count));
  for (int i = 0; i < count; ++i) {
    waiting[at(i)] = static_cast<int>(up.last(i) - up.first(i));
    if (waiting[at(i)] == 0) order.push_back(i);
  }
  for (size_t k = 0; k < order.size(); ++k)
    for (const int* to = down.first(order[k]); to != down.last(order[k]); ++to)
      if (--waiting[at(*to)] == 0) order.push_back(*to);
  return order;
}

std::vector<int> longestPathRanks(int count, const Adjacency& down, const Adjacency& up) {
  const std::vector<int> order = topological(count, down, up);
  std::vector<int> rank(at(count), 0);
  for (int i : order)
    for (const int* to = down.first(i); to != down.last(i); ++to)
      rank[at(*to)] = std::max(rank[at(*to)], rank[at(i)] + 1);
  // A source stands just above its first user, not at the top of the picture.
  for (auto it = order.rbegin(); it != order.rend(); ++it) {
    if (up.first(*it) != up.last(*it) || down.first(*it) == down.last(*it)) continue;
    int lowest = rank[at(*down.first(*it))];
    for (const int* to = down.first(*it); to != down.last(*it); ++to)
      lowest = std::min(lowest, rank[at(*to)]);
    rank[at(*it)] = lowest - 1;
  }
  return rank;
}

// The span up to which edges get helpers, so that there are not too many of them.
int helperSpanLimit(const Edges& edges, const std::vector<int>& rank, size_t nodes) {
  std::vector<int> spans;
  for (const auto& [from, to] : edges) {
    const int span = rank[at(to)] - rank[at(from)];
    if (span > 1) spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end());
  const int64_t limit = static_cast<int64_t>(nodes) * 2 + 20000;
  int64_t sum = 0;
  for (int span : spans) {
    sum += span - 1;
    if (sum > limit) return span - 1;
  }
  return 1 << 30;
}

void addHelpers(LayeredGraph& graph, const Edges& edges, const std::vector<double>& weights,
                const LayoutSpacing& spacing) {
  const int limit = helperSpanLimit(edges, graph.rank, at(graph.realCount));
  graph.chains.resize(edges.size());
  for (size_t e = 0; e < edges.size(); ++e) {
    const auto [from, to] = edges[e];
    if (from == to) continue;
    const int span = graph.rank[at(to)] - graph.rank[at(from)];
    if (span > limit) continue;
    const double weight = weights.empty() ? 1 : weights[e];
    int previous = from;
    for (int r = graph.rank[at(from)] + 1; r < graph.rank[at(to)]; ++r) {
      const int helper = static_cast<int>(graph.width.size());
      graph.width.push_back(spacing.lane);
      graph.height.push_back(0);
      graph.rank.push_back(r);
      graph.links.push_back({previous, helper});
      graph.linkWeights.push_back(weight);
      graph.chains[e].push_back(helper);
      previous = helper;
    }
    graph.links.push_back({previous, to});
    graph.linkWeights.push_back(weight);
  }
}

}  // namespace

Adjacency Adjacency::make(int count, const Edges& edges, bool isForward,
                          const std::vector<double>& weights) {
  Adjacency a;
  a.begin.assign(at(count) + 1, 0);
  for (const auto& [from, to] : edges) ++a.begin[at(isForward ? from : to) + 1];
  for (size_t i = 1; i < a.begin.size(); ++i) a.begin[i] += a.begin[i - 1];
  a.items.resize(edges.size());
  a.weights.resize(weights.size());
  std::vector<int> next(a.begin.begin(), a.begin.end() - 1);
  for (size_t e = 0; e < edges.size(); ++e) {
    const auto [from, to] = edges[e];
    const int place = next[at(isForward ? from : to)]++;
    a.items[at(place)] = isForward ? to : from;
    if (!weights.empty()) a.weights[at(place)] = weights[e];
  }
  return a;
}

LayeredGraph makeRows(const LayoutInput& input, const LayoutSpacing& spacing) {
  LayeredGraph graph;
  const int count = static_cast<int>(input.sizes.size());
  graph.realCount = count;
  for (const QSizeF& size : input.sizes) {
    graph.width.push_back(size.width());
    graph.height.push_back(size.height());
  }
  graph.isReversed = backEdges(count, input.edges);
  Edges edges = input.edges, ranked;
  for (size_t e = 0; e < edges.size(); ++e) {
    if (graph.isReversed[e]) std::swap(edges[e].first, edges[e].second);
    if (edges[e].first != edges[e].second) ranked.push_back(edges[e]);
  }
  graph.rank = longestPathRanks(count, Adjacency::make(count, ranked, true),
                                Adjacency::make(count, ranked, false));
  addHelpers(graph, edges, input.weights, spacing);
  const int all = static_cast<int>(graph.width.size());
  graph.up = Adjacency::make(all, graph.links, false, graph.linkWeights);
  graph.down = Adjacency::make(all, graph.links, true, graph.linkWeights);
  int rows = 0;
  for (int r : graph.rank) rows = std::max(rows, r + 1);
  graph.rows.resize(at(rows));
  return graph;
}

}  // namespace heddle::views
