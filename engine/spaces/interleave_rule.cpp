// Data movement whose input and output run along different axes: a tile is read along the one and
// written along the other, and turned in registers between.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/spaces/facts.h"
#include "engine/spaces/rules.h"

namespace heddle::spaces {

using namespace loops;

namespace {

constexpr int64_t leastWork = 1 << 10, parallelWork = 1 << 14;
constexpr int64_t narrow = 8;  // axes that are whole in a tile

struct Axis {
  const BlockIter* iter = nullptr;
  LoopFact loop;
};

// What loads do along the iterator: nothing or one element further; at least one goes further.
bool readsAlong(const Store& store, VarId iterator) {
  bool isDense = true, moves = false;
  walk(store.value, [&](const Expr& e) {
    const auto* load = as<Load>(e);
    if (!load) return true;
    const auto stride = strideOf(load->buffer, load->indices, iterator);
    isDense = isDense && stride && (*stride == 0 || *stride == 1);
    moves = moves || stride == 1;
    return true;
  });
  return isDense && moves;
}

std::vector<Axis> axesOf(const TraceBuilder& trace, const std::string& name) {
  std::vector<Axis> axes;
  const Block* block = trace.block(name);
  for (const LoopFact& fact : trace.loopsAround(name)) {
    Axis axis{nullptr, fact};
    for (const BlockIter& iter : block->f.iters) {
      const auto* var = as<Var>(iter.binding);
      if (var && var->id == fact.loop->var->id) axis.iter = &iter;
    }
    axes.push_back(axis);
  }
  return axes;
}

struct Tile {
  int64_t write, read;  // iterations of the axes
};

// Whole vectors first: what they leave of an axis is written out once more.
int64_t along(int64_t extent, int64_t most) {
  if (extent <= most) return extent;
  return extent % most != 0 && most > 4 && extent % (most / 2) == 0 ? most / 2 : most;
}

Tile tileOf(int64_t write, int64_t read, int64_t lanes) {
  if (write <= narrow)
    return {write, along(read, write == 4 ? std::min<int64_t>(8, lanes) : lanes)};
  if (read <= narrow) return {along(write, read == 8 ? 8 : 4), read};
  return {along(write, 4), along(read, 4)};
}

// The block that copies the tile out: whole rows of it at once where they lie side by side.
bool scheduleCopy(TraceBuilder& trace, const std::string& copy, const std::string& at,
                  bool isWhole) {
  size_t shared = 0;
  std::vector<std::string> inner;
  for (const LoopFact& fact : trace.loopsAround(copy)) {
    shared += fact.name == at;
    if (shared && fact.name != at && fact.extent > 1) inner.push_back(fact.name);
  }
  if (inner.size() == 1) return trace.vectorize(inner[0]);  // of two axes that a copy knows as one
  if (inner.size() != 2) return false;
  if (!isWhole) return trace.unroll(inner[0]) && trace.vectorize(inner[1]);
  const auto fused = trace.fuse(inner);
  return fused && trace.vectorize(*fused);
}

bool scheduleTile(TraceBuilder& trace, const std::string& name, const std::vector<Axis>& axes,
                  const Axis& write, const Axis& read, int64_t lanes) {
  const Tile tile = tileOf(write.loop.extent, read.loop.extent, lanes);
  const auto copy = trace.cacheWrite(name, "local");
  if (!copy) return false;
  std::vector<std::string> outer, order;
  for (const Axis& axis : axes) {
    if (axis.iter != write.iter && axis.iter != read.iter) outer.push_back(axis.loop.name);
  }
  const auto writes = trace.split(write.loop.name, tile.write);
  const auto reads = writes ? trace.split(read.loop.name, tile.read) : std::nullopt;
  if (!reads) return false;
  order = outer;
  order.insert(order.end(), {writes->outer, reads->outer, writes->inner, reads->inner});
  // The axes that are neighbours in the result and wholly in the tile make one vector.
  const bool isWhole = tile.write == write.loop.extent && read.iter + 1 == write.iter &&
                       tile.write * tile.read <= 4 * lanes;
  if (!trace.reorder(order) || !trace.reverseComputeAt(*copy, reads->outer) ||
      !trace.unroll(writes->inner) || !trace.vectorize(reads->inner) ||
      !scheduleCopy(trace, *copy, reads->outer, isWhole))
    return false;
  if (workOf(*trace.block(name), Work::outputs) >= parallelWork) {
    if (outer.empty()) outer.push_back(writes->outer);
    const auto fused = trace.fuse(outer);
    if (!fused || !trace.parallel(*fused)) return false;
  }
  // Last, when every index of the tile is constant: what one of these steps leaves still compiles.
  const auto staged = trace.bufferName(singleStore(*trace.block(name))->buffer->id);
  return staged && trace.setScope(*staged, "registers");
}

}  // namespace

bool scheduleInterleaved(TraceBuilder& trace, const std::string& name, const Target& target) {
  const Block* block = trace.block(name);
  const Store* store = block ? singleStore(*block) : nullptr;
  if (!store || target.floatLanes() < 4 || workOf(*block, Work::outputs) < leastWork) return false;
  const auto axes = axesOf(trace, name);
  const auto written = std::find_if(axes.begin(), axes.end(), [&](const Axis& a) {
    return a.iter && a.loop.extent > 1 &&
           strideOf(store->buffer, store->indices, a.iter->var->id) == 1;
  });
  const auto read = std::find_if(axes.begin(), axes.end(), [&](const Axis& a) {
    return a.iter && a.loop.extent > 1 && readsAlong(*store, a.iter->var->id);
  });
  if (written == axes.end() || read == axes.end() || written == read ||
      readsAlong(*store, written->iter->var->id))
    return false;
  const auto mark = trace.mark();
  if (scheduleTile(trace, name, axes, *written, *read, target.floatLanes())) return true;
  trace.restore(mark);
  return false;
}

}  // namespace heddle::spaces
