// The block writes a buffer of its own, which a new block copies out.
//
//   block mul(i: 4 = i, ...):      block mul(i: 4 = i, ...):
//     ... y[i] = ...                 ... y_registers[i] = ...
//                                  block y_registers_copy(i: 4 = i):
//                                    y[i] = y_registers[i]
//
// The copy stands right after the nest of the block; reverse_compute_at moves it. Its loops are
// named "<copy>.<iterator>" after the iterators of the block that index the buffer.
//
// Requirements:
// 1. block, buffer, scope: the block exists, writes the buffer (its only one when none is given),
// and the scope is global, local or registers.
// 2. writer: no other block writes the buffer.
// 3. complete: the block has no opaque iterators.
// 4. whole: the block writes every element of the buffer.
// 5. nest: no block of the same nest reads the buffer.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/move.h"
#include "engine/schedule/analysis/stage.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

Result<Buffer> writtenBuffer(const State& state, const Step& step, const Block& block) {
  if (step.arguments.count("buffer")) {
    HEDDLE_TRY(Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
    if (writesBuffer(block, buffer->id)) return buffer;
    return refuse(
        step, {"buffer", "block {0} does not write {1}", {subjectOf(block), subjectOf(buffer)}});
  }
  if (block.f.writes.size() == 1) return block.f.writes[0].buffer;
  return refuse(step, {"buffer", "block {0} writes several buffers; name one", {subjectOf(block)}});
}

// Names for the copy's iterators: those of the block where an index is one, unique.
std::vector<std::string> iteratorNames(const Block& block, const Buffer& buffer) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const BufferRegion& w : block.f.writes) {
    if (w.buffer->id != buffer->id) continue;
    for (size_t d = 0; d < w.ranges.size(); ++d) {
      const auto* var = as<Var>(w.ranges[d].begin);
      std::string name = var ? var->name : "a" + std::to_string(d);
      if (!seen.insert(name).second) seen.insert(name = "a" + std::to_string(d));
      names.push_back(name);
    }
  }
  return names;
}

}  // namespace

Result<State> cache_write(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  const Block& block = *place.block;
  HEDDLE_TRY(const Buffer buffer, writtenBuffer(state, step, block));
  const auto& scopeText = argument<std::string>(step, "scope");
  HEDDLE_TRY(const Scope scope, parseScope(step, scopeText));
  if (writersOf(blocksIn(state.program.body), buffer->id).size() != 1) {
    return refuse(step, {"writer",
                         "{0} is written by several blocks",
                         {subjectOf(buffer)},
                         "cache_write before decompose_reduction"});
  }
  if (hasOpaqueIterators(block)) {
    return refuse(
        step, {"complete", "the order of the iterations of block {0} matters", {subjectOf(block)}});
  }
  if (!writesWhole(state.program, place, buffer)) {
    return refuse(step, {"whole",
                         "block {0} is not known to write every element of {1}",
                         {subjectOf(block), subjectOf(buffer)}});
  }
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  for (const Place& r : readersOf(blocksIn(state.program.body), buffer->id)) {
    if (r.path[rootDepth] != place.path[rootDepth]) continue;
    return refuse(
        step, {"nest",
               "block {0} of the same nest reads {1}",
               {subjectOf(*r.block), subjectOf(buffer)},
               "cache_write before compute_at; set_scope changes the scope of {1}"});
  }
  State next = state;
  const Buffer cache = makeStage(next, buffer, scope, scopeText);
  // Allocations of the block name the buffer too; only this block's accesses change.
  const Stmt changed = replaceBuffers(place.path.back(), {{buffer->id, cache}});
  next.program.body = withReplaced(place.path, changed);
  const auto path = pathTo(next.program.body, block.f.id);
  const std::string copyName = unusedBlockName(next, cache->name + "_copy");
  const Stmt copy = makeCopy(next, {copyName, cache, buffer, iteratorNames(block, buffer)});
  insertAtRoot(next.program, *path, copy, false);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
