// Visitors and mutators over expressions and statements.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/loops/program.h"

namespace heddle::loops {

// Calls the overload for the node's kind. Every kind must be handled: a missing one does not
// compile.
template <class Visitor>
decltype(auto) dispatch(const Expr& e, Visitor&& visitor) {
  switch (e->kind) {
#define HEDDLE_EXPR(Kind) \
  case ExprKind::Kind:    \
    return visitor(static_cast<const Kind&>(*e));
#include "engine/loops/nodes.def"
  }
  __builtin_unreachable();
}
template <class Visitor>
decltype(auto) dispatch(const Stmt& s, Visitor&& visitor) {
  switch (s->kind) {
#define HEDDLE_STMT(Kind) \
  case StmtKind::Kind:    \
    return visitor(static_cast<const Kind&>(*s));
#include "engine/loops/nodes.def"
  }
  __builtin_unreachable();
}

// Pre-order walks over everything below, expressions in statements included. A callback that
// returns false keeps the walk from descending.
void walk(const Expr& root, const std::function<bool(const Expr&)>& visit);
void walk(const Stmt& root, const std::function<bool(const Stmt&)>& visitStmt,
          const std::function<bool(const Expr&)>& visitExpr = {});

// Rebuilds bottom-up. Each callback gets a node whose children are already rewritten and returns it
// or a replacement; the same handle comes back when nothing changed.
using ExprRewrite = std::function<Expr(const Expr&)>;
using StmtRewrite = std::function<Stmt(const Stmt&)>;
Expr rewrite(const Expr& root, const ExprRewrite& onExpr);
Stmt rewrite(const Stmt& root, const StmtRewrite& onStmt, const ExprRewrite& onExpr = {});

using Substitution = std::map<VarId, Expr>;
Expr substitute(const Expr& e, const Substitution& map);
Stmt substitute(const Stmt& s, const Substitution& map);
// Buffers by id, in loads, stores, regions and allocations.
Stmt replaceBuffers(const Stmt& s, const std::map<BufferId, Buffer>& map);

// Structural equality; variables, loops and blocks may differ in id and name when
// `alphaEquivalent`.
enum class EqualMode { exact, alphaEquivalent };
bool structurallyEqual(const Expr& a, const Expr& b, EqualMode mode = EqualMode::exact);
bool structurallyEqual(const Stmt& a, const Stmt& b, EqualMode mode = EqualMode::exact);
bool structurallyEqual(const Program& a, const Program& b, EqualMode mode = EqualMode::exact);

}  // namespace heddle::loops
