// The iterators of the block's signature stand in another order.
//
//   block b(i: 4 = i, j: 8 = j):   block b(j: 8 = j, i: 4 = i):
//     ...                            ...
//
// Requirements:
// 1. block: the block exists.
// 2. order: the order is a permutation of 0, 1, ..., one number per iterator.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/schedule/primitive.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> reorder_block_iter_var(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  const auto& order = argument<std::vector<int64_t>>(step, "order");
  std::vector<int64_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  bool isPermutation = sorted.size() == place.block->f.iters.size();
  for (size_t i = 0; i < sorted.size() && isPermutation; ++i)
    isPermutation = sorted[i] == static_cast<int64_t>(i);
  if (!isPermutation) {
    return refuse(step, {"order",
                         "block {0} has {1} iterators; the order is no permutation of them",
                         {subjectOf(*place.block),
                          {"value", 0, std::to_string(place.block->f.iters.size())}}});
  }
  Block::Fields f = place.block->f;
  for (size_t i = 0; i < order.size(); ++i)
    f.iters[i] = place.block->f.iters[static_cast<size_t>(order[i])];
  State next = state;
  next.program.body =
      withReplaced(place.path, withSpan(Block::make(std::move(f)), place.block->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
