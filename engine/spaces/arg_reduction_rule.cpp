// Reductions that keep several values, as the best element and where it stands.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/spaces/facts.h"
#include "engine/spaces/register_tile.h"
#include "engine/spaces/rules.h"

namespace heddle::spaces {

using namespace loops;

namespace {

constexpr int64_t parallelWork = 1 << 14;

// Every element that the block touches has its next one beside it, along the iterator.
bool isAlong(const Block& block, const BlockIter& iter) {
  const auto* seq = as<Seq>(block.f.body);
  if (!seq || iter.kind != IterKind::spatial) return false;
  bool isDense = constantInt(iter.extent).value_or(1) > 1;
  const auto check = [&](const Buffer& buffer, const std::vector<Expr>& indices) {
    isDense = isDense && strideOf(buffer, indices, iter.var->id) == 1;
  };
  for (const Stmt& s : seq->stmts) {
    const auto* store = as<Store>(s);
    if (!store) return false;
    check(store->buffer, store->indices);
    walk(store->value, [&](const Expr& e) {
      if (const auto* load = as<Load>(e)) check(load->buffer, load->indices);
      return true;
    });
  }
  return isDense;
}

// Loops of the block around the steps, those of the steps, and the one whose iterations are lanes.
struct Parts {
  std::vector<std::string> outer, steps;
  LoopFact lanes;
};

std::optional<Parts> partsOf(const TraceBuilder& trace, const std::string& name) {
  const Block* block = trace.block(name);
  Parts parts;
  for (const LoopFact& fact : trace.loopsAround(name)) {
    const auto iter =
        std::find_if(block->f.iters.begin(), block->f.iters.end(), [&](const BlockIter& i) {
          const auto* var = as<Var>(i.binding);
          return var && var->id == fact.loop->var->id;
        });
    if (iter == block->f.iters.end()) return {};
    if (isAlong(*block, *iter))
      parts.lanes = fact;
    else
      (iter->kind == IterKind::reduce ? parts.steps : parts.outer).push_back(fact.name);
  }
  if (parts.lanes.name.empty() || parts.steps.empty()) return {};
  return parts;
}

bool schedule(TraceBuilder& trace, const std::string& name, Parts parts, int64_t lanes) {
  const int64_t work = workOf(*trace.block(name), Work::steps);
  const auto halves = trace.split(parts.lanes.name, lanes);
  if (!halves) return false;
  parts.outer.push_back(halves->outer);
  std::vector<std::string> order = parts.outer;
  order.insert(order.end(), parts.steps.begin(), parts.steps.end());
  order.push_back(halves->inner);
  if (!trace.reorder(order) || !trace.decomposeReduction(name, parts.steps.front()) ||
      !trace.vectorize(halves->inner))
    return false;
  for (const std::string& start : trace.blockNames()) {
    const auto loops = trace.loopsAround(start);
    const bool isHere = std::any_of(loops.begin(), loops.end(), [&](const LoopFact& fact) {
      return fact.name == halves->outer;
    });
    if (isHere && start != name && !trace.vectorize(loops.back().name)) return false;
  }
  if (work < parallelWork) return true;
  const auto fused = trace.fuse(parts.outer);
  return fused && trace.parallel(*fused);
}

}  // namespace

bool scheduleArgReduction(TraceBuilder& trace, const std::string& name, const Target& target) {
  const Block* block = trace.block(name);
  if (!block || !isReduction(*block) || singleStore(*block)) return false;
  auto parts = partsOf(trace, name);
  if (!parts) return false;
  const int64_t extent = parts->lanes.extent, most = 4 * target.floatLanes();
  const int64_t divisor = largestDivisor(extent, most);
  const auto mark = trace.mark();
  if (schedule(trace, name, std::move(*parts), 2 * divisor > most ? divisor : most)) return true;
  trace.restore(mark);
  return false;
}

}  // namespace heddle::spaces
