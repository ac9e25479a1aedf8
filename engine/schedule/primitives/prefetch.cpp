// What a block will read some iterations later is fetched into the caches ahead of time.
//
//   for i in range(64):            for i in range(64):
//     block b(v: 64 = i):            prefetch(x[min(i + 8, 63), 0])
//       y[v] = x[v, 0] * 2.0         block b(v: 64 = i):
//                                      y[v] = x[v, 0] * 2.0
//
// The first element that an iteration of the loop reads is fetched, and with it its cache line. A
// prefetch changes no result; it goes when nothing reads its buffer in its loop any more.
//
// Requirements:
// 1. block, buffer, loop: they exist.
// 2. below: the block stands below the loop and reads the buffer.
// 3. vectors: the loop is not vectorized, and stands in no vectorized one.
// 4. ahead: the distance is from 1 to 1024 iterations; 1 when none is given.
// 5. scope: the buffer is in global memory.
// 6. moves: what the block reads first depends on the loop.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

// Where the block's region of the buffer begins in the first of the loops inside.
std::vector<Expr> firstRead(const Place& place, const Buffer& buffer, const For& loop) {
  Substitution firsts;
  bool isInside = false;
  for (const For* l : place.loops) {
    if (isInside) firsts[l->var->id] = substitute(l->min, firsts);
    isInside |= l->id == loop.id;
  }
  std::vector<Expr> out;
  for (const BufferRegion& r : place.block->f.reads) {
    if (r.buffer->id != buffer->id) continue;
    for (const Range& range : r.ranges)
      out.push_back(substitute(substitute(range.begin, bindingsOf(*place.block)), firsts));
    break;
  }
  return out;
}

std::string otherLoop(const Place& place, const Buffer& buffer, const For& loop) {
  for (size_t i = place.loops.size(); i-- > 0;) {
    const For& other = *place.loops[i];
    if (other.id == loop.id) continue;
    for (const Expr& e : firstRead(place, buffer, other)) {
      if (mentions(e, other.var->id)) return other.var->name;
    }
  }
  return "";
}

}  // namespace

Result<State> prefetch(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  HEDDLE_TRY(const Buffer buffer, findBuffer(state, step, argument<BufferName>(step, "buffer")));
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  if (!isBelow(place, loop.id) || !readsBuffer(*place.block, buffer->id)) {
    return refuse(step, {"below",
                         "block {0} does not stand below {1} or does not read {2}",
                         {subjectOf(*place.block), subjectOf(loop), subjectOf(buffer)},
                         "choose a loop around the block and a buffer that it reads"});
  }
  for (const For* outer : loopsOn(path)) {
    if (outer->forKind != ForKind::vectorized) continue;
    return refuse(step, {"vectors",
                         "loop {0} is vectorized; its iterations run at once",
                         {subjectOf(*outer)},
                         "prefetch at a loop around it"});
  }
  const int64_t ahead = argumentOr<int64_t>(step, "ahead", 1);
  if (ahead < 1 || ahead > 1024) {
    return refuse(step, {"ahead",
                         "a prefetch of {0} is from 1 to 1024 iterations ahead",
                         {subjectOf(buffer)},
                         ahead < 1 ? "1" : "1024"});
  }
  if (buffer->scope != Scope::global) {
    return refuse(step, {"scope",
                         "{0} is on the stack or in registers, which need no prefetch",
                         {subjectOf(buffer)},
                         "prefetch the buffer that it is copied from"});
  }
  std::vector<Expr> indices = firstRead(place, buffer, loop);
  const bool moves = std::any_of(indices.begin(), indices.end(),
                                 [&](const Expr& e) { return mentions(e, loop.var->id); });
  if (!moves) {
    const std::string other = otherLoop(place, buffer, loop);
    return refuse(step, {"moves",
                         "what block {0} reads first of {1} is the same in every iteration of {2}",
                         {subjectOf(*place.block), subjectOf(buffer), subjectOf(loop), {"value", 0, other}},
                         other.empty() ? "no loop around the block moves what it reads"
                                       : "prefetch at loop {3} instead"});
  }
  const Bounds bounds = boundsOf(state.program, loopsOn(path));
  for (size_t d = 0; d < indices.size(); ++d) {
    Expr e = simplify(substitute(indices[d], {{loop.var->id, loop.var + constant(ahead)}}), bounds);
    // An address outside of the buffer must not even be formed.
    if (!provablyTrue(Compare::make(CompareOp::lt, e, buffer->shape[d]), bounds))
      e = min(e, buffer->shape[d] - constant(1));
    if (!provablyTrue(Compare::make(CompareOp::ge, e, constant(0)), bounds))
      e = max(e, constant(0));
    indices[d] = simplify(e, bounds);
  }
  const Stmt fetch = withSpan(Evaluate::make(Call::make({ElementType::i32, 1}, Intrinsic::prefetch,
                                                        {Load::make(buffer, std::move(indices))})),
                              path.back()->span);
  For::Fields f = loop.fields();
  f.body = Seq::make({fetch, loop.body});
  State next = state;
  next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
