// A register whose lanes are all written and read under one constant mask is computed without it:
// what the other lanes hold reaches nothing.
//   r = m ? r + a*b : r;  c[... where m] = r   ->   r = r + a*b;  c[... where m] = r
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

bool contains(const Expr& e, const std::function<bool(const Expr&)>& isWanted) {
  bool found = false;
  walk(e, [&](const Expr& node) { return found = found || isWanted(node), !found; });
  return found;
}

bool isConstant(const Expr& mask) {
  return !contains(mask, [](const Expr& e) { return as<Var>(e) || as<Load>(e); });
}

// A lane of the value depends on the same lane of registers only, and no lane can trap.
bool isLanewise(const Expr& value) {
  const auto isRegister = [](const Expr& e) {
    return as<Load>(e) && as<Load>(e)->buffer->scope == Scope::registers;
  };
  return !contains(value, [&](const Expr& e) {
    if (as<Shuffle>(e)) return contains(e, isRegister);
    if (const auto* call = as<Call>(e))
      return ((call->intrinsic == Intrinsic::reduceAdd ||
               call->intrinsic == Intrinsic::reduceMax) &&
              contains(e, isRegister)) ||
             (call->intrinsic == Intrinsic::dotU8I8 &&
              (contains(call->args[1], isRegister) || contains(call->args[2], isRegister)));
    if (const auto* load = as<Load>(e)) {
      for (const Expr& i : load->indices)
        if (contains(i, isRegister)) return true;
      return false;
    }
    const auto* b = as<Binary>(e);
    return b && !isFloat(b->type.element) &&
           (b->op == BinaryOp::div || b->op == BinaryOp::mod || b->op == BinaryOp::floorDiv ||
            b->op == BinaryOp::floorMod);
  });
}

// "r = m ? value : r" of a whole register.
const Select* updateOf(const Store& store) {
  const auto* select = as<Select>(store.value);
  if (!select || store.buffer->scope != Scope::registers || store.predicate) return nullptr;
  const auto* old = as<Load>(select->whenFalse);
  const bool keeps = old && old->buffer->id == store.buffer->id && !old->predicate &&
                     structurallyEqual(old->indices[0], store.indices[0]);
  return keeps && isConstant(select->condition) ? select : nullptr;
}

class Masks {
 public:
  void note(const Store& store) {
    const bool isRegister = store.buffer->scope == Scope::registers;
    const Select* update = updateOf(store);
    const Expr mask = update ? update->condition : store.predicate;
    const Expr& value = update ? update->whenTrue : store.value;
    if (isRegister && !update) m_excluded.insert(store.buffer->id);
    if (update) add(store.buffer->id, mask);
    const bool reads = mask && isConstant(mask) && isLanewise(value);
    walk(store.value, [&](const Expr& e) {
      const auto* load = as<Load>(e);
      if (!load || load->buffer->scope != Scope::registers) return true;
      if (reads)
        add(load->buffer->id, mask);
      else
        m_excluded.insert(load->buffer->id);
      return true;
    });
    for (const Expr& index : store.indices) exclude(index);
    if (store.predicate) exclude(store.predicate);
  }
  void exclude(const Expr& e) {
    walk(e, [&](const Expr& node) {
      if (const auto* load = as<Load>(node)) m_excluded.insert(load->buffer->id);
      return true;
    });
  }
  bool isUniform(BufferId id) const { return m_masks.count(id) && !m_excluded.count(id); }

 private:
  std::map<BufferId, Expr> m_masks;
  std::set<BufferId> m_excluded;

  void add(BufferId id, const Expr& mask) {
    const auto [at, isNew] = m_masks.emplace(id, mask);
    if (!isNew && !structurallyEqual(at->second, mask)) m_excluded.insert(id);
  }
};

}  // namespace

Program unmaskRegisters(const Program& program) {
  Masks masks;
  walk(program.body, [&](const Stmt& s) {
    if (const auto* store = as<Store>(s)) {
      masks.note(*store);
    } else if (const auto* loop = as<For>(s)) {
      masks.exclude(loop->min), masks.exclude(loop->extent);
    } else if (const auto* branch = as<If>(s)) {
      masks.exclude(branch->condition);
    } else if (const auto* eval = as<Evaluate>(s)) {
      masks.exclude(eval->value);
    }
    return true;
  });
  Program out = program;
  out.body = rewrite(program.body, [&](const Stmt& s) -> Stmt {
    const auto* store = as<Store>(s);
    const Select* update = store ? updateOf(*store) : nullptr;
    if (!update || !masks.isUniform(store->buffer->id)) return s;
    return withSpan(Store::make(store->buffer, store->indices, update->whenTrue), s->span);
  });
  return out;
}

}  // namespace heddle::loop_passes
