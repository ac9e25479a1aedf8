// Statements under the bounds of the loops around them.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/simplify_rules.h"
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

class StmtSimplifier {
 public:
  explicit StmtSimplifier(Bounds bounds) : m_bounds(std::move(bounds)) {}

  Stmt stmt(const Stmt& s) {
    if (!s) return s;
    m_original = s;
    Stmt out = dispatch(s, *this);
    return out && out != s && out->kind == s->kind ? withSpan(out, s->span) : out;
  }
  Stmt operator()(const Store& n) {
    const Stmt self = m_original;
    const Expr predicate = condition(n.predicate);
    if (isFalse(predicate)) return nullptr;
    std::vector<Expr> indices = exprs(n.indices);
    const Expr value = expr(n.value);
    if (indices == n.indices && value == n.value && predicate == n.predicate) return self;
    return Store::make(n.buffer, std::move(indices), value, predicate);
  }
  Stmt operator()(const Evaluate& n) {
    const Stmt self = m_original;
    const Expr value = expr(n.value);
    return value == n.value ? self : Evaluate::make(value);
  }
  Stmt operator()(const Seq& n) {
    const Stmt self = m_original;
    std::vector<Stmt> stmts;
    for (const Stmt& s : n.stmts) stmts.push_back(stmt(s));
    return stmts == n.stmts ? self : Seq::make(std::move(stmts));
  }
  Stmt operator()(const If& n) {
    const Stmt self = m_original;
    const Expr c = expr(n.condition);
    if (const auto known = constantInt(c)) return stmt(*known ? n.thenBody : n.elseBody);
    Stmt thenBody = StmtSimplifier(narrowed(m_bounds, c, true)).stmt(n.thenBody);
    Stmt elseBody = StmtSimplifier(narrowed(m_bounds, c, false)).stmt(n.elseBody);
    if (!thenBody && !elseBody) return nullptr;
    if (c == n.condition && thenBody == n.thenBody && elseBody == n.elseBody) return self;
    if (!thenBody) return If::make(expr(Not::make(c)), elseBody);
    return If::make(c, thenBody, elseBody);
  }
  Stmt operator()(const For& n) {
    const Stmt self = m_original;
    const Expr min = expr(n.min), extent = expr(n.extent);
    const auto first = intervalOf(min, m_bounds), trips = intervalOf(extent, m_bounds);
    if (trips && trips->max <= 0) return nullptr;
    StmtSimplifier inner(m_bounds);
    int64_t last = 0;
    if (first && trips && !__builtin_add_overflow(first->max, trips->max - 1, &last)) {
      inner.m_bounds[n.var->id] = {first->min, last};
    }
    Stmt body = inner.stmt(n.body);
    if (!body) return nullptr;
    if (min == n.min && extent == n.extent && body == n.body) return self;
    For::Fields f = n.fields();
    f.min = min, f.extent = extent, f.body = std::move(body);
    return For::make(std::move(f));
  }
  Stmt operator()(const Block& n) {
    const Stmt self = m_original;
    Block::Fields f = n.f;
    bool changed = false;
    const auto update = [&](Expr& e, Expr simplified) {
      changed |= simplified != e;
      e = std::move(simplified);
    };
    if (f.predicate) update(f.predicate, condition(f.predicate));
    if (isFalse(f.predicate)) return nullptr;
    const Bounds outside = f.predicate ? narrowed(m_bounds, f.predicate, true) : m_bounds;
    StmtSimplifier inner(m_bounds);
    for (BlockIter& iter : f.iters) {
      update(iter.extent, expr(iter.extent));
      update(iter.binding, simplify(iter.binding, outside));
      const auto extent = intervalOf(iter.extent, m_bounds);
      const auto binding = intervalOf(iter.binding, outside);
      if (!extent) continue;
      Interval range{0, std::max<int64_t>(extent->max - 1, 0)};
      if (binding && binding->min > 0 && binding->min <= range.max) range.min = binding->min;
      if (binding && binding->max < range.max && binding->max >= range.min)
        range.max = binding->max;
      inner.m_bounds[iter.var->id] = range;
    }
    for (auto* regions : {&f.reads, &f.writes}) {
      for (BufferRegion& r : *regions) {
        for (Range& range : r.ranges) {
          update(range.begin, inner.expr(range.begin));
          update(range.extent, inner.expr(range.extent));
        }
      }
    }
    Stmt init = inner.stmt(f.init), body = inner.stmt(f.body);
    if (!changed && init == f.init && body == f.body) return self;
    f.init = std::move(init), f.body = std::move(body);
    return Block::make(std::move(f));
  }

 private:
  Expr expr(const Expr& e) const { return simplify(e, m_bounds); }
  std::vector<Expr> exprs(const std::vector<Expr>& es) const {
    std::vector<Expr> out;
    for (const Expr& e : es) out.push_back(expr(e));
    return out;
  }
  // Null where it always holds.
  Expr condition(const Expr& e) const {
    if (!e) return e;
    Expr c = expr(e);
    const auto* b = as<Broadcast>(c);
    return constantInt(b ? b->value : c) == 1 ? nullptr : c;
  }
  static bool isFalse(const Expr& e) {
    const auto* b = as<Broadcast>(e);
    return constantInt(b ? b->value : e) == 0;
  }

  Bounds m_bounds;
  Stmt m_original;
};

}  // namespace

Stmt simplify(const Stmt& s, const Bounds& bounds) {
  return StmtSimplifier(bounds).stmt(s);
}

}  // namespace heddle::loops
