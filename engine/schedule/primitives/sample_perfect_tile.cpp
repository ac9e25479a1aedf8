// Draws factors whose product is the extent of a loop; later steps name them.
//
//   tile = sample_perfect_tile(loop=b.i, parts=3, decision=[4, 2, 8])
//   i_0, i_1, i_2 = split(loop=b.i, factors=tile)
//
// `limit` bounds the last factor; 16 when none is given. Without a decision the seed decides,
// always the same way.
//
// Requirements:
// 1. loop: the loop exists.
// 2. extent: its extent is a constant from 1 to 2^31.
// 3. parts: there are from 2 to 16.
// 4. limit: it is from 1 to 2^31.
// 5. decision: as many positive factors as parts, with the extent as product, the last within the
// limit.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/schedule/analysis/draw.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

constexpr int64_t largest = int64_t{1} << 31;

// The last factor evenly among the divisors within the limit, the primes of the rest anywhere.
std::vector<int64_t> drawn(Draw& draw, int64_t extent, size_t parts, int64_t limit) {
  std::vector<int64_t> divisors;
  for (int64_t d = 1; d * d <= extent; ++d) {
    if (extent % d != 0) continue;
    if (d <= limit) divisors.push_back(d);
    if (d != extent / d && extent / d <= limit) divisors.push_back(extent / d);
  }
  std::sort(divisors.begin(), divisors.end());
  std::vector<int64_t> out(parts, 1);
  out.back() = divisors[draw.below(divisors.size())];
  int64_t rest = extent / out.back();
  for (int64_t p = 2; rest > 1; ++p) {
    if (p * p > rest) p = rest;
    for (; rest % p == 0; rest /= p) out[draw.below(parts - 1)] *= p;
  }
  return out;
}

bool isTile(const std::vector<int64_t>& tile, int64_t extent, size_t parts, int64_t limit) {
  int64_t product = 1;
  for (int64_t f : tile) {
    if (f < 1 || __builtin_mul_overflow(product, f, &product)) return false;
  }
  return tile.size() == parts && product == extent && tile.back() <= limit;
}

}  // namespace

Result<State> sample_perfect_tile(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  const auto extent = constantInt(loop.extent);
  if (!extent || *extent < 1 || *extent > largest) {
    return refuse(
        step, {"extent", "the extent of {0} is not a constant from 1 to 2^31", {subjectOf(loop)}});
  }
  const auto parts = argument<int64_t>(step, "parts");
  if (parts < 2 || parts > 16) {
    return refuse(step, {"parts", "{0} is tiled in 2 to 16 parts", {subjectOf(loop)}});
  }
  const int64_t limit = argumentOr<int64_t>(step, "limit", 16);
  if (limit < 1 || limit > largest) {
    return refuse(step, {"limit",
                         "the limit of the last factor of {0} is from 1 to 2^31",
                         {subjectOf(loop)},
                         "16 is usual"});
  }
  auto tile = argumentOr(step, "decision", std::vector<int64_t>{});
  if (!step.arguments.count("decision")) {
    Draw draw(state, step);
    tile = drawn(draw, *extent, static_cast<size_t>(parts), limit);
  }
  if (!isTile(tile, *extent, static_cast<size_t>(parts), limit)) {
    return refuse(
        step, {"decision",
               "the decision is not {1} positive factors of the extent {2} of {0}, the last at most {3}",
               {subjectOf(loop),
                {"value", 0, std::to_string(parts)},
                {"value", 0, std::to_string(*extent)},
                {"value", 0, std::to_string(limit)}},
               "leave the decision out and draw again"});
  }
  State next = state;
  next.values[drawnName(state, step, "tile")] = tile;
  next.lastDecision = tile;
  return next;
}

}  // namespace heddle::schedule::primitives_impl
