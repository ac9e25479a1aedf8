// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/stmt.h"

#include <cassert>

#include "engine/loops/visit.h"

namespace heddle::loops {

Stmt Store::make(Buffer buffer, std::vector<Expr> indices, Expr value, Expr predicate) {
  assert(buffer && value && value->type.element == buffer->element);
#ifndef NDEBUG
  int lanes = 1;
  for (const Expr& index : indices) {
    if (index->type.isScalar()) continue;
    assert(lanes == 1 && "at most one index has lanes");
    lanes = index->type.lanes;
  }
  assert(value->type.lanes == lanes);
  assert(!predicate || predicate->type == (ValueType{ElementType::boolean, lanes}));
#endif
  return Stmt(
      new Store(std::move(buffer), std::move(indices), std::move(value), std::move(predicate)));
}

Stmt For::make(Fields fields) {
  assert(fields.id.isValid() && fields.var && fields.min && fields.extent);
  assert((fields.forKind == ForKind::threadBinding) == !fields.thread.empty());
  return Stmt(new For(std::move(fields)));
}

Stmt Block::make(Fields fields) {
  assert(fields.id.isValid());
  for (const BlockIter& iter : fields.iters)
    assert(iter.var && iter.extent && iter.binding), (void)iter;
  return Stmt(new Block(std::move(fields)));
}

Stmt Seq::make(std::vector<Stmt> stmts) {
  std::vector<Stmt> flat;
  flat.reserve(stmts.size());
  for (Stmt& s : stmts) {
    if (const auto* inner = as<Seq>(s)) {
      flat.insert(flat.end(), inner->stmts.begin(), inner->stmts.end());
    } else if (s) {
      flat.push_back(std::move(s));
    }
  }
  if (flat.empty()) return nullptr;
  if (flat.size() == 1) return flat[0];
  return Stmt(new Seq(std::move(flat)));
}

Stmt If::make(Expr condition, Stmt thenBody, Stmt elseBody) {
  assert(condition && condition->type == (ValueType{ElementType::boolean, 1}));
  return Stmt(new If(std::move(condition), std::move(thenBody), std::move(elseBody)));
}

Stmt Evaluate::make(Expr value) {
  assert(value);
  return Stmt(new Evaluate(std::move(value)));
}

Stmt withSpan(const Stmt& s, uint32_t span) {
  if (!s || s->span == span) return s;
  return dispatch(s, [&](const auto& node) -> Stmt {
    using Node = std::remove_cvref_t<decltype(node)>;
    auto copy = std::make_shared<Node>(node);
    copy->span = span;
    return copy;
  });
}

}  // namespace heddle::loops
