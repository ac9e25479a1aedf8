// The layered layout's working copy: nodes and helpers in rows.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "views/graph/layered_layout.h"

namespace heddle::views {

// Adjacency in one array per direction: list of i is items[begin[i]..begin[i+1]).
struct Adjacency {
  std::vector<int> begin, items;
  std::vector<double> weights;   // beside items; empty unless given
  static Adjacency make(int count, const std::vector<std::pair<int, int>>& edges, bool isForward,
                        const std::vector<double>& weights = {});
  const int* first(int i) const { return items.data() + begin[static_cast<size_t>(i)]; }
  const int* last(int i) const { return items.data() + begin[static_cast<size_t>(i) + 1]; }
};

struct LayeredGraph {
  int realCount = 0;
  std::vector<double> width, height, x;       // x: centre; helpers have height 0
  std::vector<int> rank;
  std::vector<std::vector<int>> rows;         // in order, left to right
  std::vector<std::pair<int, int>> links;     // between neighbouring rows, downward
  std::vector<double> linkWeights;
  Adjacency up, down;
  std::vector<std::vector<int>> chains;       // per input edge: its helpers, top to bottom
  std::vector<char> isReversed;               // per input edge
};

// Steps 1 to 3.
LayeredGraph makeRows(const LayoutInput& input, const LayoutSpacing& spacing);
// Step 4.
void orderRows(LayeredGraph& graph);
// Step 5; sets x.
void placeRows(LayeredGraph& graph, const LayoutSpacing& spacing);

}  // namespace heddle::views
