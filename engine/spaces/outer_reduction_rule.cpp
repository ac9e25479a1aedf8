// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/spaces/facts.h"
#include "engine/spaces/register_tile.h"
#include "engine/spaces/rules.h"
#include "engine/spaces/tiled_reduction.h"

namespace heddle::spaces {

using namespace loops;

namespace {

constexpr int64_t maxUnrolledSteps = 16;
constexpr int64_t maxStride = 4;  // of loads: more are gathered element by element

// The spatial iterator that walks the result contiguously.
const BlockIter* contiguousIterator(const Block& block) {
  const Store* store = singleStore(block);
  for (const BlockIter& iter : block.f.iters) {
    if (iter.kind != IterKind::spatial || constantInt(iter.extent).value_or(1) < 2) continue;
    if (strideOf(store->buffer, store->indices, iter.var->id) == 1) return &iter;
  }
  return nullptr;
}

}  // namespace

bool scheduleOuterReduction(TraceBuilder& trace, const Anchor& anchor, const Target& target) {
  const Block* block = trace.block(anchor.block);
  if (!block || !isReduction(*block) || !singleStore(*block)) return false;
  const BlockIter* contiguous = contiguousIterator(*block);
  if (!contiguous) return false;
  const auto* loopVar = as<Var>(contiguous->binding);
  if (!loopVar) return false;
  bool isDense = true;
  for (const BufferRegion& read : block->f.reads) {
    std::vector<Expr> begins;
    for (const Range& range : read.ranges) begins.push_back(range.begin);
    const auto stride = strideOf(read.buffer, begins, contiguous->var->id);
    if (!stride || *stride < 0 || *stride > maxStride) return false;
    isDense = isDense && *stride <= 1;
  }
  TiledReduction plan{anchor.block, anchor.epilogues, {}, {}, {}, {}, 1, 1};
  int64_t steps = 1;
  // Of a row with gaps one vector at a time, so that only those at a border are masked.
  const int64_t extent = *constantInt(contiguous->extent);
  const int64_t channels = isDense ? chooseRegisterTile({1, 1, extent}, target).channels
                                   : std::min<int64_t>(extent, target.floatLanes());
  for (const LoopFact& fact : trace.loopsAround(anchor.block)) {
    bool reduces = false;
    for (const BlockIter& iter : block->f.iters) {
      const auto* var = as<Var>(iter.binding);
      if (var && var->id == fact.loop->var->id) reduces = iter.kind == IterKind::reduce;
    }
    if (reduces) {
      plan.reduceLoops.push_back(fact.name);
      steps *= fact.extent;
    } else if (fact.loop->var->id == loopVar->id) {
      plan.vectorLoop = fact.name;
      plan.axes.push_back({fact.name, channels});
    } else {
      plan.axes.push_back({fact.name});
    }
  }
  if (plan.vectorLoop.empty()) return false;
  if (!isDense && plan.reduceLoops.size() > 1) {
    // Steps at a border are left out: rows by the loop's range, columns once they are written out.
    plan.clipped.assign(plan.reduceLoops.begin(), plan.reduceLoops.end() - 1);
    plan.unrolled = {plan.reduceLoops.back()};
  } else if (steps <= maxUnrolledSteps) {
    plan.unrolled = plan.reduceLoops;
  }
  plan.parallelAxes = plan.axes.size() - (isDense || plan.axes.size() == 1 ? 0 : 1);
  return scheduleTiledReduction(trace, plan);
}

}  // namespace heddle::spaces
