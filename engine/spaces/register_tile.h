// Which part of an output is kept in registers while a reduction runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/support/target.h"

namespace heddle::spaces {

// A reduction over an output of rows x columns x channels, channels contiguous.
struct TileProblem {
  int64_t rows = 1, columns = 1, channels = 1;
  bool divides = false;  // the tile's channels must divide these
};

// rows x columns elements, each of `channels` consecutive channels. All at least 1.
struct RegisterTile {
  int64_t rows = 1, columns = 1, channels = 1;
  friend bool operator==(const RegisterTile&, const RegisterTile&) = default;
};

// The tile of fewest estimated cycles. What counts: lanes used, what is left at the ends of axes,
// loads for each multiplication, and enough independent accumulators to hide their latency. It
// leaves room in the registers for a row of weights and a broadcast value. `channels` divides the
// problem's or is a whole number of vectors. (The idea of a closed-form choice is oneDNN's brgemm
// block chooser.)
RegisterTile chooseRegisterTile(const TileProblem& problem, const Target& target);

// The largest divisor of n that is at most `limit`.
int64_t largestDivisor(int64_t n, int64_t limit);

}  // namespace heddle::spaces
