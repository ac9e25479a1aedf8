// Which values of the graph are kept permuted, and how; the memory of convert_layout.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

using Permutation = std::vector<int64_t>;

Permutation identityPermutation(size_t rank);
// [0, 2, ..., rank-1, 1]
Permutation channelsLastPermutation(size_t rank);
bool isIdentity(const Permutation& perm);
// Where each axis went: perm[positions[axis]] == axis.
Permutation positionsOf(const Permutation& perm);

// `ref` equals transpose(original, perm).
struct Laid {
  graph::ValueRef ref;
  Permutation perm;
};

class LayoutState {
 public:
  explicit LayoutState(Rewriter& rewriter) : m_rewriter(rewriter) {}

  // Null for a value that nothing rewrote.
  const Laid* find(graph::ValueRef original) const;
  bool isPermuted(graph::ValueRef original) const;
  void set(graph::ValueRef original, Laid laid) { m_laid[original] = std::move(laid); }
  // The value in its own axis order.
  graph::ValueRef plain(graph::ValueRef original);
  // transpose(original, perm), made once per permutation. Requires a type of perm's rank.
  graph::ValueRef permuted(graph::ValueRef original, const Permutation& perm);
  // An operand that broadcasts against a tensor of perm's rank which is kept in `perm`; nothing
  // where that needs extents that are not known.
  std::optional<graph::ValueRef> operand(graph::ValueRef original, const Permutation& perm);

 private:
  graph::ValueRef transposed(graph::ValueRef from, const Permutation& perm);

  Rewriter& m_rewriter;
  std::map<graph::ValueRef, Laid> m_laid;
  std::map<std::pair<graph::ValueRef, Permutation>, graph::ValueRef> m_made;
};

}  // namespace heddle::graph_passes
