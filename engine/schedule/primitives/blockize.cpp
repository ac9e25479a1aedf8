// A nest around one block becomes the inside of the block, which then stands for a whole tile.
//
//   for i_o in range(4):           for i_o in range(4):
//     for i_i in range(8):           block b(v: 4 = i_o):
//       block b(v: 32 = i_o*8 + i_i):  for i_i in range(8):
//         y[v] = x[v] * 2.0              y[v*8 + i_i] = x[v*8 + i_i] * 2.0
//
// The block keeps its name; a reduction's start value is set for the tile before its first step.
//
// Requirements:
// 1. loop: the loop exists.
// 2. single: one block stands below the loop, with nothing else beside the loops between.
// 3. serial: the loops from the given one inwards are ordinary loops from 0 to a constant.
// 4. plain: the block is not opaque and has no buffers of its own.
// 5. affine: each of those loops moves one iterator at most, and each iterator by steps that fill
// a tile.
// 6. divides: the tiles divide the extents of the iterators.
// 7. guard: the block's predicate does not depend on those loops.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/tile.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> blockize(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  HEDDLE_TRY(const Tile tile, tileBelow(state, step, path));
  State next = state;
  const Block::Fields f = blockOf(next, tile);
  next.program.body = withReplaced(path, withSpan(Block::make(f), tile.place.block->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
