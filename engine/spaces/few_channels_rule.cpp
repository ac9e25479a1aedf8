// Convolutions with so few output channels that these leave most lanes of a vector empty.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/spaces/facts.h"
#include "engine/spaces/register_tile.h"
#include "engine/spaces/rules.h"
#include "engine/spaces/tiled_reduction.h"

namespace heddle::spaces {

using namespace loops;

namespace {

constexpr int64_t mostPositions = 16;

// Cycles of one position of the output: lanes over output channels, a halving of the vector for
// each part, against lanes over input channels and adding them up in the end.
bool lanesPay(const FewChannels& conv, int64_t lanes) {
  int64_t parts = 0;
  for (int64_t rest = conv.channels; rest > 0; rest &= rest - 1) ++parts;
  const auto steps = static_cast<double>(conv.steps), channels = static_cast<double>(conv.channels);
  const double asLanes = steps * channels / static_cast<double>(2 * std::min<int64_t>(lanes, 8));
  return asLanes + 4 * channels < 0.5 * steps * static_cast<double>(parts);
}

// [l, ...] -> [..., l]
std::string lanesLast(size_t rank) {
  std::string old = "l", to;
  for (size_t d = 1; d < rank; ++d) {
    const std::string name = "d" + std::to_string(d);
    old += ", " + name;
    to += name + ", ";
  }
  return old + " -> " + to + "l";
}

// The buffer that a block stores to.
std::optional<Buffer> resultOf(const TraceBuilder& trace, const std::string& name) {
  const Block* block = trace.block(name);
  const Store* store = block ? singleStore(*block) : nullptr;
  return store ? std::optional(store->buffer) : std::nullopt;
}

bool toRegisters(TraceBuilder& trace, const Buffer& buffer) {
  const auto name = trace.bufferName(buffer->id);
  return name && trace.setScope(*name, "registers");
}

// One sum for each lane of input channels, and a block that adds them up: its name.
std::optional<std::string> splitSums(TraceBuilder& trace, const std::string& block,
                                     const std::string& lanes) {
  const auto before = trace.blockNames();
  const auto whole = resultOf(trace, block);
  if (!trace.rfactor(lanes)) return {};
  const auto parts = resultOf(trace, block);
  std::string sum;
  for (const std::string& name : trace.blockNames()) {
    if (std::find(before.begin(), before.end(), name) == before.end()) sum = name;
  }
  const auto name = parts ? trace.bufferName((*parts)->id) : std::nullopt;
  if (!whole || !name || sum.empty() || !toRegisters(trace, *parts) ||
      !trace.transformLayout(*name, lanesLast((*parts)->shape.size())))
    return {};
  return sum;
}

bool schedule(TraceBuilder& trace, const Anchor& anchor, const FewChannels& conv, int64_t lanes,
              const Target& target) {
  if (!trace.transformLayout(conv.weight, conv.packedMap(lanes))) return false;
  const auto halves = trace.split(conv.inChannel, lanes);
  const auto sum = halves ? splitSums(trace, anchor.block, halves->inner) : std::nullopt;
  if (!sum) return false;
  TiledReduction plan{anchor.block, anchor.epilogues, {}, halves->inner, conv.window, {}, 0, 1};
  const auto whole = resultOf(trace, *sum);
  if (isOutput(trace.program(), (*whole)->id) || anchor.epilogues.empty()) {
    const auto copy = trace.cacheWrite(*sum, "registers");
    if (!copy) return false;
    plan.epilogues.insert(plan.epilogues.begin(), *copy);
  } else if (!toRegisters(trace, *whole)) {
    return false;
  }
  plan.epilogues.insert(plan.epilogues.begin(), *sum);
  plan.sumsLanes = true;
  plan.shortAxis = conv.channels;
  const int64_t room = target.vectorRegisters - (target.vectorRegisters > 16 ? 8 : 4);
  const int64_t each = conv.channels * conv.phases;
  const int64_t most = std::clamp<int64_t>(room / each, 1, mostPositions);
  const int64_t divisor = largestDivisor(conv.columns, most);
  for (const std::string& loop : conv.outer) plan.axes.push_back({loop});
  plan.parallelAxes = plan.axes.size();
  plan.axes.push_back({conv.column, 2 * divisor > most ? divisor : std::min(most, conv.columns)});
  if (!conv.phase.empty()) plan.axes.push_back({conv.phase, 0});
  plan.axes.push_back({conv.channel, 0});
  plan.axes.push_back({halves->inner, 0});
  plan.reduceLoops.push_back(halves->outer);
  plan.unrolled = conv.unrolled;
  plan.clipped = conv.clipped;
  return scheduleTiledReduction(trace, plan);
}

}  // namespace

bool scheduleFewChannels(TraceBuilder& trace, const Anchor& anchor, const FewChannels& conv,
                         const Target& target) {
  int64_t lanes = target.floatLanes();
  while (lanes > 1 && conv.inChannels % lanes != 0) lanes /= 2;
  const int64_t each = conv.channels * conv.phases;
  if (lanes < 4 || each > target.vectorRegisters / 2 || !lanesPay(conv, lanes)) return false;
  const auto mark = trace.mark();
  if (schedule(trace, anchor, conv, lanes, target)) return true;
  trace.restore(mark);
  return false;
}

}  // namespace heddle::spaces
