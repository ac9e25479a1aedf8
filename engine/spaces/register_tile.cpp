// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/register_tile.h"

#include <algorithm>
#include <cmath>

namespace heddle::spaces {

namespace {

constexpr double latencyCycles = 4, multiplyPorts = 2, loadPorts = 2;

int64_t ceilDiv(int64_t a, int64_t b) {
  return (a + b - 1) / b;
}

// Vectors that hold `channels`: full ones, then one for each halving of the rest.
int64_t vectorsFor(int64_t channels, int64_t lanes) {
  int64_t count = channels / lanes;
  for (int64_t rest = channels % lanes, part = lanes / 2; rest > 0; part /= 2) {
    if (rest >= part) rest -= part, ++count;
  }
  return count;
}

// Useful work for each cycle of one reduction step, at most 1.
double efficiency(const RegisterTile& t, const TileProblem& p, int64_t lanes) {
  const double pixels = static_cast<double>(t.rows * t.columns);
  const double vectors = static_cast<double>(vectorsFor(t.channels, lanes));
  const double cycles =
      std::max({pixels * vectors / multiplyPorts, (pixels + vectors) / loadPorts, latencyCycles});
  const double lanesUsed = static_cast<double>(t.channels) / (vectors * static_cast<double>(lanes));
  const double covered = static_cast<double>(ceilDiv(p.rows, t.rows) * t.rows *
                                             ceilDiv(p.columns, t.columns) * t.columns);
  const double channelsCovered = static_cast<double>(ceilDiv(p.channels, t.channels) * t.channels);
  const double inside = static_cast<double>(p.rows * p.columns) / covered *
                        static_cast<double>(p.channels) / channelsCovered;
  // Fewer loads for each multiplication are better even where ports do not limit.
  const double intensity = 1 / (1 + 0.15 * (pixels + vectors) / (pixels * vectors));
  // A part of a vector beside whole ones costs a broadcast of its own and loads that straddle cache
  // lines.
  const double evenness = t.channels > lanes && t.channels % lanes != 0 ? 0.9 : 1;
  return pixels * vectors / multiplyPorts / cycles * lanesUsed * inside * intensity * evenness;
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
  for (int64_t channels = 1; channels <= std::min(p.channels, 4 * lanes); ++channels) {
    // A block that does not divide is padded with zeros: whole vectors only.
    if (p.channels % channels != 0 && (channels % lanes != 0 || channels > p.channels)) continue;
    const int64_t vectors = vectorsFor(channels, lanes);
    for (int64_t rows = 1; rows <= std::min<int64_t>(p.rows, 4); ++rows) {
      for (int64_t columns = 1; columns <= std::min(p.columns, registers); ++columns) {
        if (rows > 1 && columns < p.columns) continue;  // rows only where a row is short
        // An accumulator for each, a row of weights, a broadcast, and two to spare.
        if (rows * columns * vectors + vectors + 2 > registers - (registers > 16 ? 1 : 0)) continue;
        const RegisterTile tile{rows, columns, channels};
        const double score = efficiency(tile, p, lanes);
        if (score <= bestScore + 1e-9) continue;
        best = tile;
        bestScore = score;
      }
    }
  }
  return best;
}

}  // namespace heddle::spaces
