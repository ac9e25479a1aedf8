// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/digits.h"

#include <algorithm>
#include <set>

#include "engine/loops/visit.h"

namespace heddle::schedule {

using namespace loops;

namespace {

// i // low % (high / low)
struct Digit {
  int64_t low, high;
};

std::optional<Digit> digitOf(const Expr& e, VarId var, int64_t extent) {
  if (const auto* v = as<Var>(e))
    return v->id == var ? std::optional(Digit{1, extent}) : std::nullopt;
  const auto* b = as<Binary>(e);
  const auto divisor = b ? constantInt(b->b) : std::nullopt;
  if (!divisor || *divisor <= 0 || *divisor > extent) return {};
  const auto inner = digitOf(b->a, var, extent);
  if (!inner) return {};
  Digit out = *inner;
  if (b->op == BinaryOp::floorDiv)
    out.low *= *divisor;
  else if (b->op == BinaryOp::floorMod)
    out.high = std::min(out.high, out.low * *divisor);
  else
    return {};
  const bool isWhole = out.low < out.high && out.high % out.low == 0;
  return isWhole ? std::optional(out) : std::nullopt;
}

// The ends of all digits, in order; nothing when one does not divide the next.
std::vector<int64_t> cutsOf(const std::vector<Expr>& exprs, VarId var, int64_t extent) {
  std::set<int64_t> cuts{1, extent};
  for (const Expr& expr : exprs) {
    walk(expr, [&](const Expr& e) {
      const auto digit = digitOf(e, var, extent);
      if (digit) cuts.insert(digit->low), cuts.insert(digit->high);
      return !digit;
    });
  }
  std::vector<int64_t> out(cuts.begin(), cuts.end());
  for (size_t i = 1; i < out.size(); ++i) {
    if (out[i] % out[i - 1] != 0) return {};
  }
  return out;
}

}  // namespace

Digits takeApart(const Program& program, std::vector<Expr> exprs,
                 const std::vector<const For*>& loops, Bounds bounds) {
  Digits out;
  uint64_t nextId = program.nextId;
  for (const For* loop : loops) {
    const auto extent = constantInt(loop->extent);
    const auto cuts = extent && *extent > 1 && constantInt(loop->min) == 0
                          ? cutsOf(exprs, loop->var->id, *extent)
                          : std::vector<int64_t>{};
    if (cuts.size() <= 2) {
      out.loops.push_back(loop);
      continue;
    }
    Expr number = constant(0);
    for (size_t i = 0; i + 1 < cuts.size(); ++i) {
      const VarRef var = Var::make(VarId{nextId++}, loop->var->name);
      const int64_t count = cuts[i + 1] / cuts[i];
      bounds[var->id] = {0, count - 1};
      number = number + Expr(var) * constant(cuts[i]);
      out.made.push_back(For::make({loop->id, var, constant(0), constant(count)}));
      out.loops.push_back(as<For>(out.made.back()));
    }
    for (Expr& e : exprs) e = simplify(substitute(e, {{loop->var->id, number}}), bounds);
  }
  out.exprs = std::move(exprs);
  return out;
}

}  // namespace heddle::schedule
