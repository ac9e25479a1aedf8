// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/blocks.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/evaluate.h"
#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule {

using namespace loops;

namespace {

bool names(const std::vector<BufferRegion>& regions, BufferId buffer) {
  return std::any_of(regions.begin(), regions.end(),
                     [&](const BufferRegion& r) { return r.buffer->id == buffer; });
}

}  // namespace

bool writesBuffer(const Block& block, BufferId buffer) {
  return names(block.f.writes, buffer);
}
bool readsBuffer(const Block& block, BufferId buffer) {
  return names(block.f.reads, buffer) && !writesBuffer(block, buffer);
}

bool hasReduceIterators(const Block& block) {
  return std::any_of(block.f.iters.begin(), block.f.iters.end(),
                     [](const BlockIter& i) { return i.kind == IterKind::reduce; });
}
bool hasOpaqueIterators(const Block& block) {
  return !block.f.opaqueFunction.empty() ||
         std::any_of(block.f.iters.begin(), block.f.iters.end(),
                     [](const BlockIter& i) { return i.kind == IterKind::opaque; });
}

bool isParameter(const Program& program, BufferId buffer) {
  return std::any_of(program.params.begin(), program.params.end(),
                     [&](const Param& p) { return p.buffer->id == buffer; });
}
bool isOutput(const Program& program, BufferId buffer) {
  return std::any_of(program.params.begin(), program.params.end(), [&](const Param& p) {
    return p.buffer->id == buffer && p.role == ParamRole::output;
  });
}

std::vector<Place> writersOf(const std::vector<Place>& places, BufferId buffer) {
  std::vector<Place> out;
  for (const Place& p : places) {
    if (writesBuffer(*p.block, buffer)) out.push_back(p);
  }
  return out;
}
std::vector<Place> readersOf(const std::vector<Place>& places, BufferId buffer) {
  std::vector<Place> out;
  for (const Place& p : places) {
    if (readsBuffer(*p.block, buffer)) out.push_back(p);
  }
  return out;
}

std::vector<const BlockIter*> drivenBy(const Block& block, const For& loop) {
  std::vector<const BlockIter*> out;
  for (const BlockIter& iter : block.f.iters) {
    if (mentions(iter.binding, loop.var->id)) out.push_back(&iter);
  }
  return out;
}

namespace {

constexpr int64_t mostValues = 1024;

// Values to look at: all of a short extent, of a long one the first and the last.
std::vector<int64_t> valuesOf(const BlockIter& iter, int64_t most) {
  const int64_t extent = constantInt(iter.extent).value_or(most);
  std::vector<int64_t> out;
  for (int64_t i = 0; i < std::min(extent, most); ++i) out.push_back(i);
  if (extent > most) out.push_back(extent - 1);
  return out;
}

// Whether two values of `iter` come to one element, when `other` moves as well or not at all.
bool collides(const Block& block, const BufferRegion& region, const BlockIter& iter,
              const BlockIter* other) {
  Values values;
  for (const Range& r : region.ranges) {
    walk(r.begin, [&](const Expr& e) {
      if (const auto* symbol = as<Var>(e)) values[symbol->id] = 16;  // some extent
      return true;
    });
  }
  for (const BlockIter& i : block.f.iters) values[i.var->id] = 0;
  std::map<std::vector<int64_t>, int64_t> seen;
  for (int64_t u : other ? valuesOf(*other, 6) : std::vector<int64_t>{0}) {
    if (other) values[other->var->id] = u;
    for (int64_t v : valuesOf(iter, other ? 6 : mostValues)) {
      values[iter.var->id] = v;
      std::vector<int64_t> at;
      for (const Range& r : region.ranges) {
        const auto index = evaluate(r.begin, values);
        if (!index) return true;
        at.push_back(*index);
      }
      if (seen.emplace(std::move(at), v).first->second != v) return true;
    }
  }
  return false;
}

// Whether different values of the iterator write different elements: a dimension of its own, else
// by trying values.
bool tellsApart(const Block& block, const BufferRegion& region, const BlockIter& iter) {
  bool isMentioned = false, isPoint = true;
  for (const Range& r : region.ranges) {
    const auto extent = constantInt(r.extent);
    isPoint &= extent == 1;
    if (!mentions(r.begin, iter.var->id)) continue;
    isMentioned = true;
    const auto form = affineForm(r.begin);
    if (form && form->terms.size() == 1 && extent && std::abs(form->terms[0].second) >= *extent)
      return true;
  }
  if (!isMentioned || !isPoint) return isMentioned;
  if (collides(block, region, iter, nullptr)) return false;
  return std::none_of(block.f.iters.begin(), block.f.iters.end(), [&](const BlockIter& other) {
    return other.kind == IterKind::spatial && other.var->id != iter.var->id &&
           collides(block, region, iter, &other);
  });
}

Status checkIterators(const Step& step, const For& loop, const Block& block) {
  for (const BlockIter* iter : drivenBy(block, loop)) {
    if (iter->kind == IterKind::opaque) {
      return refuse(step, {"opaque",
                           "loop {0} drives iterator {2} of block {1}, whose order matters",
                           {subjectOf(loop), subjectOf(block), {"value", 0, iter->var->name}}});
    }
    if (iter->kind == IterKind::reduce) {
      return refuse(step, {"reduction",
                           "loop {0} drives the reduction over {2} of block {1}: iterations {0} = 0 "
                           "and {0} = 1 update the same element",
                           {subjectOf(loop), subjectOf(block), {"value", 0, iter->var->name}},
                           "choose a loop over a spatial iterator of the block"});
    }
    for (const BufferRegion& region : block.f.writes) {
      const bool isTold = tellsApart(block, region, *iter);
      if (isTold) continue;
      return refuse(step,
                    {"race",
                     "iterations {0} = 0 and {0} = 1 of {0} let block {1} write the same elements of {2}",
                     {subjectOf(loop), subjectOf(block), subjectOf(region.buffer)}});
    }
  }
  return {};
}

size_t depthOf(const Place& p, const For& loop) {
  for (size_t i = 0; i < p.loops.size(); ++i) {
    if (p.loops[i]->id == loop.id) return i + 1;
  }
  return p.loops.size();
}

// A block that the loop does not move writes the same in every iteration; only readers below may
// see it.
Status checkRepetition(const State& state, const Step& step, const For& loop, const Place& p,
                       const std::vector<Place>& places) {
  if (!drivenBy(*p.block, loop).empty() || constantInt(loop.extent) == 1) return {};
  for (const BufferRegion& w : p.block->f.writes) {
    const auto readers = readersOf(places, w.buffer->id);
    const bool escapes = isOutput(state.program, w.buffer->id) ||
                         std::any_of(readers.begin(), readers.end(),
                                     [&](const Place& r) { return !isBelow(r, loop.id); });
    if (!escapes) continue;
    return refuse(step, {"race",
                         "every iteration of {0} lets block {1} write the same elements of {2}",
                         {subjectOf(loop), subjectOf(*p.block), subjectOf(w.buffer)}});
  }
  return {};
}

// What is read below the loop and written below it is written in the same iteration.
Status checkDependences(const State& state, const Step& step, const For& loop, const Place& reader,
                        const std::vector<Place>& below) {
  const size_t depth = depthOf(reader, loop);
  const Bounds bounds = boundsOf(
      state.program, {reader.loops.begin(), reader.loops.begin() + static_cast<long>(depth)});
  for (const BufferRegion& r : reader.block->f.reads) {
    if (writesBuffer(*reader.block, r.buffer->id)) continue;
    const auto writers = writersOf(below, r.buffer->id);
    if (writers.empty()) continue;
    const auto needed = touched(state.program, reader, reader.block->f.reads, r.buffer->id, depth);
    const bool isCovered = std::any_of(writers.begin(), writers.end(), [&](const Place& w) {
      const auto made =
          touched(state.program, w, w.block->f.writes, r.buffer->id, depthOf(w, loop));
      return made && needed && covers(*made, *needed, r.buffer, bounds);
    });
    if (isCovered) continue;
    return refuse(step, {"dependence",
                         "block {1} reads elements of {2} that another iteration of {0} may write",
                         {subjectOf(loop), subjectOf(*reader.block), subjectOf(r.buffer)}});
  }
  return {};
}

}  // namespace

Status checkDataParallel(const State& state, const Step& step, const For& loop) {
  const std::vector<Place> places = blocksIn(state.program.body);
  std::vector<Place> below;
  for (const Place& p : places) {
    if (isBelow(p, loop.id)) below.push_back(p);
  }
  for (const Place& p : below) {
    if (!p.block->f.opaqueFunction.empty()) {
      return refuse(step, {"opaque",
                           "block {1} below {0} calls a function of the runtime",
                           {subjectOf(loop), subjectOf(*p.block)}});
    }
    HEDDLE_CHECK(checkIterators(step, loop, *p.block));
    HEDDLE_CHECK(checkRepetition(state, step, loop, p, places));
    HEDDLE_CHECK(checkDependences(state, step, loop, p, below));
  }
  return {};
}

Status checkNotRolled(const State& state, const Step& step, const Block& block) {
  for (const auto* regions : {&block.f.reads, &block.f.writes}) {
    for (const BufferRegion& r : *regions) {
      if (!state.windows.count(r.buffer->id)) continue;
      return refuse(step, {"rolled",
                           "block {0} uses {1}, which holds no more than a window of its loop",
                           {subjectOf(block), subjectOf(r.buffer), {"value", 0, step.primitive}},
                           "{2} before rolling_buffer"});
    }
  }
  return {};
}

Expr guardOf(const Expr& binding, const Expr& extent, const Bounds& bounds) {
  Expr guard;
  const Expr low = Compare::make(CompareOp::ge, binding, constant(0));
  const Expr high = Compare::make(CompareOp::lt, binding, extent);
  if (!provablyTrue(low, bounds)) guard = low;
  if (!provablyTrue(high, bounds)) guard = logicalAnd(guard, high);
  return guard;
}

void recomputeRegions(const Program& program, Block::Fields& fields) {
  const Stmt whole = Seq::make({fields.init, fields.body});
  std::vector<const For*> inner;
  walk(whole, [&](const Stmt& s) {
    if (const auto* loop = as<For>(s)) inner.push_back(loop);
    return true;
  });
  std::set<BufferId> own, written;
  for (const Buffer& b : fields.allocs) own.insert(b->id);
  Bounds bounds = boundsOf(program, {});
  for (const BlockIter& iter : fields.iters) {
    if (const auto extent = intervalOf(iter.extent, bounds)) {
      bounds[iter.var->id] = {0, std::max<int64_t>(0, extent->max - 1)};
    }
  }
  const auto add = [&](std::vector<BufferRegion>& list, const Buffer& buffer,
                       const std::vector<Expr>& indices) {
    if (own.count(buffer->id)) return;
    Box box;
    for (size_t d = 0; d < indices.size(); ++d) {
      bool hasLoad = false;
      walk(indices[d],
           [&](const Expr& e) { return hasLoad |= e->kind == ExprKind::Load, !hasLoad; });
      const auto range =
          hasLoad ? std::nullopt : rangeOver(simplify(indices[d], bounds), inner, bounds);
      if (!range)
        box.ranges.push_back({constant(0), buffer->shape[d]});
      else
        box.ranges.push_back({range->lo, simplify(range->hi - range->lo + constant(1), bounds)});
    }
    for (BufferRegion& r : list) {
      if (r.buffer->id != buffer->id) continue;
      r.ranges = unionOf({r.ranges, true}, box, buffer, bounds).ranges;
      return;
    }
    list.push_back({buffer, box.ranges});
  };
  std::vector<BufferRegion> reads, writes;
  walk(whole, [&](const Stmt& s) {
    if (const auto* store = as<Store>(s)) add(writes, store->buffer, store->indices);
    return true;
  });
  walk(
      whole, [](const Stmt&) { return true; },
      [&](const Expr& e) {
        if (const auto* load = as<Load>(e)) add(reads, load->buffer, load->indices);
        return true;
      });
  for (const BufferRegion& w : writes) written.insert(w.buffer->id);
  if (fields.init)
    std::erase_if(reads, [&](const BufferRegion& r) { return written.count(r.buffer->id) > 0; });
  fields.reads = std::move(reads), fields.writes = std::move(writes);
}

const Store* singleStore(const Block& block) {
  if (block.f.init || !block.f.allocs.empty()) return nullptr;
  const auto* store = as<Store>(block.f.body);
  return store && !store->predicate && store->value->type.isScalar() ? store : nullptr;
}

std::optional<std::vector<VarRef>> plainIterators(const Buffer& buffer,
                                                  const std::vector<Expr>& indices) {
  std::vector<VarRef> out;
  std::set<VarId> seen;
  for (size_t d = 0; d < indices.size(); ++d) {
    const auto* var = as<Var>(indices[d]);
    if (!var && constantInt(indices[d]) == 0 && constantInt(buffer->shape[d]) == 1) {
      out.push_back(nullptr);
      continue;
    }
    if (!var || !seen.insert(var->id).second) return {};
    out.push_back(std::static_pointer_cast<const Var>(indices[d]));
  }
  return out;
}

}  // namespace heddle::schedule
