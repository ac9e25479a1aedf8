// The iterations of the loop become the lanes of vectors.
//
//   for i in range(16):            for i in vectorized(16):
//     block b(v: 16 = i):            block b(v: 16 = i):
//       ...                            ...
//
// Requirements:
// 1. loop: the loop exists.
// 2. serial: it is an ordinary loop.
// 3. extent: its extent is a constant from 1 to 256.
// 4. nested: no loop around or inside it is vectorized, none inside it is parallel, and no block
// below is an instruction of its own (tensorize).
// 5. opaque, reduction, race, dependence: see checkDataParallel(); the iterations are independent.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/tensor_intrinsics.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

constexpr int64_t maxLanes = 256;

struct Other {
  std::string loop, block;
};

// A spatial loop of the same nest that could be vectorized instead.
std::optional<Other> alternative(const State& state, const Step& step, const For& loop) {
  for (const Place& place : blocksIn(state.program.body)) {
    if (!isBelow(place, loop.id)) continue;
    for (size_t i = place.loops.size(); i-- > 0;) {
      const For& other = *place.loops[i];
      const auto extent = constantInt(other.extent);
      if (other.id == loop.id || other.forKind != ForKind::serial || !extent || *extent > maxLanes)
        continue;
      if (checkDataParallel(state, step, other).isError()) continue;
      return Other{other.var->name, place.block->f.name};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<State> vectorize(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  if (loop.forKind != ForKind::serial) {
    return refuse(step, {"serial", "loop {0} is already scheduled", {subjectOf(loop)}});
  }
  const auto extent = constantInt(loop.extent);
  if (!extent || *extent > maxLanes || *extent < 1) {
    return refuse(step, {"extent",
                         "the extent of {0} is not a constant from 1 to 256",
                         {subjectOf(loop)},
                         "split the loop first, for example by 16"});
  }
  const For* other = nullptr;
  for (const For* outer : loopsOn(path)) {
    if (outer->forKind == ForKind::vectorized) other = outer;
  }
  walk(loop.body, [&](const Stmt& s) {
    const auto* inner = as<For>(s);
    if (inner && (inner->forKind == ForKind::vectorized || inner->forKind == ForKind::parallel ||
                  inner->annotations.count(tensorizeKey)))
      other = inner;
    return true;
  });
  if (other && other->annotations.count(tensorizeKey)) {
    return refuse(step, {"nested",
                         "a block below {0} is an instruction with lanes of its own",
                         {subjectOf(loop)},
                         "unroll keeps several instructions in flight"});
  }
  if (other) {
    return refuse(step,
                  {"nested",
                   "loop {1} stands in one nest with {0} and is vectorized or parallel already",
                   {subjectOf(loop), subjectOf(*other)}});
  }
  const Status status = checkDataParallel(state, step, loop);
  if (status.isError()) {
    Diagnostic error = status.error();
    if (const auto other = alternative(state, step, loop)) {
      error.subjects.resize(4);  // so that the hint's two have a place of their own
      error.subjects.push_back({"value", 0, other->loop});
      error.subjects.push_back({"value", 0, other->block});
      error.hint = "vectorize {4} of block {5} instead";
    }
    return error;
  }
  State next = state;
  For::Fields f = loop.fields();
  f.forKind = ForKind::vectorized;
  next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
