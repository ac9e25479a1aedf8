// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/register_tile.h"

#include <algorithm>
#include <array>

namespace heddle::spaces {

namespace {

constexpr double latencyCycles = 4, multiplyPorts = 2, loadPorts = 2;

// Vectors that hold `channels`: full ones, then one for each halving of the rest.
int64_t vectorsFor(int64_t channels, int64_t lanes) {
  int64_t count = channels / lanes;
  for (int64_t rest = channels % lanes, part = lanes / 2; rest > 0; part /= 2) {
    if (rest >= part) rest -= part, ++count;
  }
  return count;
}

// Cycles of one reduction step over pixels x channels in `count` vectors.
double cyclesOf(int64_t pixels, int64_t channels, int64_t count, int64_t lanes) {
  const double p = static_cast<double>(pixels), v = static_cast<double>(count);
  // A part of a vector is as dear as a whole one where registers are as wide as the units, and half
  // as dear where a wide register takes two passes.
  const double work = v - 0.25 * static_cast<double>(count - channels / lanes);
  const double cycles = std::max({p * work / multiplyPorts, (p + v) / loadPorts, latencyCycles});
  // Fewer loads for each multiplication are better even where ports do not limit.
  return cycles * (1 + 0.15 * (p + v) / (p * v));
}

// How often each part of an axis occurs: whole tiles, and what is left.
struct Part {
  int64_t size, count;
};
std::array<Part, 2> partsOf(int64_t extent, int64_t tile) {
  return {Part{tile, extent / tile}, Part{extent % tile, extent % tile == 0 ? 0 : 1}};
}

// Useful work for each cycle, at most 1.
double efficiency(const RegisterTile& t, const TileProblem& p, const Target& target) {
  const int64_t lanes = target.floatLanes();
  double cycles = 0;
  for (const Part& rows : partsOf(p.rows, t.rows)) {
    for (const Part& columns : partsOf(p.columns, t.columns)) {
      for (const Part& channels : partsOf(p.channels, t.channels)) {
        const int64_t count = rows.count * columns.count * channels.count;
        // The lanes of a last block are masked where masks are cheap.
        const int64_t vectors = channels.size == t.channels || target.vectorBits < 512
                                    ? vectorsFor(channels.size, lanes)
                                    : (channels.size + lanes - 1) / lanes;
        if (count)
          cycles += static_cast<double>(count) *
                    cyclesOf(rows.size * columns.size, channels.size, vectors, lanes);
      }
    }
  }
  // Code of its own for what is left, to compile and to hold in cache.
  for (const bool isLeft :
       {p.rows % t.rows != 0, p.columns % t.columns != 0, p.channels % t.channels != 0})
    cycles *= isLeft ? 1.02 : 1;
  const double work =
      static_cast<double>(p.rows * p.columns * p.channels) / static_cast<double>(lanes);
  return work / multiplyPorts / cycles;
}

}  // namespace

int64_t largestDivisor(int64_t n, int64_t limit) {
  for (int64_t d = std::min(n, limit); d > 1; --d) {
    if (n % d == 0) return d;
  }
  return 1;
}

RegisterTile chooseRegisterTile(const TileProblem& p, const Target& target) {
  const int64_t lanes = target.floatLanes(), registers = target.vectorRegisters;
  RegisterTile best;
  double bestScore = -1;
  for (int64_t channels = 1; channels <= std::min(p.channels, 5 * lanes - 1); ++channels) {
    // A last block of fewer channels is padded in memory.
    if (p.channels % channels != 0 && (p.divides || channels % lanes != 0)) continue;
    const int64_t vectors = vectorsFor(channels, lanes);
    for (int64_t rows = 1; rows <= std::min<int64_t>(p.rows, 4); ++rows) {
      for (int64_t columns = 1; columns <= std::min(p.columns, registers); ++columns) {
        if (rows > 1 && columns < p.columns) continue;  // rows only where a row is short
        // An accumulator for each, a row of weights, a broadcast, and two to spare.
        if (rows * columns * vectors + vectors + 2 > registers - (registers > 16 ? 1 : 0)) continue;
        const RegisterTile tile{rows, columns, channels};
        const double score = efficiency(tile, p, target);
        if (score <= bestScore + 1e-9) continue;
        best = tile;
        bestScore = score;
      }
    }
  }
  return best;
}

}  // namespace heddle::spaces
