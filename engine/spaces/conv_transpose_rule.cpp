// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/spaces/facts.h"
#include "engine/spaces/register_tile.h"
#include "engine/spaces/rules.h"
#include "engine/spaces/tiled_reduction.h"

namespace heddle::spaces {

using namespace loops;

namespace {

// w: [ic, oc, window...] -> [oc / block, window..., ic, oc % block]
std::string packedMap(size_t windowRank, int64_t channels) {
  std::string old = "i, o", window;
  for (size_t d = 0; d < windowRank; ++d) {
    old += ", k" + std::to_string(d);
    window += ", k" + std::to_string(d);
  }
  const std::string block = std::to_string(channels);
  return old + " -> o // " + block + window + ", i, o % " + block;
}

std::optional<std::string> constantWeight(const TraceBuilder& trace, const Block& block,
                                          size_t rank) {
  for (const BufferRegion& read : block.f.reads) {
    const bool isConstant = isParameter(trace.program(), read.buffer->id, ParamRole::constant);
    if (isConstant && read.buffer->shape.size() == rank) return trace.bufferName(read.buffer->id);
  }
  return {};
}

}  // namespace

// A tile is all phases of a few outer positions of the last axis: together they are contiguous.
bool scheduleConvTranspose(TraceBuilder& trace, const Anchor& anchor, const Target& target) {
  const Block* block = trace.block(anchor.block);
  if (!block || formOf(*block) != "phases" || !singleStore(*block)) return false;
  if (!isFloat(singleStore(*block)->buffer->element)) return false;
  const auto loops = trace.loopsAround(anchor.block);
  const size_t rank = (loops.size() - 3) / 3;  // n, (outer, phase) each, oc, taps, ic
  if (loops.size() != 3 + 3 * rank || rank == 0) return false;
  const LoopFact &outer = loops[2 * rank - 1], &phase = loops[2 * rank],
                 &channel = loops[2 * rank + 1];
  const Store* store = singleStore(*block);
  if (strideOf(store->buffer, store->indices, block->f.iters[2 * rank + 1].var->id) != 1)
    return false;
  const auto name = constantWeight(trace, *block, rank + 2);
  const int64_t lanes = target.floatLanes(), room = target.vectorRegisters - 6;
  // Every phase has weights of its own, so two vectors of channels are enough.
  const int64_t chosen = chooseRegisterTile({1, 1, channel.extent}, target).channels;
  const int64_t channels = chosen > 2 * lanes && chosen % (2 * lanes) == 0 ? 2 * lanes : chosen;
  const int64_t used = phase.extent * ((channels + lanes - 1) / lanes);
  if (!name || used > room) return false;

  const auto mark = trace.mark();
  TiledReduction plan{anchor.block, anchor.epilogues, {}, channel.name, {}, {}, 0, 4};
  for (size_t d = 0; d + 2 < 2 * rank + 1; ++d) plan.axes.push_back({loops[d].name});
  plan.axes.push_back({channel.name, channels});
  plan.parallelAxes = plan.axes.size();
  plan.axes.push_back(
      {outer.name, largestDivisor(outer.extent, std::max<int64_t>(1, room / used))});
  plan.axes.push_back({phase.name, phase.extent});
  for (size_t d = 2 * rank + 2; d < loops.size(); ++d) plan.reduceLoops.push_back(loops[d].name);
  if (trace.transformLayout(*name, packedMap(rank, channels)) &&
      scheduleTiledReduction(trace, plan))
    return true;
  trace.restore(mark);
  return false;
}

}  // namespace heddle::spaces
