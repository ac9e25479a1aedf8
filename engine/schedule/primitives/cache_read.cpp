// The block reads a copy of the buffer, which a new block makes.
//
//   block b(v: 8 = i):             block x_local_copy(a0: 8 = a0):
//     y[v] = x[v] * 2.0              x_local[a0] = x[a0]
//                                  ...
//                                  block b(v: 8 = i):
//                                    y[v] = x_local[v] * 2.0
//
// The copy stands right before the nest of the block; compute_at moves it.
//
// Requirements:
// 1. block, buffer, scope: the block exists, reads the buffer, and the scope is global, local or
// registers.
// 2. update: the block does not also write the buffer.
// 3. producer: the buffer is complete before the nest of the block starts.
// 4. whole: every element of the buffer is written: it is a parameter, or one block writes all of
// it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/move.h"
#include "engine/schedule/analysis/stage.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> cache_read(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  const Block& block = *place.block;
  const auto& scopeText = argument<std::string>(step, "scope");
  HEDDLE_TRY(const Scope scope, parseScope(step, scopeText));
  if (writesBuffer(block, buffer->id)) {
    return refuse(step, {"update",
                         "block {0} also writes {1}",
                         {subjectOf(block), subjectOf(buffer)},
                         "cache_write"});
  }
  if (!readsBuffer(block, buffer->id)) {
    return refuse(step,
                  {"buffer", "block {0} does not read {1}", {subjectOf(block), subjectOf(buffer)}});
  }
  if (!block.f.opaqueFunction.empty()) {
    return refuse(step, {"block", "block {0} is opaque", {subjectOf(block)}});
  }
  HEDDLE_CHECK(checkStageable(state, step, place, buffer));
  State next = state;
  const Buffer cache = makeStage(next, buffer, scope, scopeText);
  next.program.body =
      withReplaced(place.path, replaceBuffers(place.path.back(), {{buffer->id, cache}}));
  const auto path = pathTo(next.program.body, block.f.id);
  std::vector<std::string> names;
  for (size_t d = 0; d < buffer->shape.size(); ++d) names.push_back("a" + std::to_string(d));
  const std::string copyName = unusedBlockName(next, cache->name + "_copy");
  insertAtRoot(next.program, *path, makeCopy(next, {copyName, buffer, cache, names}), true);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
