// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/buffer_accesses.h"

#include <algorithm>

#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

class Collector {
 public:
  Accesses accesses;
  void run(const Stmt& root) {
    const auto* seq = as<Seq>(root);
    const std::vector<Stmt> tops = seq ? seq->stmts : std::vector<Stmt>{root};
    for (m_nest = 0; m_nest < tops.size(); ++m_nest) visit(tops[m_nest]);
  }

 private:
  std::vector<const For*> m_loops;
  size_t m_nest = 0;
  std::set<VarId> m_conditionVars;

  static bool loadsFrom(const Expr& e, BufferId buffer) {
    bool found = false;
    walk(e, [&](const Expr& node) {
      if (const auto* load = as<Load>(node)) found |= load->buffer->id == buffer;
      return !found;
    });
    return found;
  }
  void noteCondition(const Expr& condition) {
    walk(condition, [&](const Expr& e) {
      if (const auto* v = as<Var>(e)) m_conditionVars.insert(v->id);
      return true;
    });
  }
  // A guard of the element's own range is about variables of its index; what is left is a first
  // step.
  std::set<VarId> firstSteps(const Store& store) const {
    auto out = m_conditionVars;
    for (const Expr& i : store.indices) {
      walk(i, [&](const Expr& e) {
        if (const auto* v = as<Var>(e)) out.erase(v->id);
        return true;
      });
    }
    return out;
  }

  void loads(const Expr& e) {
    if (!e) return;
    walk(e, [&](const Expr& node) {
      if (const auto* load = as<Load>(node)) {
        accesses[load->buffer->id].push_back({load->indices, m_loops, m_nest, false, false, {}});
      }
      return true;
    });
  }
  void visit(const Stmt& s) {
    if (!s) return;
    if (const auto* store = as<Store>(s)) {
      for (const Expr& i : store->indices) loads(i);
      loads(store->value), loads(store->predicate);
      const bool updates = loadsFrom(store->value, store->buffer->id);
      accesses[store->buffer->id].push_back(
          {store->indices, m_loops, m_nest, true, !updates, firstSteps(*store)});
    } else if (const auto* loop = as<For>(s)) {
      loads(loop->min), loads(loop->extent);
      m_loops.push_back(loop);
      visit(loop->body);
      m_loops.pop_back();
    } else if (const auto* seq = as<Seq>(s)) {
      for (const Stmt& child : seq->stmts) visit(child);
    } else if (const auto* branch = as<If>(s)) {
      loads(branch->condition);
      const auto outer = m_conditionVars;
      noteCondition(branch->condition);
      visit(branch->thenBody), visit(branch->elseBody);
      m_conditionVars = outer;
    } else if (const auto* eval = as<Evaluate>(s)) {
      loads(eval->value);
    } else if (const auto* block = as<Block>(s)) {
      for (const auto* regions : {&block->f.reads, &block->f.writes}) {
        for (const BufferRegion& r : *regions)
          accesses[r.buffer->id].push_back({{}, m_loops, m_nest, true, true, {}});
      }
    }
  }
};

}  // namespace

bool Access::setsAt(size_t depth) const {
  if (!isWrite) return false;
  return std::none_of(loops.begin(), loops.begin() + static_cast<ptrdiff_t>(depth),
                      [&](const For* l) { return firstSteps.count(l->var->id) != 0; });
}

Accesses collectAccesses(const Stmt& root) {
  Collector collector;
  collector.run(root);
  return std::move(collector.accesses);
}

}  // namespace heddle::loop_passes
