// A loop annotated "dot" of four steps, inside vectorized lanes:
//   for j in range(4): c[lanes] = c[lanes] + i32(a[x + j]) * i32(b[y + j, stride 4])
//   ->  c[lanes] = dotU8I8(c[lanes], a[x .. x + 3] in every lane, b[y .. y + 4 * lanes - 1])
// Anything else stays a loop.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/linear.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int steps = 4;

// e == base + j
std::optional<Expr> withoutStep(const Expr& e, VarId j) {
  LinearForm form = linearForm(e);
  const size_t before = form.terms.size();
  bool isOne = false;
  std::erase_if(form.terms, [&](const LinearForm::Term& t) {
    const auto* v = as<Var>(t.atom);
    const bool isStep = v && v->id == j;
    isOne |= isStep && t.coefficient == 1;
    return isStep;
  });
  if (!isOne || form.terms.size() + 1 != before) return {};
  const Expr base = toExpr(form);
  if (usesVar(base, j)) return {};
  return base;
}

// i32(load) or broadcasts of it: the load.
const Load* widened(const Expr& e, ElementType from) {
  if (const auto* b = as<Broadcast>(e)) return widened(b->value, from);
  const auto* cast = as<Cast>(e);
  if (!cast || cast->type.element != ElementType::i32) return nullptr;
  Expr inner = cast->value;
  if (const auto* b = as<Broadcast>(inner)) inner = b->value;
  const auto* load = as<Load>(inner);
  return load && load->type.element == from && load->indices.size() == 1 ? load : nullptr;
}

// The same four elements for every lane.
std::optional<Expr> repeated(const Load& load, VarId j, int lanes) {
  Expr index = load.indices[0];
  if (const auto* b = as<Broadcast>(index)) index = b->value;
  if (load.predicate || !index->type.isScalar()) return {};
  const auto base = withoutStep(index, j);
  if (!base) return {};
  const Expr four = Load::make(load.buffer, {Ramp::make(*base, constant(1), steps)});
  if (lanes == 1) return four;
  std::vector<int> order;
  for (int i = 0; i < steps * lanes; ++i) order.push_back(i % steps);
  return Shuffle::make({four}, std::move(order));
}

// Four elements for each lane, one lane's after another's.
std::optional<Expr> interleaved(const Load& load, VarId j, int lanes) {
  Expr base = load.indices[0];
  if (lanes > 1) {
    const auto* ramp = as<Ramp>(base);
    if (!ramp || constantInt(ramp->stride) != steps) return {};
    base = ramp->base;
  }
  const auto begin = withoutStep(base, j);
  if (!begin || (load.predicate && usesVar(load.predicate, j))) return {};
  Expr mask = load.predicate;
  if (mask) {
    std::vector<int> order;
    for (int i = 0; i < steps * lanes; ++i) order.push_back(i / steps);
    mask = Shuffle::make({mask}, std::move(order));
  }
  return Load::make(load.buffer, {Ramp::make(*begin, constant(1), steps * lanes)}, mask);
}

Stmt dotOf(const Store& store, VarId j) {
  const auto* sum = as<Binary>(store.value);
  if (!sum || sum->op != BinaryOp::add || usesVar(store.indices[0], j) ||
      (store.predicate && usesVar(store.predicate, j)))
    return nullptr;
  for (const bool isLeft : {true, false}) {
    const auto* old = as<Load>(isLeft ? sum->a : sum->b);
    const auto* product = as<Binary>(isLeft ? sum->b : sum->a);
    if (!old || old->buffer->id != store.buffer->id || !product || product->op != BinaryOp::mul ||
        !structurallyEqual(old->indices[0], store.indices[0]) ||
        (old->predicate &&
         (!store.predicate || !structurallyEqual(old->predicate, store.predicate))))
      continue;
    for (const bool isFirst : {true, false}) {
      const Load* a = widened(isFirst ? product->a : product->b, ElementType::u8);
      const Load* b = widened(isFirst ? product->b : product->a, ElementType::i8);
      if (!a || !b || a->buffer->id == store.buffer->id || b->buffer->id == store.buffer->id)
        continue;
      const int lanes = store.value->type.lanes;
      const auto four = repeated(*a, j, lanes), rows = interleaved(*b, j, lanes);
      if (!four || !rows) continue;
      const Expr dot = Call::make(store.value->type, Intrinsic::dotU8I8,
                                  {isLeft ? sum->a : sum->b, *four, *rows});
      return Store::make(store.buffer, store.indices, dot, store.predicate);
    }
  }
  return nullptr;
}

}  // namespace

Program formDots(const Program& program) {
  Program out = program;
  out.body = rewrite(program.body, [](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop || !loop->annotations.count("dot") || constantInt(loop->extent) != steps ||
        constantInt(loop->min) != 0)
      return s;
    const auto* guard = as<If>(loop->body);
    if (guard && (guard->elseBody || usesVar(guard->condition, loop->var->id))) return s;
    const auto* store = as<Store>(guard ? guard->thenBody : loop->body);
    Stmt dot = store && store->indices.size() == 1 ? dotOf(*store, loop->var->id) : nullptr;
    if (dot && guard) dot = If::make(guard->condition, withSpan(dot, s->span));
    return dot ? withSpan(dot, s->span) : s;
  });
  return out;
}

}  // namespace heddle::loop_passes
