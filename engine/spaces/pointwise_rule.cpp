// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/spaces/facts.h"
#include "engine/spaces/register_tile.h"
#include "engine/spaces/rules.h"

namespace heddle::spaces {

using namespace loops;

namespace {

constexpr int64_t parallelWork = 1 << 14;  // elements below which threads cost more than they bring
constexpr int64_t maxLanes = 256;          // of a vectorized loop
constexpr int64_t maxStride = 4;           // of loads: more are gathered element by element
constexpr int64_t chunk = 4096;            // elements a thread takes at a time

// Every access walks the whole index space in the same order, so that the loops may become one.
bool isElementwise(const Block& block) {
  const Store* store = singleStore(block);
  bool isSame = true;
  const auto check = [&](const Buffer& buffer, const std::vector<Expr>& indices) {
    int64_t stride = 1;
    for (size_t d = block.f.iters.size(); d-- > 0;) {
      const int64_t extent = constantInt(block.f.iters[d].extent).value_or(0);
      if (extent == 1) continue;
      if (strideOf(buffer, indices, block.f.iters[d].var->id) != stride) isSame = false;
      stride *= extent;
    }
  };
  check(store->buffer, store->indices);
  walk(store->value, [&](const Expr& e) {
    if (const auto* load = as<Load>(e)) {
      int64_t elements = 1;
      for (const Expr& extent : load->buffer->shape) elements *= constantInt(extent).value_or(0);
      if (elements != 1) check(load->buffer, load->indices);
    }
    return e->kind != ExprKind::Load;
  });
  // A value that depends on iterators themselves would have to take the one loop apart again.
  bool usesIterators = false;
  walk(store->value, [&](const Expr& e) {
    if (as<Load>(e)) return false;
    usesIterators = usesIterators || as<Var>(e);
    return true;
  });
  return isSame && !usesIterators;
}

// Lanes would need indices that the data decides, or that are no sum of products.
bool vectorsAreSensible(const Block& block, VarId iterator) {
  bool isSensible = true;
  const auto dependsOn = [&](const Expr& e) {
    bool depends = false;
    walk(e, [&](const Expr& x) {
      const auto* var = as<Var>(x);
      depends = depends || (var && var->id == iterator);
      return !depends;
    });
    return depends;
  };
  walk(
      block.f.body, [](const Stmt&) { return true; },
      [&](const Expr& e) {
        const auto* load = as<Load>(e);
        if (!load) return true;
        const auto stride = strideOf(load->buffer, load->indices, iterator);
        bool depends = false;
        for (const Expr& index : load->indices) depends = depends || dependsOn(index);
        if (depends && (!stride || *stride > maxStride || *stride < 0)) isSensible = false;
        return true;
      });
  const Store* store = singleStore(block);
  return isSensible && strideOf(store->buffer, store->indices, iterator) == 1;
}

const BlockIter* iteratorOf(const Block& block, const LoopFact& fact) {
  for (const BlockIter& iter : block.f.iters) {
    const auto* var = as<Var>(iter.binding);
    if (var && var->id == fact.loop->var->id) return &iter;
  }
  return nullptr;
}

bool scheduleFlat(TraceBuilder& trace, const std::vector<LoopFact>& loops, int64_t work,
                  int64_t lanes) {
  std::vector<std::string> names;
  for (const LoopFact& fact : loops) names.push_back(fact.name);
  const auto fused = trace.fuse(names);
  if (!fused) return false;
  if (work < parallelWork) return vectorizeLong(trace, *fused, work, lanes);
  const int64_t inner = largestDivisor(work, chunk);
  if (inner < maxLanes) return false;
  const auto halves = trace.split(*fused, inner);
  return halves && vectorizeLong(trace, halves->inner, inner, lanes) &&
         trace.parallel(halves->outer);
}

bool scheduleNested(TraceBuilder& trace, const Block& block, const std::vector<LoopFact>& loops,
                    int64_t work, int64_t lanes) {
  const LoopFact& last = loops.back();
  const BlockIter* iter = iteratorOf(block, last);
  if (iter && last.extent > 1 && vectorsAreSensible(block, iter->var->id) &&
      !vectorizeLong(trace, last.name, last.extent, lanes)) {
    return false;
  }
  if (loops.size() == 1 || work < parallelWork) return true;
  std::vector<std::string> outer;
  for (size_t i = 0; i + 1 < loops.size(); ++i) outer.push_back(loops[i].name);
  const auto fused = trace.fuse(outer);
  return fused && trace.parallel(*fused);
}

// Of the loops inside the block.
int64_t longestLoop(const Block& block) {
  int64_t longest = 1;
  walk(block.f.body, [&](const Stmt& s) {
    if (const auto* loop = as<For>(s))
      longest = std::max(longest, constantInt(loop->extent).value_or(1));
    return true;
  });
  return longest;
}

// The least c for which something is read at i//c or i % c, with whole runs of c; 0 when nothing
// is.
int64_t runOf(const Block& block, const BlockIter& iter) {
  const int64_t extent = constantInt(iter.extent).value_or(0);
  int64_t run = 0;
  walk(singleStore(block)->value, [&](const Expr& e) {
    const auto* b = as<Binary>(e);
    const auto* var = b ? as<Var>(b->a) : nullptr;
    const bool isDigit = var && var->id == iter.var->id &&
                         (b->op == BinaryOp::floorDiv || b->op == BinaryOp::floorMod);
    const int64_t c = isDigit ? constantInt(b->b).value_or(0) : 0;
    if (c > 1 && c < extent && extent % c == 0) run = run ? std::min(run, c) : c;
    return true;
  });
  return run;
}

// What a reshape walks in runs becomes axes of their own: each has lanes, or none.
void splitRuns(TraceBuilder& trace, const std::string& name) {
  for (int again = 0; again < 4; ++again) {
    const Block* block = trace.block(name);
    std::string old, to;
    bool splits = false;
    for (size_t i = 0; i < block->f.iters.size(); ++i) {
      const std::string axis = "a" + std::to_string(i), comma = i ? ", " : "";
      const int64_t run = runOf(*block, block->f.iters[i]);
      const std::string c = std::to_string(run);
      old += comma + axis;
      to += comma + (run ? axis + " // " + c + ", " + axis + " % " + c : axis);
      splits = splits || run;
    }
    if (!splits || !trace.transformBlockLayout(name, old + " -> " + to)) return;
  }
}

}  // namespace

bool vectorizeLong(TraceBuilder& trace, const std::string& loop, int64_t extent, int64_t lanes) {
  if (extent <= maxLanes) return trace.vectorize(loop);
  int64_t inner = largestDivisor(extent, maxLanes);
  if (inner < 2 * lanes) inner = 4 * lanes;
  const auto halves = trace.split(loop, inner);
  return halves && trace.vectorize(halves->inner);
}

bool schedulePointwise(TraceBuilder& trace, const std::string& name, const Target& target) {
  if (const Block* given = trace.block(name); !given || !isPointwise(*given)) return false;
  if (trace.loopsAround(name).empty()) return true;
  const auto start = trace.mark();
  splitRuns(trace, name);
  const Block* block = trace.block(name);
  const auto loops = trace.loopsAround(name);
  const int64_t work = workOf(*block, Work::outputs);
  if (work == 0) return true;
  const auto mark = trace.mark();
  if (isElementwise(*block) && scheduleFlat(trace, loops, work, target.floatLanes())) return true;
  trace.restore(mark);
  if (scheduleInterleaved(trace, name, target)) return true;
  if (scheduleNested(trace, *trace.block(name), trace.loopsAround(name), work, target.floatLanes()))
    return true;
  trace.restore(start);
  return false;
}

void scheduleOutermost(TraceBuilder& trace, const std::string& name) {
  const Block* block = trace.block(name);
  if (!block || workOf(*block, Work::steps) * longestLoop(*block) < parallelWork) return;
  for (const LoopFact& fact : trace.loopsAround(name)) {
    if (fact.extent == 1) continue;
    if (fact.loop->forKind == ForKind::serial) trace.parallel(fact.name);
    return;
  }
}

}  // namespace heddle::spaces
