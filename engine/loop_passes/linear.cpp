// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/linear.h"

#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;

void LinearForm::add(const Expr& atom, int64_t coefficient) {
  if (coefficient == 0) return;
  for (size_t i = 0; i < terms.size(); ++i) {
    if (!structurallyEqual(terms[i].atom, atom)) continue;
    terms[i].coefficient += coefficient;
    if (terms[i].coefficient == 0) terms.erase(terms.begin() + static_cast<ptrdiff_t>(i));
    return;
  }
  terms.push_back({atom, coefficient});
}

void LinearForm::add(const LinearForm& other, int64_t factor) {
  for (const Term& t : other.terms) add(t.atom, t.coefficient * factor);
  constant += other.constant * factor;
}

LinearForm linearForm(const Expr& e) {
  LinearForm form;
  if (auto value = constantInt(e)) {
    form.constant = *value;
    return form;
  }
  const auto* b = as<Binary>(e);
  const bool isIndex = e->type == ValueType{};
  if (b && isIndex && (b->op == BinaryOp::add || b->op == BinaryOp::sub)) {
    form = linearForm(b->a);
    form.add(linearForm(b->b), b->op == BinaryOp::add ? 1 : -1);
    return form;
  }
  if (b && isIndex && b->op == BinaryOp::mul) {
    const auto x = constantInt(b->a), y = constantInt(b->b);
    if (x || y) {
      form.add(linearForm(x ? b->b : b->a), x ? *x : *y);
      return form;
    }
  }
  form.add(e, 1);
  return form;
}

Expr toExpr(const LinearForm& form) {
  Expr sum = constant(0);
  for (const auto& t : form.terms) sum = sum + t.atom * constant(t.coefficient);
  return sum + constant(form.constant);
}

bool usesAny(const Expr& e, const std::function<bool(VarId)>& predicate) {
  bool found = false;
  if (!e) return false;
  walk(e, [&](const Expr& node) {
    if (const auto* v = as<Var>(node)) found |= predicate(v->id);
    return !found;
  });
  return found;
}

bool usesVar(const Expr& e, VarId var) {
  return usesAny(e, [var](VarId id) { return id == var; });
}

std::optional<SplitForm> splitForm(const LinearForm& form,
                                   const std::function<bool(VarId)>& isInner,
                                   const Bounds& bounds) {
  SplitForm out{{}, {form.constant, form.constant}};
  for (const auto& t : form.terms) {
    if (!usesAny(t.atom, isInner)) {
      out.outer.terms.push_back(t);
      continue;
    }
    const auto interval = intervalOf(t.atom, bounds);
    if (!interval || usesAny(t.atom, [&](VarId id) { return !isInner(id); })) return {};
    const int64_t a = interval->min * t.coefficient, b = interval->max * t.coefficient;
    out.inner.min += std::min(a, b), out.inner.max += std::max(a, b);
  }
  return out;
}

std::optional<Interval> constantRange(const For& loop) {
  const auto min = constantInt(loop.min), extent = constantInt(loop.extent);
  if (!min || !extent || *extent < 1) return {};
  return Interval{*min, *min + *extent - 1};
}

}  // namespace heddle::loop_passes
