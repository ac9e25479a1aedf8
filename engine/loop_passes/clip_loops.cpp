// guardTerms:  c = c + (x if p else 0)   ->   if p: c = c + x
//   and the same of max and min with what changes nothing there
// clipLoops, on loops annotated "clip":
//   for k in [b, e): if (k + z >= 0 and q) S   ->   for k in [max(b, -z), e): if (q) S
// so that a window at the border takes fewer steps instead of a test in each.
// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <set>

#include "engine/loop_passes/linear.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

// Combining anything with e gives that. A sum starts at plus zero, so that adding a zero never
// changes it.
bool isNeutral(BinaryOp op, const Expr& e) {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto* f = as<FloatImm>(e);
  if (op == BinaryOp::max) return f && f->value == -infinity;
  if (op == BinaryOp::min) return f && f->value == infinity;
  const auto* i = as<IntImm>(e);
  return op == BinaryOp::add && ((f && f->value == 0) || (i && i->value == 0));
}

bool loadsAnything(const Expr& e) {
  bool found = false;
  walk(e, [&](const Expr& node) { return found = found || as<Load>(node), !found; });
  return found;
}

Stmt guarded(const Store& store) {
  const auto* sum = as<Binary>(store.value);
  if (!sum || store.predicate) return nullptr;
  const auto* old = as<Load>(sum->a);
  const auto* term = as<Select>(sum->b);
  if (!old || !term || !isNeutral(sum->op, term->whenFalse) || loadsAnything(term->condition) ||
      old->buffer->id != store.buffer->id || old->predicate ||
      old->indices.size() != store.indices.size())
    return nullptr;
  for (size_t d = 0; d < store.indices.size(); ++d)
    if (!structurallyEqual(old->indices[d], store.indices[d])) return nullptr;
  const Stmt inside =
      Store::make(store.buffer, store.indices, Binary::make(sum->op, sum->a, term->whenTrue));
  return withSpan(If::make(term->condition, withSpan(inside, store.span)), store.span);
}

void conjuncts(const Expr& e, std::vector<Expr>& out) {
  const auto* b = as<Binary>(e);
  if (b && b->op == BinaryOp::logicalAnd)
    conjuncts(b->a, out), conjuncts(b->b, out);
  else
    out.push_back(e);
}

// Nothing happens in the statement where the condition is false.
bool dependsOn(const Stmt& s, const Expr& condition) {
  if (!s) return true;
  if (const auto* branch = as<If>(s)) {
    std::vector<Expr> parts;
    conjuncts(branch->condition, parts);
    for (const Expr& part : parts)
      if (structurallyEqual(part, condition) && !branch->elseBody) return true;
    return dependsOn(branch->thenBody, condition) && dependsOn(branch->elseBody, condition);
  }
  if (const auto* loop = as<For>(s)) return dependsOn(loop->body, condition);
  const auto* seq = as<Seq>(s);
  if (!seq) return false;
  for (const Stmt& child : seq->stmts)
    if (!dependsOn(child, condition)) return false;
  return true;
}

std::set<VarId> varsBelow(const Stmt& s) {
  std::set<VarId> out;
  walk(s, [&](const Stmt& node) {
    if (const auto* loop = as<For>(node)) out.insert(loop->var->id);
    return true;
  });
  return out;
}

// What a comparison says about the variable: below `end`, or not below `begin`.
struct Limit {
  Expr begin, end;
};
std::optional<Limit> limitOf(const Expr& e, VarId v) {
  const auto* c = as<Compare>(e);
  if (!c || c->a->type != ValueType{}) return {};
  Expr small = c->a, large = c->b;  // small < large, or small <= large
  if (c->op == CompareOp::gt || c->op == CompareOp::ge) std::swap(small, large);
  if (c->op == CompareOp::eq || c->op == CompareOp::ne) return {};
  const bool isStrict = c->op == CompareOp::lt || c->op == CompareOp::gt;
  LinearForm rest = linearForm(small);
  rest.add(linearForm(large), -1);
  rest.constant -= isStrict ? 0 : 1;  // a*v + rest < 0
  int64_t a = 0;
  std::erase_if(rest.terms, [&](const LinearForm::Term& t) {
    const auto* var = as<Var>(t.atom);
    if (!var || var->id != v) return false;
    a += t.coefficient;
    return true;
  });
  const Expr offset = toExpr(rest);
  if (usesVar(offset, v)) return {};
  if (a == 1) return Limit{nullptr, constant(0) - offset};
  if (a == -1) return Limit{offset + constant(1), nullptr};
  return {};
}

Stmt withoutCondition(const Stmt& s, const Expr& condition) {
  return rewrite(s, {}, [&](const Expr& e) -> Expr {
    if (e->kind != ExprKind::Compare || !structurallyEqual(e, condition)) return e;
    return IntImm::make(1, ElementType::boolean);
  });
}

Stmt clipped(const For& loop) {
  std::set<VarId> inner = varsBelow(loop.body);
  std::vector<Expr> candidates;
  walk(loop.body, [&](const Stmt& s) {
    if (const auto* branch = as<If>(s); branch && candidates.empty())
      conjuncts(branch->condition, candidates);
    return true;
  });
  auto fields = loop.fields();
  Expr begin = loop.min, end = loop.min + loop.extent;
  for (const Expr& candidate : candidates) {
    if (loadsAnything(candidate) || !usesVar(candidate, loop.var->id) ||
        usesAny(candidate, [&](VarId id) { return inner.count(id) != 0; }))
      continue;
    const auto limit = limitOf(candidate, loop.var->id);
    if (!limit || !dependsOn(fields.body, candidate)) continue;
    if (limit->begin) begin = max(begin, limit->begin);
    if (limit->end) end = min(end, limit->end);
    fields.body = withoutCondition(fields.body, candidate);
  }
  fields.min = begin;
  fields.extent = end - begin;
  return withSpan(For::make(std::move(fields)), loop.span);
}

}  // namespace

Program guardTerms(const Program& program) {
  Program out = program;
  out.body = rewrite(program.body, [](const Stmt& s) -> Stmt {
    const auto* store = as<Store>(s);
    const Stmt with = store ? guarded(*store) : nullptr;
    return with ? withSpan(with, s->span) : s;
  });
  return out;
}

Program clipLoops(const Program& program) {
  Program out = program;
  out.body = rewrite(program.body, [](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop || !loop->annotations.count("clip") || loop->forKind != ForKind::serial) return s;
    return clipped(*loop);
  });
  return out;
}

}  // namespace heddle::loop_passes
