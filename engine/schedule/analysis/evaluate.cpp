// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/evaluate.h"

#include <algorithm>

#include "engine/loops/fold.h"

namespace heddle::schedule {

using namespace loops;

std::optional<int64_t> evaluate(const Expr& e, const Values& values) {
  if (const auto imm = constantInt(e)) return imm;
  if (const auto* v = as<Var>(e)) {
    const auto it = values.find(v->id);
    return it == values.end() ? std::nullopt : std::optional(it->second);
  }
  if (const auto* b = as<Binary>(e)) {
    const auto x = evaluate(b->a, values), y = evaluate(b->b, values);
    return x && y && !isFloat(e->type.element) ? foldBinary(b->op, e->type.element, *x, *y)
                                               : std::nullopt;
  }
  if (const auto* c = as<Compare>(e)) {
    const auto x = evaluate(c->a, values), y = evaluate(c->b, values);
    if (!x || !y || isFloat(c->a->type.element)) return {};
    return foldCompare(c->op, c->a->type.element, *x, *y);
  }
  if (const auto* n = as<Not>(e)) {
    const auto x = evaluate(n->value, values);
    return x ? std::optional<int64_t>(*x == 0) : std::nullopt;
  }
  if (const auto* s = as<Select>(e)) {
    const auto c = evaluate(s->condition, values);
    return c ? evaluate(*c ? s->whenTrue : s->whenFalse, values) : std::nullopt;
  }
  return {};
}

namespace {

class Toucher {
 public:
  Toucher(Values& values, const TouchOptions& options,
          const std::function<bool(const Touch&, const Values&)>& visit)
      : m_values(values), m_options(options), m_visit(visit), m_budget(options.budget) {}

  void stmt(const Stmt& s) {
    if (!s || m_isDone) return;
    if (const auto* n = as<Seq>(s)) {
      for (const Stmt& child : n->stmts) stmt(child);
    } else if (const auto* n = as<For>(s)) {
      loop(*n);
    } else if (const auto* n = as<If>(s)) {
      const auto c = evaluate(n->condition, m_values);
      if (c) stmt(*c ? n->thenBody : n->elseBody);
    } else if (const auto* n = as<Block>(s)) {
      block(*n);
    } else if (const auto* n = as<Store>(s)) {
      access(n->buffer, n->indices, true);
      expr(n->value);
      for (const Expr& i : n->indices) expr(i);
    }
  }

 private:
  void loop(const For& n) {
    const auto begin = evaluate(n.min, m_values), extent = evaluate(n.extent, m_values);
    if (!begin || !extent) return;
    for (int64_t i = 0; i < *extent && !m_isDone; ++i) {
      if (i >= m_options.firstIterations) i = *extent - 1;
      m_values[n.var->id] = *begin + i;
      stmt(n.body);
    }
    m_values.erase(n.var->id);
  }
  void block(const Block& n) {
    if (n.f.predicate && evaluate(n.f.predicate, m_values).value_or(0) == 0) return;
    for (const BlockIter& iter : n.f.iters) {
      const auto value = evaluate(iter.binding, m_values);
      if (!value) return;
      m_values[iter.var->id] = *value;
    }
    const Block* outer = m_block;
    m_block = &n;
    if (n.f.opaqueFunction.empty()) {
      stmt(n.f.body);
    } else {
      for (const BufferRegion& r : n.f.writes) first(r, true);
      for (const BufferRegion& r : n.f.reads) first(r, false);
    }
    m_block = outer;
    for (const BlockIter& iter : n.f.iters) m_values.erase(iter.var->id);
  }
  void first(const BufferRegion& r, bool isWrite) {
    std::vector<Expr> indices;
    for (const Range& range : r.ranges) indices.push_back(range.begin);
    access(r.buffer, indices, isWrite);
  }
  // Loads that happen: of a choice, those of the side that is taken.
  void expr(const Expr& e) {
    walk(e, [&](const Expr& x) {
      if (const auto* load = as<Load>(x)) access(load->buffer, load->indices, false);
      const auto* choice = as<Select>(x);
      const auto c = choice ? evaluate(choice->condition, m_values) : std::nullopt;
      if (!c) return !m_isDone;
      expr(choice->condition);
      expr(*c ? choice->whenTrue : choice->whenFalse);
      return false;
    });
  }
  void access(const Buffer& buffer, const std::vector<Expr>& indices, bool isWrite) {
    if (m_isDone || !m_block) return;
    Touch touch{m_block, buffer.get(), {}, isWrite};
    for (const Expr& i : indices) {
      const auto* ramp = as<Ramp>(i);
      const auto value = evaluate(ramp ? ramp->base : i, m_values);
      if (!value) return;
      touch.indices.push_back(*value);
    }
    m_isDone = !m_visit(touch, m_values) || --m_budget <= 0;
  }

  Values& m_values;
  const TouchOptions& m_options;
  const std::function<bool(const Touch&, const Values&)>& m_visit;
  int64_t m_budget;
  bool m_isDone = false;
  const Block* m_block = nullptr;
};

}  // namespace

void eachTouch(const Stmt& s, Values& values, const TouchOptions& options,
               const std::function<bool(const Touch&, const Values&)>& visit) {
  Toucher(values, options, visit).stmt(s);
}

}  // namespace heddle::schedule
