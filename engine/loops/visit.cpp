// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

using ExprFn = std::function<void(const Expr&)>;

// Calls f for each child expression; null children are skipped.
struct ExprChildren {
  const ExprFn& f;
  void one(const Expr& e) const {
    if (e) f(e);
  }
  void operator()(const IntImm&) const {}
  void operator()(const FloatImm&) const {}
  void operator()(const Var&) const {}
  void operator()(const Binary& n) const { one(n.a), one(n.b); }
  void operator()(const Compare& n) const { one(n.a), one(n.b); }
  void operator()(const Not& n) const { one(n.value); }
  void operator()(const Select& n) const { one(n.condition), one(n.whenTrue), one(n.whenFalse); }
  void operator()(const Cast& n) const { one(n.value); }
  void operator()(const Load& n) const {
    for (const Expr& e : n.indices) one(e);
    one(n.predicate);
  }
  void operator()(const Call& n) const {
    for (const Expr& e : n.args) one(e);
  }
  void operator()(const Ramp& n) const { one(n.base), one(n.stride); }
  void operator()(const Broadcast& n) const { one(n.value); }
  void operator()(const Shuffle& n) const {
    for (const Expr& e : n.vectors) one(e);
  }
};

struct StmtWalker {
  const std::function<bool(const Stmt&)>& onStmt;
  const std::function<bool(const Expr&)>& onExpr;

  void expr(const Expr& e) const {
    if (e && onExpr) walk(e, onExpr);
  }
  void stmt(const Stmt& s) const {
    if (s && (!onStmt || onStmt(s))) dispatch(s, *this);
  }
  void region(const BufferRegion& r) const {
    for (const Range& range : r.ranges) expr(range.begin), expr(range.extent);
  }
  void operator()(const Store& n) const {
    for (const Expr& e : n.indices) expr(e);
    expr(n.value), expr(n.predicate);
  }
  void operator()(const For& n) const { expr(n.min), expr(n.extent), stmt(n.body); }
  void operator()(const Block& n) const {
    for (const BlockIter& iter : n.f.iters) expr(iter.extent), expr(iter.binding);
    expr(n.f.predicate);
    for (const BufferRegion& r : n.f.reads) region(r);
    for (const BufferRegion& r : n.f.writes) region(r);
    stmt(n.f.init), stmt(n.f.body);
  }
  void operator()(const Seq& n) const {
    for (const Stmt& s : n.stmts) stmt(s);
  }
  void operator()(const If& n) const { expr(n.condition), stmt(n.thenBody), stmt(n.elseBody); }
  void operator()(const Evaluate& n) const { expr(n.value); }
};

}  // namespace

void walk(const Expr& root, const std::function<bool(const Expr&)>& visit) {
  if (!root || !visit(root)) return;
  const ExprFn descend = [&](const Expr& e) { walk(e, visit); };
  dispatch(root, ExprChildren{descend});
}

void walk(const Stmt& root, const std::function<bool(const Stmt&)>& visitStmt,
          const std::function<bool(const Expr&)>& visitExpr) {
  StmtWalker{visitStmt, visitExpr}.stmt(root);
}

Expr substitute(const Expr& e, const Substitution& map) {
  if (map.empty()) return e;
  return rewrite(e, [&](const Expr& x) {
    const auto* var = as<Var>(x);
    if (!var) return x;
    auto it = map.find(var->id);
    return it == map.end() ? x : it->second;
  });
}

Stmt substitute(const Stmt& s, const Substitution& map) {
  if (map.empty()) return s;
  return rewrite(s, {}, [&](const Expr& x) {
    const auto* var = as<Var>(x);
    if (!var) return x;
    auto it = map.find(var->id);
    return it == map.end() ? x : it->second;
  });
}

Stmt replaceBuffers(const Stmt& s, const std::map<BufferId, Buffer>& map) {
  const auto replaced = [&](const Buffer& b) {
    auto it = map.find(b->id);
    return it == map.end() ? b : it->second;
  };
  const auto onExpr = [&](const Expr& e) -> Expr {
    const auto* load = as<Load>(e);
    if (!load || replaced(load->buffer) == load->buffer) return e;
    return Load::make(replaced(load->buffer), load->indices, load->predicate);
  };
  const auto onStmt = [&](const Stmt& node) -> Stmt {
    if (const auto* store = as<Store>(node)) {
      if (replaced(store->buffer) == store->buffer) return node;
      return withSpan(
          Store::make(replaced(store->buffer), store->indices, store->value, store->predicate),
          node->span);
    }
    const auto* block = as<Block>(node);
    if (!block) return node;
    Block::Fields fields = block->f;
    bool changed = false;
    const auto update = [&](Buffer& b) {
      const Buffer other = replaced(b);
      changed |= other != b;
      b = other;
    };
    for (BufferRegion& r : fields.reads) update(r.buffer);
    for (BufferRegion& r : fields.writes) update(r.buffer);
    for (Buffer& b : fields.allocs) update(b);
    return changed ? withSpan(Block::make(std::move(fields)), node->span) : node;
  };
  return rewrite(s, onStmt, onExpr);
}

}  // namespace heddle::loops
