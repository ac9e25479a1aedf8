// Rebuilding of trees, sharing what did not change.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

// Rewrites children and remembers whether any handle changed.
struct ExprRebuild {
  const ExprRewrite& f;
  const Expr& original;

  bool changed = false;
  Expr child(const Expr& e) {
    if (!e) return e;
    Expr r = rewrite(e, f);
    changed |= r != e;
    return r;
  }
  std::vector<Expr> children(const std::vector<Expr>& es) {
    std::vector<Expr> out;
    out.reserve(es.size());
    for (const Expr& e : es) out.push_back(child(e));
    return out;
  }
  Expr operator()(const IntImm&) { return original; }
  Expr operator()(const FloatImm&) { return original; }
  Expr operator()(const Var&) { return original; }
  Expr operator()(const Binary& n) {
    Expr a = child(n.a), b = child(n.b);
    return changed ? Binary::make(n.op, a, b) : original;
  }
  Expr operator()(const Compare& n) {
    Expr a = child(n.a), b = child(n.b);
    return changed ? Compare::make(n.op, a, b) : original;
  }
  Expr operator()(const Not& n) {
    Expr v = child(n.value);
    return changed ? Not::make(v) : original;
  }
  Expr operator()(const Select& n) {
    Expr c = child(n.condition), x = child(n.whenTrue), y = child(n.whenFalse);
    return changed ? Select::make(c, x, y) : original;
  }
  Expr operator()(const Cast& n) {
    Expr v = child(n.value);
    return changed ? Cast::make(n.type, v) : original;
  }
  Expr operator()(const Load& n) {
    std::vector<Expr> indices = children(n.indices);
    Expr p = child(n.predicate);
    return changed ? Load::make(n.buffer, std::move(indices), p) : original;
  }
  Expr operator()(const Call& n) {
    std::vector<Expr> args = children(n.args);
    return changed ? Call::make(n.type, n.intrinsic, std::move(args)) : original;
  }
  Expr operator()(const Ramp& n) {
    Expr b = child(n.base), s = child(n.stride);
    return changed ? Ramp::make(b, s, n.type.lanes) : original;
  }
  Expr operator()(const Broadcast& n) {
    Expr v = child(n.value);
    return changed ? Broadcast::make(v, n.type.lanes) : original;
  }
  Expr operator()(const Shuffle& n) {
    std::vector<Expr> v = children(n.vectors);
    return changed ? Shuffle::make(std::move(v), n.indices) : original;
  }
};

struct StmtRebuild {
  const StmtRewrite& onStmt;
  const ExprRewrite& onExpr;
  const Stmt& original;

  bool changed = false;
  Expr expr(const Expr& e) {
    if (!e || !onExpr) return e;
    Expr r = rewrite(e, onExpr);
    changed |= r != e;
    return r;
  }
  std::vector<Expr> exprs(const std::vector<Expr>& es) {
    std::vector<Expr> out;
    for (const Expr& e : es) out.push_back(expr(e));
    return out;
  }
  Stmt stmt(const Stmt& s) {
    if (!s) return s;
    Stmt r = rewrite(s, onStmt, onExpr);
    changed |= r != s;
    return r;
  }
  void regions(std::vector<BufferRegion>& list) {
    for (BufferRegion& r : list) {
      for (Range& range : r.ranges) range = {expr(range.begin), expr(range.extent)};
    }
  }
  Stmt operator()(const Store& n) {
    std::vector<Expr> indices = exprs(n.indices);
    Expr value = expr(n.value), predicate = expr(n.predicate);
    return changed ? Store::make(n.buffer, std::move(indices), value, predicate) : original;
  }
  Stmt operator()(const For& n) {
    Expr min = expr(n.min), extent = expr(n.extent);
    Stmt body = stmt(n.body);
    if (!changed) return original;
    For::Fields fields = n.fields();
    fields.min = min, fields.extent = extent, fields.body = body;
    return For::make(std::move(fields));
  }
  Stmt operator()(const Block& n) {
    Block::Fields fields = n.f;
    for (BlockIter& iter : fields.iters)
      iter.extent = expr(iter.extent), iter.binding = expr(iter.binding);
    fields.predicate = expr(fields.predicate);
    regions(fields.reads), regions(fields.writes);
    fields.init = stmt(fields.init);
    fields.body = stmt(fields.body);
    return changed ? Block::make(std::move(fields)) : original;
  }
  Stmt operator()(const Seq& n) {
    std::vector<Stmt> stmts;
    for (const Stmt& s : n.stmts) stmts.push_back(stmt(s));
    return changed ? Seq::make(std::move(stmts)) : original;
  }
  Stmt operator()(const If& n) {
    Expr condition = expr(n.condition);
    Stmt thenBody = stmt(n.thenBody), elseBody = stmt(n.elseBody);
    return changed ? If::make(condition, thenBody, elseBody) : original;
  }
  Stmt operator()(const Evaluate& n) {
    Expr value = expr(n.value);
    return changed ? Evaluate::make(value) : original;
  }
};

}  // namespace

Expr rewrite(const Expr& root, const ExprRewrite& onExpr) {
  if (!root) return root;
  const Expr rebuilt = dispatch(root, ExprRebuild{onExpr, root});
  return onExpr ? onExpr(rebuilt) : rebuilt;
}

Stmt rewrite(const Stmt& root, const StmtRewrite& onStmt, const ExprRewrite& onExpr) {
  if (!root) return root;
  Stmt rebuilt = dispatch(root, StmtRebuild{onStmt, onExpr, root});
  // A sequence may have collapsed into one of its statements, which has its own span.
  if (rebuilt && rebuilt != root && rebuilt->kind == root->kind)
    rebuilt = withSpan(rebuilt, root->span);
  return onStmt && rebuilt ? onStmt(rebuilt) : rebuilt;
}

}  // namespace heddle::loops
