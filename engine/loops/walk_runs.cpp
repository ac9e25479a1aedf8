// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/walk_runs.h"

#include <algorithm>

#include "engine/loops/simplify.h"

namespace heddle::loops {

const PointCount& Runs::counted() const {
  if (!m_count) m_count = countPoints(m_box, m_conditions);
  return *m_count;
}

class RunWalker {
 public:
  RunWalker(const OnRunStmt& onStmt, const OnRunExpr& onExpr)
      : m_onStmt(onStmt), m_onExpr(onExpr) {}

  void stmt(const Stmt& s, const Runs& runs) {
    if (!s) return;
    if (m_onStmt) m_onStmt(s, runs);
    if (const auto* n = as<Store>(s)) return store(*n, runs);
    if (const auto* n = as<For>(s)) return stmt(n->body, inside(*n, runs));
    if (const auto* n = as<Block>(s)) return block(*n, runs);
    if (const auto* n = as<If>(s)) {
      expr(n->condition, runs);
      stmt(n->thenBody, where(n->condition, runs));
      stmt(n->elseBody, where(Not::make(n->condition), runs));
    }
    if (const auto* n = as<Seq>(s))
      for (const Stmt& child : n->stmts) stmt(child, runs);
  }

 private:
  void store(const Store& n, const Runs& runs) {
    if (!n.predicate) return expr(n.value, runs);
    expr(n.predicate, runs);
    const bool isScalar = n.predicate->type.isScalar();
    expr(n.value, isScalar ? where(n.predicate, runs) : runs);
  }

  void expr(const Expr& e, const Runs& runs) {
    if (!m_onExpr) return;
    m_onExpr(e, runs);
    const auto each = [&](const auto&... operands) { (expr(operands, runs), ...); };
    if (const auto* n = as<Binary>(e)) return each(n->a, n->b);
    if (const auto* n = as<Compare>(e)) return each(n->a, n->b);
    if (const auto* n = as<Not>(e)) return each(n->value);
    if (const auto* n = as<Cast>(e)) return each(n->value);
    if (const auto* n = as<Broadcast>(e)) return each(n->value);
    if (const auto* n = as<Select>(e)) return choice(*n, runs);
    if (const auto* n = as<Load>(e); n && n->predicate) return each(n->predicate);
    if (const auto* n = as<Call>(e); n && n->intrinsic != Intrinsic::prefetch)
      for (const Expr& a : n->args) expr(a, runs);
    if (const auto* n = as<Shuffle>(e))
      for (const Expr& v : n->vectors) expr(v, runs);
  }

  void choice(const Select& n, const Runs& runs) {
    expr(n.condition, runs);
    const bool isScalar = n.condition->type.isScalar();
    expr(n.whenTrue, isScalar ? where(n.condition, runs) : runs);
    expr(n.whenFalse, isScalar ? where(Not::make(n.condition), runs) : runs);
  }

  void block(const Block& n, const Runs& outside) {
    Runs runs = n.f.predicate ? where(n.f.predicate, outside) : outside;
    Runs first = runs;
    for (const BlockIter& iter : n.f.iters) {
      const Expr binding = substitute(iter.binding, outside.m_definitions);
      runs.m_definitions[iter.var->id] = first.m_definitions[iter.var->id] = binding;
      if (iter.kind == IterKind::reduce)
        require(Compare::make(CompareOp::eq, binding, IntImm::make(0)), first);
    }
    if (n.f.init) stmt(n.f.init, first);
    stmt(n.f.body, runs);
  }

  static Runs where(const Expr& condition, const Runs& outside) {
    Runs runs = outside;
    require(condition, runs);
    return runs;
  }

  static void require(const Expr& condition, Runs& runs) {
    const auto* both = as<Binary>(condition);
    if (both && both->op == BinaryOp::logicalAnd) {
      require(both->a, runs);
      require(both->b, runs);
      return;
    }
    runs.m_conditions.push_back(substitute(condition, runs.m_definitions));
    runs.m_count.reset();
  }

  // A loop whose ends move with others ranges over all that it can reach, under two conditions.
  static Runs inside(const For& loop, const Runs& outside) {
    Runs runs = outside;
    runs.m_count.reset();
    Bounds bounds;
    for (const BoxAxis& axis : runs.m_box)
      bounds[axis.var] = {axis.min, axis.min + axis.extent - 1};
    const Expr begin = substitute(loop.min, runs.m_definitions);
    const Expr end = begin + substitute(loop.extent, runs.m_definitions);
    const auto least = intervalOf(begin, bounds), most = intervalOf(end, bounds);
    if (!least || !most) {
      runs.m_box.push_back({loop.var->id, 0, 1});
      runs.m_isExact = false;
      return runs;
    }
    runs.m_box.push_back({loop.var->id, least->min, most->max - least->min});
    const Expr v = std::static_pointer_cast<const ExprNode>(loop.var);
    if (least->min != least->max) require(Compare::make(CompareOp::ge, v, begin), runs);
    if (most->min != most->max) require(Compare::make(CompareOp::lt, v, end), runs);
    return runs;
  }

  const OnRunStmt& m_onStmt;
  const OnRunExpr& m_onExpr;
};

void walkRuns(const Stmt& root, const OnRunStmt& onStmt, const OnRunExpr& onExpr) {
  RunWalker(onStmt, onExpr).stmt(root, Runs());
}

}  // namespace heddle::loops
