// The buffer's elements are arranged anew.
//
//   w: const f32[3, 60]            w: const f32[4, 3, 16]
//   ... w[k, c] ...                ... w[c//16, k, c % 16] ...
//
// The map is text: names for the old indices, an arrow, new indices over them ("k, c -> c//16, k, c
// % 16"). A constant parameter gets the new shape, and the state records how its bytes must be
// rearranged, padded with zeros.
//
// Requirements:
// 1. buffer: the buffer exists.
// 2. owned: it is a constant or allocated in the program, without strides.
// 3. shape: its extents are constants.
// 4. map: the map reads well, has a name for every dimension, and its new indices are not negative.
// 5. injective: no two elements come to the same place.
// 6. opaque: no opaque block uses the buffer.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/index_map.h"
#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

std::vector<Expr> mapped(const IndexMap& map, const std::vector<Expr>& indices) {
  Substitution values;
  for (size_t d = 0; d < indices.size(); ++d) values[map.oldVars[d]->id] = indices[d];
  std::vector<Expr> out;
  for (const Expr& e : map.newIndices) out.push_back(substitute(e, values));
  return out;
}

// The box of new places that a box of old indices goes to, whole dimensions where that is unclear.
BufferRegion mappedRegion(const IndexMap& map, const BufferRegion& region,
                          const Buffer& replacement, const Bounds& bounds) {
  Substitution values;
  std::vector<Stmt> loops;
  std::vector<const For*> inner;
  for (size_t d = 0; d < region.ranges.size(); ++d) {
    const Range& r = region.ranges[d];
    if (constantInt(r.extent) == 1) {
      values[map.oldVars[d]->id] = r.begin;
      continue;
    }
    loops.push_back(For::make({LoopId{1}, map.oldVars[d], r.begin, r.extent}));
    inner.push_back(as<For>(loops.back()));
  }
  BufferRegion out{replacement, {}};
  for (size_t d = 0; d < map.newIndices.size(); ++d) {
    const auto range =
        rangeOver(simplify(substitute(map.newIndices[d], values), bounds), inner, bounds);
    if (range)
      out.ranges.push_back({range->lo, simplify(range->hi - range->lo + constant(1), bounds)});
    else
      out.ranges.push_back({constant(0), replacement->shape[d]});
  }
  return out;
}

Stmt rearranged(const Program& program, const Stmt& body, const IndexMap& map,
                const Buffer& replacement) {
  return rewrite(
      body,
      [&](const Stmt& s) -> Stmt {
        if (const auto* store = as<Store>(s)) {
          if (store->buffer->id != replacement->id) return s;
          return withSpan(
              Store::make(replacement, mapped(map, store->indices), store->value, store->predicate),
              s->span);
        }
        const auto* block = as<Block>(s);
        if (!block) return s;
        Block::Fields f = block->f;
        const Bounds bounds = boundsInside(program, *block);
        bool changed = false;
        for (auto* list : {&f.reads, &f.writes}) {
          for (BufferRegion& r : *list) {
            if (r.buffer->id != replacement->id) continue;
            r = mappedRegion(map, r, replacement, bounds);
            changed = true;
          }
        }
        return changed ? withSpan(Block::make(std::move(f)), s->span) : s;
      },
      [&](const Expr& e) -> Expr {
        const auto* load = as<Load>(e);
        if (!load || load->buffer->id != replacement->id) return e;
        return Load::make(replacement, mapped(map, load->indices), load->predicate);
      });
}

}  // namespace

Result<State> transform_layout(const State& state, const Step& step) {
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  const auto param = std::find_if(state.program.params.begin(), state.program.params.end(),
                                  [&](const Param& p) { return p.buffer->id == buffer->id; });
  const bool isConstant = param != state.program.params.end() && param->role == ParamRole::constant;
  if ((isParameter(state.program, buffer->id) && !isConstant) || !buffer->strides.empty()) {
    return refuse(step,
                  {"owned",
                   "{0} is an input or an output, whose layout the caller decides, or has strides",
                   {subjectOf(buffer)},
                   "cache_read or cache_write makes a buffer that may be rearranged"});
  }
  std::vector<int64_t> extents;
  for (const Expr& e : buffer->shape) {
    if (!constantInt(e))
      return refuse(step, {"shape", "an extent of {0} is no constant", {subjectOf(buffer)}});
    extents.push_back(*constantInt(e));
  }
  for (const Place& p : blocksIn(state.program.body)) {
    if (p.block->f.opaqueFunction.empty()) continue;
    if (!writesBuffer(*p.block, buffer->id) && !readsBuffer(*p.block, buffer->id)) continue;
    return refuse(
        step,
        {"opaque", "block {0} is opaque and uses {1}", {subjectOf(*p.block), subjectOf(buffer)}});
  }
  State next = state;
  HEDDLE_TRY(const IndexMap map,
             parseIndexMap(next.program, step, argument<std::string>(step, "map"), extents));
  BufferNode node = *buffer;
  node.shape.clear();
  for (int64_t e : map.newExtents) node.shape.push_back(constant(e));
  const Buffer replacement = makeBuffer(std::move(node));
  for (Param& p : next.program.params) {
    if (p.buffer->id == buffer->id) p.buffer = replacement;
  }
  std::replace(next.program.allocs.begin(), next.program.allocs.end(), buffer, replacement);
  next.program.body = rearranged(next.program, next.program.body, map, replacement);
  if (isConstant) {
    next.layoutRewrites.push_back({buffer->name, map.oldVars, map.newIndices, map.newExtents});
  }
  return next;
}

}  // namespace heddle::schedule::primitives_impl
