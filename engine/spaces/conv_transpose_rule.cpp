// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/schedule/tree.h"
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

// w: [ic, oc, window...] -> [window / stride..., ic, window % stride..., oc]
std::string phasesMap(const std::vector<int64_t>& strides) {
  std::string old = "i, o", taps, phases;
  for (size_t d = 0; d < strides.size(); ++d) {
    const std::string k = "k" + std::to_string(d), stride = std::to_string(strides[d]);
    old += ", " + k;
    taps += k + " // " + stride + ", ";
    phases += k + " % " + stride + ", ";
  }
  return old + " -> " + taps + "i, " + phases + "o";
}

// sum: [n, position..., oc] -> [n, position / stride..., position % stride..., oc]
std::string positionsMap(const std::vector<int64_t>& strides) {
  std::string old = "n", outer, phases;
  for (size_t d = 0; d < strides.size(); ++d) {
    const std::string p = "p" + std::to_string(d), stride = std::to_string(strides[d]);
    old += ", " + p;
    outer += ", " + p + " // " + stride;
    phases += ", " + p + " % " + stride;
  }
  return old + ", o -> n" + outer + phases + ", o";
}

// Whether all phases read the same place of the input: no iterator of a phase is in its index.
bool sharesInput(const Block& block, const std::string& weight, size_t rank) {
  for (const BufferRegion& read : block.f.reads) {
    if (read.buffer->name == weight) continue;
    if (read.buffer->id == singleStore(block)->buffer->id) continue;
    for (const Range& range : read.ranges) {
      for (size_t d = 0; d < rank; ++d)
        if (schedule::mentions(range.begin, block.f.iters[2 + 2 * d].var->id)) return false;
    }
  }
  return true;
}

// Loops of a transposed convolution in phases, by what they walk.
struct PhaseLoops {
  explicit PhaseLoops(const std::vector<LoopFact>& all) : rank((all.size() - 3) / 3) {
    outer.push_back(all[0]);
    for (size_t d = 0; d < rank; ++d) {
      outer.push_back(all[1 + 2 * d]), phases.push_back(all[2 + 2 * d]);
      window.push_back(all[2 + 2 * rank + d]);
    }
    channel = all[1 + 2 * rank], inChannel = all.back();
  }
  size_t rank;
  std::vector<LoopFact> outer, phases, window;  // outer: n as well
  LoopFact channel, inChannel;
};

// Lanes over all phases and the few output channels: one place of the input has one vector of
// results. The positions that it makes stand side by side in registers only.
bool scheduleLanesOfPhases(TraceBuilder& trace, const Anchor& anchor, const PhaseLoops& loops,
                           const std::string& weight, const Target& target) {
  std::vector<int64_t> strides;
  int64_t lanes = loops.channel.extent;
  for (const LoopFact& phase : loops.phases) {
    strides.push_back(phase.extent);
    lanes *= phase.extent;
  }
  const int64_t width = target.floatLanes(), room = target.vectorRegisters - 6;
  const int64_t vectors = (lanes + width - 1) / width;
  // A window that some phases lack a part of has a condition, which lanes would evaluate one by
  // one.
  if (2 * loops.channel.extent > width || vectors > 4 || 2 * vectors > room ||
      hasSelect(*singleStore(*trace.block(anchor.block))) ||
      !sharesInput(*trace.block(anchor.block), weight, loops.rank))
    return false;
  const auto mark = trace.mark();
  if (!trace.transformLayout(weight, phasesMap(strides))) return false;
  TiledReduction plan{anchor.block, anchor.epilogues, {}, {}, {}, {}, 0, 4};
  for (const LoopFact& fact : loops.outer) plan.axes.push_back({fact.name});
  plan.parallelAxes = plan.axes.size() - 1;
  const int64_t side = loops.phases.back().extent * loops.channel.extent;  // of a row, side by side
  plan.axes.back().tile = largestDivisor(
      loops.outer.back().extent, std::max<int64_t>(1, std::min(room / vectors, 4 * width / side)));
  for (const LoopFact& phase : loops.phases) plan.axes.push_back({phase.name, 0});
  plan.axes.push_back({loops.channel.name, 0});
  plan.vectorLoop = loops.channel.name;
  plan.fusedLanes = loops.rank + 1;
  plan.shortAxis = loops.channel.extent;
  plan.lanesMap = positionsMap(strides);
  for (const LoopFact& fact : loops.window) plan.reduceLoops.push_back(fact.name);
  plan.reduceLoops.push_back(loops.inChannel.name);
  if (scheduleTiledReduction(trace, plan)) return true;
  trace.restore(mark);
  return false;
}

bool scheduleFew(TraceBuilder& trace, const Anchor& anchor, const PhaseLoops& loops,
                 const std::string& weight, const Target& target) {
  const size_t rank = loops.rank;
  const LoopFact &column = loops.outer.back(), &phase = loops.phases.back();
  FewChannels few{weight,
                  [rank](int64_t lanes) { return lanesMap("i, o", rank, lanes); },
                  {},
                  column.name,
                  phase.name,
                  loops.channel.name,
                  loops.inChannel.name,
                  column.extent,
                  phase.extent,
                  loops.channel.extent,
                  loops.inChannel.extent,
                  loops.inChannel.extent,
                  {},
                  {},
                  {}};
  few.outer.push_back(loops.outer.front().name);
  for (size_t d = 0; d + 1 < rank; ++d) {
    few.outer.push_back(loops.outer[1 + d].name);
    few.outer.push_back(loops.phases[d].name);
  }
  for (const LoopFact& k : loops.window) {
    few.window.push_back(k.name);
    few.steps *= k.extent;
  }
  return scheduleFewChannels(trace, anchor, few, target);
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
  if (name && scheduleLanesOfPhases(trace, anchor, PhaseLoops(loops), *name, target)) return true;
  if (name && scheduleFew(trace, anchor, PhaseLoops(loops), *name, target)) return true;
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
