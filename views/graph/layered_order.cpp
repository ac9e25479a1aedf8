// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "views/graph/layered_graph.h"

namespace heddle::views {
namespace {

size_t at(int i) { return static_cast<size_t>(i); }

// First order: depth first from the sources, so that a branch stays together.
void firstOrder(LayeredGraph& graph) {
  const int count = static_cast<int>(graph.width.size());
  std::vector<char> isSeen(at(count), 0);
  std::vector<int> stack;
  for (int root = 0; root < count; ++root) {
    if (isSeen[at(root)] || graph.up.first(root) != graph.up.last(root)) continue;
    stack.push_back(root);
    isSeen[at(root)] = 1;
    while (!stack.empty()) {
      const int node = stack.back();
      stack.pop_back();
      graph.rows[at(graph.rank[at(node)])].push_back(node);
      for (const int* to = graph.down.last(node); to != graph.down.first(node);) {
        --to;
        if (isSeen[at(*to)]) continue;
        isSeen[at(*to)] = 1;
        stack.push_back(*to);
      }
    }
  }
}

void numberRow(const std::vector<int>& row, std::vector<double>& position) {
  for (size_t i = 0; i < row.size(); ++i) position[at(row[i])] = static_cast<double>(i);
}

void sortRow(std::vector<int>& row, const Adjacency& neighbours, std::vector<double>& position,
             std::vector<double>& key) {
  if (row.size() < 2) return;
  for (int node : row) {
    const int* first = neighbours.first(node);
    const int* last = neighbours.last(node);
    if (first == last) {
      key[at(node)] = position[at(node)];
      continue;
    }
    double sum = 0;
    for (const int* n = first; n != last; ++n) sum += position[at(*n)];
    key[at(node)] = sum / static_cast<double>(last - first);
  }
  std::stable_sort(row.begin(), row.end(),
                   [&key](int a, int b) { return key[at(a)] < key[at(b)]; });
  numberRow(row, position);
}

// Crossings between a row and the one above, by counting inversions in a Fenwick tree.
int64_t crossings(const LayeredGraph& graph, const std::vector<double>& position) {
  int64_t sum = 0;
  std::vector<int> ends, tree;
  for (size_t r = 1; r < graph.rows.size(); ++r) {
    const size_t width = graph.rows[r - 1].size();
    if (width < 2 || graph.rows[r].size() < 2) continue;
    tree.assign(width + 1, 0);
    int64_t seen = 0;
    for (int node : graph.rows[r]) {
      ends.clear();
      for (const int* n = graph.up.first(node); n != graph.up.last(node); ++n)
        ends.push_back(static_cast<int>(position[at(*n)]));
      for (int end : ends) {
        int64_t notRight = 0;
        for (int i = end + 1; i > 0; i -= i & -i) notRight += tree[at(i)];
        sum += seen - notRight;
      }
      for (int end : ends) {
        for (int i = end + 1; i <= static_cast<int>(width); i += i & -i) ++tree[at(i)];
        ++seen;
      }
    }
  }
  return sum;
}

}  // namespace

void orderRows(LayeredGraph& graph) {
  firstOrder(graph);
  std::vector<double> position(graph.width.size(), 0), key(graph.width.size(), 0);
  for (const auto& row : graph.rows) numberRow(row, position);
  const int passes = graph.width.size() > 50000 ? 4 : 12;
  auto best = graph.rows;
  int64_t fewest = crossings(graph, position);
  for (int pass = 0; pass < passes && fewest > 0; ++pass) {
    if (pass % 2 == 0)
      for (size_t r = 1; r < graph.rows.size(); ++r)
        sortRow(graph.rows[r], graph.up, position, key);
    else
      for (size_t r = graph.rows.size(); r-- > 1;)
        sortRow(graph.rows[r - 1], graph.down, position, key);
    const int64_t now = crossings(graph, position);
    if (now >= fewest) continue;
    fewest = now;
    best = graph.rows;
  }
  graph.rows = std::move(best);
}

}  // namespace heddle::views
