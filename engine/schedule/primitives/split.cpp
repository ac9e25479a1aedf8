// One loop becomes a nest of loops with the given extents.
//
//   for i in range(60):            for i_o in range(4):
//     block b(v: 60 = i):            for i_i in range(16):
//       ...                            block b(v: 60 = i_o*16 + i_i):
//                                        where i_o*16 + i_i < 60
//
// Requirements:
// 1. loop: the loop exists.
// 2. serial: it is an ordinary loop, not yet parallel, vectorized, unrolled or bound.
// 3. start: it starts at 0.
// 4. factors: there are at least two, positive, with a product of at most 2^31; one may be -1.
// 5. cover: without a -1 the product is not less than the extent.
// 6. blocks: where the factors do not divide the extent, everything below stands in blocks, which
// get a guard.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/primitive.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

constexpr int64_t maxProduct = int64_t{1} << 31;

std::string nearestDivisors(int64_t extent) {
  std::string out;
  for (int64_t d = 1; d <= std::min<int64_t>(extent, 64); ++d) {
    if (extent % d == 0) out += (out.empty() ? "" : ", ") + std::to_string(d);
  }
  return out;
}

// The extents with -1 resolved.
Result<std::vector<Expr>> extentsOf(const Step& step, const For& loop) {
  const auto& factors = argument<std::vector<int64_t>>(step, "factors");
  int64_t product = 1;
  for (int64_t f : factors) {
    if (f == -1) continue;
    if (f < 1 || __builtin_mul_overflow(product, f, &product) || product > maxProduct) {
      return refuse(step, {"factors",
                           "the factors of {0} must be positive and their product at most 2^31",
                           {subjectOf(loop)},
                           "one factor may be -1"});
    }
  }
  const auto inferred = std::count(factors.begin(), factors.end(), -1);
  if (factors.size() < 2 || factors.size() > 16 || inferred > 1) {
    return refuse(step, {"factors",
                         "splitting {0} needs two to sixteen factors, at most one of them -1",
                         {subjectOf(loop)}});
  }
  const auto extent = constantInt(loop.extent);
  if (inferred == 0 && (!extent || product < *extent)) {
    return refuse(step,
                  {"cover",
                   extent ? "the factors make {1} iterations, loop {0} has {2}"
                          : "the factors make {1} iterations, loop {0} has an unknown number",
                   {subjectOf(loop),
                    {"value", 0, std::to_string(product)},
                    {"value", 0, extent ? std::to_string(*extent) : ""}},
                   "let one factor be -1"});
  }
  std::vector<Expr> out;
  for (int64_t f : factors) {
    out.push_back(f != -1 ? constant(f)
                          : floorDiv(loop.extent + constant(product - 1), constant(product)));
  }
  return out;
}

Stmt guarded(const Stmt& body, const Expr& guard) {
  return rewrite(body, [&](const Stmt& s) -> Stmt {
    const auto* block = as<Block>(s);
    if (!block) return s;
    Block::Fields f = block->f;
    f.predicate = logicalAnd(f.predicate, guard);
    return withSpan(Block::make(std::move(f)), s->span);
  });
}

bool hasStoreOutsideBlocks(const Stmt& body) {
  bool found = false;
  walk(body, [&](const Stmt& s) {
    found |= s->kind == StmtKind::Store || s->kind == StmtKind::Evaluate;
    return s->kind != StmtKind::Block && !found;
  });
  return found;
}

}  // namespace

Result<State> split(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  if (loop.forKind != ForKind::serial) {
    return refuse(
        step, {"serial", "loop {0} is already scheduled", {subjectOf(loop)}, "split it before"});
  }
  if (constantInt(loop.min) != 0) {
    return refuse(step, {"start", "loop {0} does not start at 0", {subjectOf(loop)}});
  }
  HEDDLE_TRY(const auto extents, extentsOf(step, loop));
  State next = state;
  std::vector<VarRef> vars;
  const std::string base = shortName(state, loop);
  for (size_t i = 0; i < extents.size(); ++i) {
    const std::string suffix =
        extents.size() == 2 ? (i == 0 ? "_o" : "_i") : "_" + std::to_string(i);
    const std::string name = resultName(next, step, i, base + suffix);
    vars.push_back(Var::make(next.program.freshId<VarId>(), name));
    next.loops[name] = next.program.freshId<LoopId>();
  }
  Expr index = vars[0];
  for (size_t i = 1; i < vars.size(); ++i) index = index * extents[i] + vars[i];
  Expr total = extents[0];
  for (size_t i = 1; i < extents.size(); ++i) total = total * extents[i];
  Stmt body = substitute(loop.body, {{loop.var->id, index}});
  const Bounds bounds = boundsOf(state.program, loopsOn(path));
  if (!provablyTrue(Compare::make(CompareOp::le, total, loop.extent), bounds)) {
    if (hasStoreOutsideBlocks(loop.body)) {
      const std::string divisors = nearestDivisors(constantInt(loop.extent).value_or(0));
      return refuse(step,
                    {"blocks",
                     "the factors do not divide the extent of {0}, and statements below it stand "
                     "outside of blocks",
                     {subjectOf(loop), {"value", 0, divisors}},
                     divisors.empty() ? "" : "divisors of the extent: {1}"});
    }
    body = guarded(body, lessThan(index, loop.extent));
  }
  for (size_t i = vars.size(); i-- > 0;) {
    For::Fields f{next.loops.at(vars[i]->name), vars[i], constant(0), extents[i]};
    if (i == 0) f.annotations = loop.annotations;
    f.body = body;
    body = withSpan(For::make(std::move(f)), path.back()->span);
  }
  next.program.body = withReplaced(path, body);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
