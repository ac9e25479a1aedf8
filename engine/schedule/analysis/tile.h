// The tile of a block's iterations that the loops below a given one run over.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

struct Tile {
  Place place;                           // of the block
  std::vector<const loops::For*> inner;  // the given loop and those inside, outermost first
  // Per iterator of the block: value == outer*size + inside, where `outer` is over the loops
  // around the tile and `inside` over the inner ones takes all of [0, size).
  struct Part {
    loops::Expr outer, inside;
    int64_t size = 1;
  };
  std::vector<Part> parts;
};

// Refusals: single, serial, plain, affine, divides, guard.
Result<Tile> tileBelow(const State& state, const Step& step, const Path& path);

// The block with the inner loops inside, one instance a tile; its loops' variables are the tile's,
// fresh ones in the init. Regions are recomputed.
loops::Block::Fields blockOf(State& state, const Tile& tile);

}  // namespace heddle::schedule
