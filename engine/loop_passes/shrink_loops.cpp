// for v in [b, b + n): if (a*v + c < 0) S   ->   for v in [b, min(b + n, -c/a)): S
// A loop keeps its extent where something in it runs in every iteration or the bound is not
// constant. Where masks are cheap a vectorized loop keeps those of its last lanes instead of ending
// in several short vectors.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <limits>

#include "engine/loop_passes/linear.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max();
constexpr int64_t largest = int64_t{1} << 40;  // of numbers that are divided here

// The condition is false for every v from here on.
int64_t falseFrom(const Expr& condition, VarId v) {
  if (const auto* both = as<Binary>(condition)) {
    if (both->op != BinaryOp::logicalAnd) return never;
    return std::min(falseFrom(both->a, v), falseFrom(both->b, v));
  }
  const auto* c = as<Compare>(condition);
  if (!c || c->a->type != ValueType{} || (c->op != CompareOp::lt && c->op != CompareOp::le))
    return never;
  LinearForm form = linearForm(c->a);
  form.add(linearForm(c->b), -1);
  if (c->op == CompareOp::le) form.constant -= 1;
  if (form.terms.size() != 1 || !as<Var>(form.terms[0].atom)) return never;
  const int64_t a = form.terms[0].coefficient;
  if (as<Var>(form.terms[0].atom)->id != v || a < 1 || std::abs(form.constant) > largest)
    return never;
  const int64_t need = -form.constant;  // a*v < need
  return need <= 0 ? -((-need) / a) : (need + a - 1) / a;
}

// The statement does nothing for every v from here on.
int64_t idleFrom(const Stmt& s, VarId v) {
  if (!s) return std::numeric_limits<int64_t>::min();
  if (const auto* branch = as<If>(s)) {
    const int64_t whole = std::max(idleFrom(branch->thenBody, v), idleFrom(branch->elseBody, v));
    return branch->elseBody ? whole : std::min(whole, falseFrom(branch->condition, v));
  }
  if (const auto* loop = as<For>(s)) return idleFrom(loop->body, v);
  if (const auto* seq = as<Seq>(s)) {
    int64_t last = std::numeric_limits<int64_t>::min();
    for (const Stmt& child : seq->stmts) last = std::max(last, idleFrom(child, v));
    return last;
  }
  return never;
}

int64_t lanesFor(int64_t extent, const Target& target) {
  const int64_t rest = extent % target.floatLanes();
  if (target.vectorBits < 512 || std::popcount(static_cast<uint64_t>(rest)) < 2) return extent;
  return extent - rest + static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(rest)));
}

}  // namespace

Program shrinkLoops(const Program& program, const Target& target) {
  Program out = program;
  out.body = rewrite(program.body, [&](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop || loop->forKind == ForKind::parallel || loop->forKind == ForKind::threadBinding)
      return s;
    const auto range = constantRange(*loop);
    if (!range) return s;
    const int64_t end = std::max(range->min, idleFrom(loop->body, loop->var->id));
    if (end > range->max) return s;
    const int64_t busy = end - range->min;
    const int64_t extent = loop->forKind == ForKind::vectorized ? lanesFor(busy, target) : busy;
    if (extent > range->max - range->min) return s;
    auto fields = loop->fields();
    fields.extent = constant(extent);
    return withSpan(For::make(std::move(fields)), s->span);
  });
  return out;
}

}  // namespace heddle::loop_passes
