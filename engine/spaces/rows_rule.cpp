// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/spaces/facts.h"
#include "engine/spaces/rules.h"

namespace heddle::spaces {

using namespace loops;

namespace {

// The leading loops of the last block that every earlier block has as spatial axes of the same
// extent.
size_t sharedRows(const TraceBuilder& trace, const std::vector<std::string>& blocks) {
  const auto last = trace.loopsAround(blocks.back());
  size_t rows = last.size();
  for (const std::string& name : blocks) {
    const Block* block = trace.block(name);
    size_t same = 0;
    while (same < rows && same < block->f.iters.size() &&
           block->f.iters[same].kind == IterKind::spatial &&
           constantInt(block->f.iters[same].extent) == last[same].extent) {
      ++same;
    }
    rows = same;
  }
  return rows;
}

void vectorizeInner(TraceBuilder& trace, const std::string& name, size_t shared, int64_t lanes) {
  const Block* block = trace.block(name);
  const auto loops = trace.loopsAround(name);
  if (!block || !isPointwise(*block) || loops.size() <= shared) return;
  const LoopFact& last = loops.back();
  const Store* store = singleStore(*block);
  for (const BlockIter& iter : block->f.iters) {
    if (constantInt(iter.extent).value_or(0) < 2) continue;
    if (strideOf(store->buffer, store->indices, iter.var->id) == 1 && last.extent > 1) {
      vectorizeLong(trace, last.name, last.extent, lanes);
      return;
    }
  }
}

// What the loop reduces; null for other loops.
const BlockIter* reducedBy(const Block& block, const LoopFact& fact) {
  for (const BlockIter& iter : block.f.iters) {
    const auto* var = as<Var>(iter.binding);
    if (var && var->id == fact.loop->var->id)
      return iter.kind == IterKind::reduce ? &iter : nullptr;
  }
  return nullptr;
}

// Every load has its next element `stride` further along the iterator, or the same one, and does
// alike along the iterator inside, where there is one.
bool readsInSteps(const Store& store, const BlockIter& iter, int64_t stride,
                  const BlockIter* inside) {
  bool isDense = true;
  walk(store.value, [&](const Expr& e) {
    if (const auto* load = as<Load>(e)) {
      const auto along = [&](const BlockIter& i) {
        return strideOf(load->buffer, load->indices, i.var->id);
      };
      const auto found = along(iter);
      isDense &= found == 0 || found == stride;
      isDense &= !inside || (found == 0) == (along(*inside) == 0);
    }
    return true;
  });
  return isDense;
}

// A reduction over neighbours in memory runs in vector lanes, with its start value set before the
// loop. Several axes that lie in memory one behind another are one.
void reduceInLanes(TraceBuilder& trace, const std::string& name, size_t shared,
                   const Target& target) {
  const Block* block = trace.block(name);
  const auto loops = trace.loopsAround(name);
  const Store* store = block ? singleStore(*block) : nullptr;
  if (!store || !isReduction(*block)) return;
  std::vector<std::string> names;
  int64_t extent = 1;
  const BlockIter* inside = nullptr;
  for (size_t i = loops.size(); i-- > shared; inside = reducedBy(*block, loops[i])) {
    const BlockIter* iter = reducedBy(*block, loops[i]);
    if (!iter || !readsInSteps(*store, *iter, extent, inside)) break;
    names.insert(names.begin(), loops[i].name);
    extent *= loops[i].extent;
    if (loops[i].extent == 0) return;
  }
  if (names.empty() || extent < target.floatLanes()) return;
  int64_t lanes = target.floatLanes();
  while (2 * lanes <= std::min<int64_t>(extent, 4 * target.floatLanes())) lanes *= 2;
  const auto fused = trace.fuse(names);
  if (!fused) return;
  trace.decomposeReduction(name, trace.loopsAround(name)[shared].name);
  trace.annotateLoop(*fused, "reduce_lanes", lanes);
}

}  // namespace

bool scheduleWholeReduction(TraceBuilder& trace, const std::string& block, const Target& target) {
  const Block* whole = trace.block(block);
  if (!whole || !isReduction(*whole) || hasOpaqueIterators(*whole)) return false;
  for (const BlockIter& iter : whole->f.iters)
    if (iter.kind != IterKind::reduce && constantInt(iter.extent) != 1) return false;
  reduceInLanes(trace, block, 0, target);
  return true;
}

bool scheduleRows(TraceBuilder& trace, const std::vector<std::string>& blocks,
                  const Target& target) {
  const bool reduces = std::any_of(blocks.begin(), blocks.end(), [&](const std::string& name) {
    return isReduction(*trace.block(name));
  });
  if (!reduces) return false;
  for (const std::string& name : blocks) {
    const Block* block = trace.block(name);
    if (!block || hasOpaqueIterators(*block)) return false;
  }
  const size_t rows = sharedRows(trace, blocks);
  if (rows == 0) return false;
  const auto mark = trace.mark();
  const auto loops = trace.loopsAround(blocks.back());
  std::vector<std::string> names;
  for (size_t i = 0; i < rows; ++i) names.push_back(loops[i].name);
  const auto row = trace.fuse(names);
  if (!row) return false;
  for (size_t i = blocks.size() - 1; i-- > 0;) {
    if (trace.computeAt(blocks[i], *row)) continue;
    trace.restore(mark);
    return false;
  }
  for (const std::string& name : blocks) reduceInLanes(trace, name, 1, target);
  for (const std::string& name : trace.blockNames())
    vectorizeInner(trace, name, 1, target.floatLanes());
  if (!trace.parallel(*row)) {
    trace.restore(mark);
    return false;
  }
  return true;
}

}  // namespace heddle::spaces
