// Loops nested directly in each other become one.
//
//   for i in range(4):             for i_j in range(32):
//     for j in range(8):             block b(v: 4 = i_j//8, w: 8 = i_j % 8):
//       block b(v: 4 = i, w: 8 = j):   ...
//         ...
//
// Requirements:
// 1. loop: the loops exist, at least two of them.
// 2. nested: each is the only statement in the one before.
// 3. serial: all are ordinary loops.
// 4. start: all start at 0.
// 5. extent: no extent depends on a loop of the list, and inner extents are constants.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"
#include "engine/schedule/primitive.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

Result<State> fuse(const State& state, const Step& step) {
  const auto& names = argument<std::vector<LoopName>>(step, "loops");
  if (names.size() < 2) {
    return refuse(step, {"loop", "fusing needs at least two loops"});
  }
  HEDDLE_TRY(const Path path, findLoop(state, step, names[0]));
  std::vector<const For*> loops = {as<For>(path.back())};
  for (size_t i = 1; i < names.size(); ++i) {
    HEDDLE_TRY(const Path other, findLoop(state, step, names[i]));
    const auto* inner = as<For>(other.back());
    if (as<For>(loops.back()->body) != inner) {
      return refuse(step, {"nested",
                           "{1} is not the only statement in {0}",
                           {subjectOf(*loops.back()), subjectOf(*inner)},
                           "reorder the loops first"});
    }
    loops.push_back(inner);
  }
  std::string name;
  Expr total = constant(1);
  for (const For* loop : loops) {
    if (loop->forKind != ForKind::serial) {
      return refuse(step,
                    {"serial", "loop {0} is already scheduled", {subjectOf(*loop)}, "fuse before"});
    }
    if (constantInt(loop->min) != 0) {
      return refuse(step, {"start", "loop {0} does not start at 0", {subjectOf(*loop)}});
    }
    if (mentionsAny(loop->extent, loops) || (loop != loops[0] && !constantInt(loop->extent))) {
      return refuse(step, {"extent", "the extent of {0} is not a constant", {subjectOf(*loop)}});
    }
    total = total * loop->extent;
    name += (name.empty() ? "" : "_") + shortName(state, *loop);
  }
  const auto trips = intervalOf(total, boundsOf(state.program, loopsOn(path)));
  if (!trips || trips->max > (int64_t{1} << 40)) {
    return refuse(
        step, {"extent", "the fused loop would have too many iterations", {subjectOf(*loops[0])}});
  }
  State next = state;
  name = resultName(state, step, 0, name);
  const VarRef var = Var::make(next.program.freshId<VarId>(), name);
  Substitution map;
  Expr rest = var;
  for (size_t i = loops.size(); i-- > 0;) {
    map[loops[i]->var->id] = i == 0 ? rest : floorMod(rest, loops[i]->extent);
    rest = floorDiv(rest, loops[i]->extent);
  }
  For::Fields f{next.program.freshId<LoopId>(), var, constant(0), total};
  f.annotations = loops[0]->annotations;
  f.body = substitute(loops.back()->body, map);
  next.loops[name] = f.id;
  next.program.body = withReplaced(path, withSpan(For::make(std::move(f)), path.back()->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
