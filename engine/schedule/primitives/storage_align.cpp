// One dimension's stride becomes a multiple of a factor plus an offset, against conflicts in
// caches.
//
//   alloc t: f32[8, 30]            alloc t: f32[8, 30] strides [33, 1]
//
// Requirements:
// 1. buffer: the buffer exists.
// 2. owned: it is no parameter and has no strides yet.
// 3. shape: its extents are constants.
// 4. axis: the axis is one of its dimensions but the last.
// 5. factor: the factor is from 1 to 65536 and the offset from 0 to the factor.
// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> storage_align(const State& state, const Step& step) {
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  const int64_t axis = argument<int64_t>(step, "axis"), factor = argument<int64_t>(step, "factor");
  const int64_t offset = argumentOr<int64_t>(step, "offset", 0);
  if (isParameter(state.program, buffer->id) || !buffer->strides.empty()) {
    return refuse(step, {"owned", "{0} is a parameter or has strides", {subjectOf(buffer)}});
  }
  const auto rank = static_cast<int64_t>(buffer->shape.size());
  for (const Expr& e : buffer->shape) {
    if (!constantInt(e))
      return refuse(step, {"shape", "an extent of {0} is no constant", {subjectOf(buffer)}});
  }
  if (axis < 0 || axis >= rank - 1) {
    return refuse(step, {"axis",
                         "{0} has {1} dimensions; the last has stride 1",
                         {subjectOf(buffer), {"value", 0, std::to_string(rank)}}});
  }
  if (factor < 1 || factor > 65536 || offset < 0 || offset > factor) {
    return refuse(step,
                  {"factor", "the factor or the offset is out of range", {subjectOf(buffer)}});
  }
  BufferNode node = *buffer;
  node.strides.resize(buffer->shape.size());
  int64_t stride = 1;
  for (int64_t d = rank - 1; d >= 0; --d) {
    if (d == axis) {
      while (stride % factor != offset % factor) ++stride;
    }
    node.strides[static_cast<size_t>(d)] = constant(stride);
    if (__builtin_mul_overflow(stride, *constantInt(buffer->shape[static_cast<size_t>(d)]),
                               &stride)) {
      return refuse(step, {"factor", "the buffer {0} would be too large", {subjectOf(buffer)}});
    }
  }
  State next = state;
  replaceBuffer(next.program, buffer, makeBuffer(std::move(node)));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
