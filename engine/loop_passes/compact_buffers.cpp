// For each temporary:
// 1. Collect its accesses, each with the loops around it.
// 2. Take the loops common to all accesses; drop vectorized ones and what is inside them, because
// lanes
//    must keep elements of their own.
// 3. Per dimension, write each index as (part of outer variables) + (interval over inner loops).
// Where all
//    accesses share the outer part, the dimension shrinks to the union of the intervals.
// 4. If some read is not covered by the writes of the same iteration (a scan, or a reduction whose
// first step
//    lies in another iteration), try one loop further out.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "engine/loop_passes/linear.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int64_t stackBytes = 256 << 10;  // largest buffer on a kernel's stack

struct Access {
  std::vector<Expr> indices;
  std::vector<const For*> loops;  // outermost first
  size_t nest;                    // index of the top-level statement
  bool isWrite;                   // and not an update of what was there
  std::set<VarId> firstSteps;     // variables of conditions that say when, not where, it is written

  // Whether one iteration of the loop at `depth` sets the element whatever it held before.
  bool setsAt(size_t depth) const {
    if (!isWrite) return false;
    return std::none_of(loops.begin(), loops.begin() + static_cast<ptrdiff_t>(depth),
                        [&](const For* l) { return firstSteps.count(l->var->id) != 0; });
  }
};
using Accesses = std::map<BufferId, std::vector<Access>>;

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
        accesses[load->buffer->id].push_back({load->indices, m_loops, m_nest, false, {}});
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
          {store->indices, m_loops, m_nest, !updates, firstSteps(*store)});
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
          accesses[r.buffer->id].push_back({{}, m_loops, m_nest, true, {}});
      }
    }
  }
};

size_t commonLoops(const std::vector<Access>& accesses) {
  size_t depth = accesses[0].loops.size();
  for (const Access& a : accesses) {
    depth = std::min(depth, a.loops.size());
    for (size_t i = 0; i < depth; ++i) {
      if (a.loops[i] != accesses[0].loops[i]) depth = i;
    }
  }
  for (size_t i = 0; i < depth; ++i) {
    if (accesses[0].loops[i]->forKind == ForKind::vectorized) depth = i;
  }
  return depth;
}

struct Box {
  std::vector<Expr> begin;  // null: the dimension is kept
  std::vector<int64_t> extent;
};

// One dimension at one depth: the shared outer part and the union of intervals, split by reads and
// writes.
struct Dimension {
  std::optional<LinearForm> outer;
  std::optional<Interval> reads, writes;
};

void include(std::optional<Interval>& into, const Interval& i) {
  into = into ? Interval{std::min(into->min, i.min), std::max(into->max, i.max)} : i;
}

std::optional<Dimension> dimensionAt(const std::vector<Access>& accesses, size_t d, size_t depth) {
  Dimension out;
  for (const Access& a : accesses) {
    Bounds bounds;
    std::set<VarId> inner;
    for (size_t i = 0; i < a.loops.size(); ++i) {
      const auto range = constantRange(*a.loops[i]);
      if (i >= depth) inner.insert(a.loops[i]->var->id);
      if (range) bounds[a.loops[i]->var->id] = *range;
    }
    const auto split = splitForm(
        linearForm(a.indices[d]), [&](VarId id) { return inner.count(id) != 0; }, bounds);
    if (!split) return {};
    if (out.outer) {
      LinearForm difference = split->outer;
      difference.add(*out.outer, -1);
      if (!difference.terms.empty()) return {};
    }
    out.outer = split->outer;
    include(a.setsAt(depth) ? out.writes : out.reads, split->inner);
  }
  return out;
}

bool isCovered(const Dimension& d) {
  if (!d.writes) return false;
  return !d.reads || (d.reads->min >= d.writes->min && d.reads->max <= d.writes->max);
}

// The box of one iteration at `depth`; nothing when an iteration reads what another one wrote.
std::optional<Box> boxAt(const Buffer& buffer, const std::vector<Access>& accesses, size_t depth) {
  Box box;
  if (depth > 0 && !accesses[0].setsAt(depth)) return {};  // what it reads comes from elsewhere
  for (size_t d = 0; d < buffer->shape.size(); ++d) {
    const auto whole = constantInt(buffer->shape[d]);
    if (!whole) return {};
    const auto dim = dimensionAt(accesses, d, depth);
    if (!dim) {
      // Kept whole: then other iterations may be what is read, unless no loop is left out.
      if (depth > 0) return {};
      box.begin.push_back(nullptr), box.extent.push_back(*whole);
      continue;
    }
    if (!isCovered(*dim) && depth > 0) return {};
    Interval all = dim->writes ? *dim->writes : *dim->reads;
    if (dim->reads) all = {std::min(all.min, dim->reads->min), std::max(all.max, dim->reads->max)};
    LinearForm begin = *dim->outer;
    begin.constant = all.min;
    const int64_t extent = all.max - all.min + 1;
    const bool shrinks = extent < *whole || !dim->outer->terms.empty();
    box.begin.push_back(shrinks ? toExpr(begin) : nullptr);
    box.extent.push_back(shrinks ? extent : *whole);
  }
  return box;
}

std::optional<Box> chooseBox(const Buffer& buffer, const std::vector<Access>& accesses) {
  for (const Access& a : accesses) {
    if (a.indices.size() != buffer->shape.size()) return {};
  }
  for (size_t depth = commonLoops(accesses);; --depth) {
    if (auto box = boxAt(buffer, accesses, depth)) return box;
    if (depth == 0) return {};
  }
}

int64_t bytesOf(const std::vector<int64_t>& extents, ElementType element) {
  int64_t bytes = static_cast<int64_t>(sizeBytes(element));
  for (int64_t e : extents) {
    if (e > stackBytes || bytes > stackBytes) return stackBytes + 1;
    bytes *= e;
  }
  return bytes;
}

struct Replacement {
  Buffer buffer;
  std::vector<Expr> begin;
};

std::vector<Expr> shifted(const std::vector<Expr>& indices, const std::vector<Expr>& begin) {
  std::vector<Expr> out;
  for (size_t d = 0; d < indices.size(); ++d) {
    if (!begin[d]) {
      out.push_back(indices[d]);
      continue;
    }
    LinearForm form = linearForm(indices[d]);
    form.add(linearForm(begin[d]), -1);
    out.push_back(toExpr(form));
  }
  return out;
}

std::optional<Replacement> replacementFor(const Buffer& buffer,
                                          const std::vector<Access>& accesses) {
  const bool oneNest = std::all_of(accesses.begin(), accesses.end(),
                                   [&](const Access& a) { return a.nest == accesses[0].nest; });
  auto node = *buffer;
  const auto asGlobal = [&]() -> std::optional<Replacement> {
    if (node.scope == Scope::global) return {};
    node.scope = Scope::global;
    return Replacement{makeBuffer(node), std::vector<Expr>(node.shape.size())};
  };
  if (!oneNest) return node.scope == Scope::registers ? std::nullopt : asGlobal();
  const auto box = chooseBox(buffer, accesses);
  const bool insideLoop = commonLoops(accesses) > 0;
  if (!box) return node.scope == Scope::local ? asGlobal() : std::nullopt;
  const bool fits = bytesOf(box->extent, node.element) <= stackBytes;
  if (node.scope == Scope::global && (!insideLoop || !fits)) return {};
  if (node.scope == Scope::local && !fits) return asGlobal();
  if (node.scope == Scope::global) node.scope = Scope::local;
  node.shape.clear();
  node.strides.clear();
  for (int64_t e : box->extent) node.shape.push_back(constant(e));
  return Replacement{makeBuffer(node), box->begin};
}

}  // namespace

Result<Program> compactBuffers(const Program& program) {
  Collector collector;
  collector.run(program.body);
  std::map<BufferId, Replacement> replacements;
  Program out = program;
  out.allocs.clear();
  for (const Buffer& buffer : program.allocs) {
    const auto found = collector.accesses.find(buffer->id);
    if (found == collector.accesses.end()) continue;
    auto replacement = replacementFor(buffer, found->second);
    out.allocs.push_back(replacement ? replacement->buffer : buffer);
    if (replacement) replacements[buffer->id] = std::move(*replacement);
  }
  out.body = rewrite(
      program.body,
      [&](const Stmt& s) -> Stmt {
        const auto* store = as<Store>(s);
        if (!store) return s;
        const auto r = replacements.find(store->buffer->id);
        if (r == replacements.end()) return s;
        return withSpan(Store::make(r->second.buffer, shifted(store->indices, r->second.begin),
                                    store->value, store->predicate),
                        s->span);
      },
      [&](const Expr& e) -> Expr {
        const auto* load = as<Load>(e);
        if (!load) return e;
        const auto r = replacements.find(load->buffer->id);
        if (r == replacements.end()) return e;
        return Load::make(r->second.buffer, shifted(load->indices, r->second.begin),
                          load->predicate);
      });
  return out;
}

}  // namespace heddle::loop_passes
