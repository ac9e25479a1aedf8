// 1. Walk to the loop, then below it collect the extent of every loop variable.
// 2. For every access, replace block iterators by their bindings, so that indices are over loops.
// 3. Per dimension, the box is 1 + sum of |coefficient| * (extent - 1) over the variables below.
// 4. Union per buffer by taking the largest box.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/footprint.h"

#include <algorithm>
#include <cstdlib>

#include "engine/loops/simplify.h"
#include "engine/loops/visit.h"

namespace heddle::session {
namespace {

using namespace loops;

class Footprint {
 public:
  void visit(const Stmt& s, const Substitution& bindings) {
    if (!s) return;
    if (const auto* loop = as<For>(s)) {
      const int64_t extent = constantInt(loop->extent).value_or(1);
      m_extents[loop->var->id] = extent;
      m_times *= static_cast<double>(extent);
      visit(loop->body, bindings);
      m_times /= static_cast<double>(std::max<int64_t>(1, extent));
      return;
    }
    if (const auto* seq = as<Seq>(s)) {
      for (const Stmt& part : seq->stmts) visit(part, bindings);
      return;
    }
    if (const auto* branch = as<If>(s)) {
      visit(branch->thenBody, bindings);
      return visit(branch->elseBody, bindings);
    }
    if (const auto* block = as<Block>(s)) {
      Substitution inner = bindings;
      for (const BlockIter& iter : block->f.iters)
        inner[iter.var->id] = substitute(iter.binding, bindings);
      visit(block->f.init, inner);
      return visit(block->f.body, inner);
    }
    if (const auto* store = as<Store>(s)) access(store->buffer, store->indices, bindings);
    walk(s, [](const Stmt&) { return true; },
         [&](const Expr& e) {
           if (const auto* load = as<Load>(e)) access(load->buffer, load->indices, bindings);
           return true;
         });
  }

  double accessed() const { return m_accessed; }
  int64_t totalBytes() const {
    int64_t total = 0;
    for (const auto& [id, bytes] : m_bytes) total += bytes;
    return total;
  }

 private:
  void access(const Buffer& buffer, const std::vector<Expr>& indices, const Substitution& bindings) {
    if (buffer->scope == Scope::registers) return;
    m_accessed += m_times * static_cast<double>(sizeBytes(buffer->element));
    int64_t elements = 1;
    for (size_t d = 0; d < indices.size(); ++d) {
      const int64_t whole = d < buffer->shape.size() ? constantInt(buffer->shape[d]).value_or(1) : 1;
      elements *= std::min(whole, boxExtent(substitute(indices[d], bindings), whole));
    }
    int64_t& bytes = m_bytes[buffer->id];
    bytes = std::max(bytes, elements * static_cast<int64_t>(sizeBytes(buffer->element)));
  }

  int64_t boxExtent(const Expr& index, int64_t whole) const {
    const auto form = affineForm(simplify(index));
    if (!form) return whole;
    int64_t extent = 1;
    for (const auto& [var, coefficient] : form->terms)
      if (const auto it = m_extents.find(var->id); it != m_extents.end())
        extent += std::abs(coefficient) * (it->second - 1);
    return extent;
  }

  std::map<VarId, int64_t> m_extents;  // of the loops below the chosen one
  std::map<BufferId, int64_t> m_bytes;
  double m_times = 1, m_accessed = 0;  // of the statement at hand in one run of the chosen loop
};

Stmt findLoop(const Stmt& root, LoopId id) {
  Stmt found;
  walk(root, [&](const Stmt& s) {
    if (const auto* loop = as<For>(s); loop && loop->id == id) found = s;
    return !found;
  });
  return found;
}

}  // namespace

int64_t workingSetBytes(const Program& program, LoopId loop) {
  Footprint footprint;
  footprint.visit(findLoop(program.body, loop), {});
  return footprint.totalBytes();
}

double accessedBytes(const Program& program, LoopId loop) {
  Footprint footprint;
  footprint.visit(findLoop(program.body, loop), {});
  return footprint.accessed();
}

}  // namespace heddle::session
