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

#include "engine/loop_passes/buffer_accesses.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"
#include "engine/tensor/tensor_type.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int64_t stackBytes = 256 << 10;   // largest buffer on a kernel's stack
constexpr int64_t copiesBytes = 64 << 20;  // what copies per iteration may take, or twice the buffer

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
  size_t depth = 0;         // the loops that every access shares and that keep their own copy
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
  box.depth = depth;
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
  Expr copy = nullptr;  // leading index: which iteration's copy; null when there is one
};

std::vector<Expr> shifted(const std::vector<Expr>& indices, const Replacement& to) {
  const std::vector<Expr>& begin = to.begin;
  std::vector<Expr> out;
  if (to.copy) out.push_back(to.copy);
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

int64_t elementsOf(const std::vector<int64_t>& extents) {
  return heddle::elementCount(extents).value_or(INT64_MAX);
}

// Iterations of a parallel loop that would share memory each get a copy of what they touch.
std::optional<Replacement> copyPerIteration(const Buffer& buffer,
                                            const std::vector<Access>& accesses, const Box& box) {
  const For& loop = *accesses[0].loops[0];
  const auto range = constantRange(loop);
  if (box.depth == 0 || loop.forKind != ForKind::parallel || !range) return {};
  if (!mayIterationsMeet(loop, buffer, accesses)) return {};
  std::vector<int64_t> extents = {range->max - range->min + 1}, whole;
  extents.insert(extents.end(), box.extent.begin(), box.extent.end());
  for (const Expr& e : buffer->shape) whole.push_back(constantInt(e).value_or(0));
  const int64_t width = static_cast<int64_t>(sizeBytes(buffer->element));
  const int64_t elements = elementsOf(extents);
  if (elements > copiesBytes / width && elements / 2 > elementsOf(whole)) return {};
  auto node = *buffer;
  node.scope = Scope::global;
  node.shape.clear();
  node.strides.clear();
  for (const int64_t e : extents) node.shape.push_back(constant(e));
  return Replacement{makeBuffer(node), box.begin, loop.var - constant(range->min)};
}

// Whether iterations of a parallel loop may hand each other elements of a buffer that every thread
// has for itself.
bool carriesOver(const Buffer& buffer, const std::vector<Access>& accesses) {
  if (commonLoops(accesses) == 0) return false;
  const For& loop = *accesses[0].loops[0];
  if (loop.forKind != ForKind::parallel || !constantInt(loop.extent)) return false;
  const auto box = chooseBox(buffer, accesses);
  return (!box || box->depth == 0) && mayIterationsMeet(loop, buffer, accesses);
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
  if (insideLoop && !fits && node.scope != Scope::registers)
    if (auto copies = copyPerIteration(buffer, accesses, *box)) return copies;
  if (node.scope == Scope::global && (!insideLoop || !fits)) return {};
  if (node.scope == Scope::local && !fits) return asGlobal();
  if (node.scope == Scope::global) node.scope = Scope::local;
  node.shape.clear();
  node.strides.clear();
  for (int64_t e : box->extent) node.shape.push_back(constant(e));
  return Replacement{makeBuffer(node), box->begin};
}

}  // namespace

PrivateLoops privateLoops(const Program& program) {
  const Accesses all = collectAccesses(program.body);
  PrivateLoops loops;
  for (const Buffer& buffer : program.allocs) {
    const auto found = all.find(buffer->id);
    if (found == all.end() || buffer->scope != Scope::registers) continue;
    const auto& accesses = found->second;
    const auto fitsShape = [&](const Access& a) {
      return a.indices.size() == buffer->shape.size();
    };
    if (!std::all_of(accesses.begin(), accesses.end(), fitsShape)) continue;
    for (size_t depth = commonLoops(accesses); depth > 0; --depth) {
      if (!boxAt(buffer, accesses, depth)) continue;
      loops[buffer->id] = accesses[0].loops[depth - 1]->id;
      break;
    }
  }
  return loops;
}

Result<Program> compactBuffers(const Program& program) {
  const Accesses all = collectAccesses(program.body);
  std::map<BufferId, Replacement> replacements;
  Program out = program;
  out.allocs.clear();
  for (const Buffer& buffer : program.allocs) {
    const auto found = all.find(buffer->id);
    if (found == all.end()) continue;
    auto replacement = replacementFor(buffer, found->second);
    const Buffer& kept = replacement ? replacement->buffer : buffer;
    if (kept->scope != Scope::global && carriesOver(buffer, found->second))
      return sharedBuffer(*found->second[0].loops[0], buffer);
    out.allocs.push_back(kept);
    if (replacement) replacements[buffer->id] = std::move(*replacement);
  }
  out.body = rewrite(
      program.body,
      [&](const Stmt& s) -> Stmt {
        const auto* store = as<Store>(s);
        if (!store) return s;
        const auto r = replacements.find(store->buffer->id);
        if (r == replacements.end()) return s;
        return withSpan(Store::make(r->second.buffer, shifted(store->indices, r->second),
                                    store->value, store->predicate),
                        s->span);
      },
      [&](const Expr& e) -> Expr {
        const auto* load = as<Load>(e);
        if (!load) return e;
        const auto r = replacements.find(load->buffer->id);
        if (r == replacements.end()) return e;
        return Load::make(r->second.buffer, shifted(load->indices, r->second),
                          load->predicate);
      });
  return out;
}

}  // namespace heddle::loop_passes
