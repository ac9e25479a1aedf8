// The buffer lives in the given memory.
//
//   alloc t: f32[16]               alloc t: f32[16] in registers
//
// Requirements:
// 1. buffer: the buffer exists.
// 2. owned: it is no parameter.
// 3. scope: the scope is global, local or registers.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> set_scope(const State& state, const Step& step) {
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  if (isParameter(state.program, buffer->id)) {
    return refuse(step, {"owned",
                         "{0} is a parameter and lives where the caller put it",
                         {subjectOf(buffer)},
                         "cache_read or cache_write makes a copy in another scope"});
  }
  HEDDLE_TRY(const Scope scope, parseScope(step, argument<std::string>(step, "scope")));
  BufferNode node = *buffer;
  node.scope = scope;
  State next = state;
  replaceBuffer(next.program, buffer, makeBuffer(std::move(node)));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
