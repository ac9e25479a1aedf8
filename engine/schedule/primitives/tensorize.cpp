// A nest around one block becomes an instruction of the machine that computes the whole tile.
//
//   for j_o in range(2):           for j_o in range(2):
//     for j_i in range(16):          block b(j: 2 = j_o, ...):
//       block b(j: 32 = j_o*16         for i in range(16) [tensorize = "fma_f32_16"]:
//           + j_i, ...):                 c[r, j*16 + i] = c[r, j*16 + i] + a[r, k]
//         c[r, j] = c[r, j]                * b[k, j*16 + i]
//           + a[r, k] * b[k, j]
//
// The loops say what the instruction computes, and interpreted they do; code generation puts the
// instruction in their place, or vector code of the same effect where the machine has none.
//
// Requirements:
// 1. loop, intrinsic: they exist.
// 2. single, serial, plain, affine, divides, guard: as for blockize.
// 3. vectors: the loop stands in no vectorized loop.
// 4. shape: the tile has the intrinsic's extents and kinds of iterators.
// 5. formula: the block computes the intrinsic's formula.
// 6. layout: what a vector holds lies side by side in the last dimension of its buffer.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/tensor_intrinsics.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/tile.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

std::string names() {
  std::string out;
  for (const TensorIntrinsic& i : tensorIntrinsics())
    out += (out.empty() ? "" : ", ") + std::string(i.name);
  return out;
}

// "16 neighbours and 4 reduce steps": one or two loops.
Diagnostic wrongTile(const Step& step, const Block& block, const TensorIntrinsic& intrinsic) {
  std::vector<Subject> subjects = {subjectOf(block)};
  for (const TensorLoop& l : loopsOf(intrinsic)) {
    subjects.push_back({"phrase", 0, l.kind == IterKind::reduce ? "{0} reduce steps" : "{0} neighbours"});
    subjects.push_back({"fill", 0, std::to_string(l.extent)});
  }
  const bool isPair = subjects.size() > 3;
  return refuse(step, {"shape",
                       isPair ? "the tile of block {0} is not {1} and {3}" : "the tile of block {0} is not {1}",
                       std::move(subjects),
                       "split, and reorder the inner loops inwards"});
}

// For each loop of the intrinsic the iterator of the block, in every way that fits.
std::vector<std::vector<size_t>> assignments(const Tile& tile, const TensorIntrinsic& intrinsic) {
  const auto& iters = tile.place.block->f.iters;
  const auto loops = loopsOf(intrinsic);
  std::vector<std::vector<size_t>> out = {{}};
  size_t large = 0;
  for (const Tile::Part& part : tile.parts) large += part.size != 1;
  if (large != loops.size()) return {};
  for (const TensorLoop& loop : loops) {
    std::vector<std::vector<size_t>> longer;
    for (const auto& chosen : out) {
      for (size_t i = 0; i < iters.size(); ++i) {
        const bool isFree = std::find(chosen.begin(), chosen.end(), i) == chosen.end();
        if (!isFree || tile.parts[i].size != loop.extent || iters[i].kind != loop.kind) continue;
        longer.push_back(chosen);
        longer.back().push_back(i);
      }
    }
    out = std::move(longer);
  }
  return out;
}

// The block's statement over its new iterators and the intrinsic's loops.
Stmt statementOf(const Tile& tile, const Block::Fields& blockized, const TensorIntrinsic& intrinsic,
                 const std::vector<size_t>& chosen) {
  const auto loops = loopsOf(intrinsic);
  Substitution values;
  Bounds bounds;
  for (const TensorLoop& l : loops) bounds[l.var->id] = {0, l.extent - 1};
  const auto& iters = tile.place.block->f.iters;
  for (size_t i = 0; i < iters.size(); ++i) {
    const Expr outer = Expr(blockized.iters[i].var) * constant(tile.parts[i].size);
    const auto at = std::find(chosen.begin(), chosen.end(), i);
    values[iters[i].var->id] =
        at == chosen.end() ? outer : outer + loops[static_cast<size_t>(at - chosen.begin())].var;
  }
  return simplify(substitute(tile.place.block->f.body, values), bounds);
}

Stmt annotatedNest(State& state, const TensorIntrinsic& intrinsic, const Stmt& statement) {
  const auto loops = loopsOf(intrinsic);
  std::vector<For::Fields> nest;
  Substitution fresh;
  for (const TensorLoop& l : loops) {
    For::Fields f{state.program.freshId<LoopId>(),
                  Var::make(state.program.freshId<VarId>(), l.var->name), constant(0),
                  constant(l.extent)};
    fresh[l.var->id] = f.var;
    nest.push_back(std::move(f));
  }
  nest[0].annotations[tensorizeKey] = std::string(intrinsic.name);
  Stmt body = substitute(statement, fresh);
  for (size_t i = nest.size(); i-- > 0;) {
    nest[i].body = std::move(body);
    body = withSpan(For::make(std::move(nest[i])), statement->span);
  }
  return body;
}

Diagnostic noMatch(const Step& step, const Tile& tile, const TensorMatch& match,
                   const TensorIntrinsic& intrinsic) {
  const Block& block = *tile.place.block;
  if (match.problem == TensorMatch::Problem::layout) {
    return refuse(step, {"layout",
                         "the tile of block {0} does not lie side by side in the last dimension of "
                         "{1}, as {2} needs it",
                         {subjectOf(block),
                          subjectOf(match.buffer),
                          {"value", 0, std::string(intrinsic.name)}},
                         "transform_layout or reindex the buffer first"});
  }
  return refuse(step, {"formula",
                       "block {0} does not compute what {1} does",
                       {subjectOf(block),
                        {"value", 0, std::string(intrinsic.name)},
                        {"value", 0, toText(storeOf(intrinsic))}},
                       "it computes {2}"});
}

}  // namespace

Result<State> tensorize(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const auto& name = argument<std::string>(step, "intrinsic");
  const TensorIntrinsic* intrinsic = findTensorIntrinsic(name);
  if (!intrinsic) {
    return refuse(step, {"intrinsic", "{0} is no intrinsic", {{"argument", 0, name}}, names()});
  }
  HEDDLE_TRY(const Tile tile, tileBelow(state, step, path));
  for (const For* outer : tile.place.loops) {
    if (outer->forKind != ForKind::vectorized) continue;
    return refuse(step, {"vectors",
                         "loop {0} is vectorized; its lanes leave no room for the instruction's",
                         {subjectOf(*outer)},
                         "tensorize instead of vectorize"});
  }
  const auto ways = assignments(tile, *intrinsic);
  if (ways.empty()) return wrongTile(step, *tile.place.block, *intrinsic);
  State next = state;
  Block::Fields f = blockOf(next, tile);
  TensorMatch match;
  Stmt statement;
  for (const auto& chosen : ways) {
    statement = statementOf(tile, f, *intrinsic, chosen);
    match = matchIntrinsic(*intrinsic, statement);
    if (match.problem == TensorMatch::Problem::none) break;
  }
  if (match.problem != TensorMatch::Problem::none) return noMatch(step, tile, match, *intrinsic);
  f.body = annotatedNest(next, *intrinsic, statement);
  next.program.body =
      withReplaced(path, withSpan(Block::make(std::move(f)), tile.place.block->span));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
