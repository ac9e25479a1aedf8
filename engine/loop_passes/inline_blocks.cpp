// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

// The first reduction step: every reduction iterator is at zero.
Expr isFirstStep(const Block::Fields& f) {
  Expr condition;
  for (const BlockIter& iter : f.iters) {
    if (iter.kind != IterKind::reduce) continue;
    condition = logicalAnd(condition, Compare::make(CompareOp::eq, iter.var, constant(0)));
  }
  return condition;
}

Stmt guarded(const Expr& condition, const Stmt& body, uint32_t span) {
  if (!condition || !body) return body;
  return withSpan(If::make(condition, body), span);
}

Stmt inlineIn(const Stmt& s, Program& program) {
  return rewrite(s, [&](const Stmt& node) -> Stmt {
    const auto* block = as<Block>(node);
    if (!block || !block->f.opaqueFunction.empty()) return node;
    const Block::Fields& f = block->f;
    program.allocs.insert(program.allocs.end(), f.allocs.begin(), f.allocs.end());
    const uint32_t span = f.init ? f.init->span : node->span;
    Stmt body = Seq::make({guarded(isFirstStep(f), f.init, span), f.body});
    Substitution bindings;
    for (const BlockIter& iter : f.iters) bindings[iter.var->id] = iter.binding;
    body = substitute(body, bindings);
    return guarded(f.predicate, body, node->span);
  });
}

}  // namespace

Result<Program> inlineBlocks(const Program& program) {
  Program out = program;
  out.body = inlineIn(program.body, out);
  return out;
}

}  // namespace heddle::loop_passes
