// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/tree.h"

#include <algorithm>

#include "engine/loops/visit.h"

namespace heddle::schedule {

using namespace loops;

namespace {

template <class F>
void eachChild(const Stmt& s, F f) {
  if (const auto* n = as<For>(s)) f(n->body);
  if (const auto* n = as<If>(s)) f(n->thenBody), f(n->elseBody);
  if (const auto* n = as<Seq>(s)) {
    for (const Stmt& child : n->stmts) f(child);
  }
}

bool search(const Stmt& s, const std::function<bool(const Stmt&)>& matches, Path& path) {
  if (!s) return false;
  path.push_back(s);
  if (matches(s)) return true;
  bool isFound = false;
  eachChild(s, [&](const Stmt& child) { isFound = isFound || search(child, matches, path); });
  if (!isFound) path.pop_back();
  return isFound;
}

std::optional<Path> find(const Stmt& root, const std::function<bool(const Stmt&)>& matches) {
  Path path;
  if (!search(root, matches, path)) return {};
  return path;
}

void collect(const Stmt& s, Path& path, std::vector<Place>& out) {
  if (!s) return;
  path.push_back(s);
  if (const auto* block = as<Block>(s)) out.push_back({block, path, loopsOn(path)});
  eachChild(s, [&](const Stmt& child) { collect(child, path, out); });
  path.pop_back();
}

Stmt withChild(const Stmt& parent, const Stmt& child, const Stmt& replacement) {
  Stmt out;
  if (const auto* n = as<For>(parent)) {
    if (!replacement) return nullptr;
    For::Fields f = n->fields();
    f.body = replacement;
    out = For::make(std::move(f));
  } else if (const auto* n = as<If>(parent)) {
    Stmt a = n->thenBody == child ? replacement : n->thenBody;
    Stmt b = n->elseBody == child ? replacement : n->elseBody;
    if (!a && !b) return nullptr;
    out = If::make(n->condition, a, b);
  } else if (const auto* n = as<Seq>(parent)) {
    std::vector<Stmt> stmts = n->stmts;
    std::replace(stmts.begin(), stmts.end(), child, replacement);
    out = Seq::make(std::move(stmts));
    if (!as<Seq>(out)) return out;  // the one statement left keeps its own span
  }
  return withSpan(out, parent->span);
}

}  // namespace

std::optional<Path> pathTo(const Stmt& root, LoopId loop) {
  return find(root, [&](const Stmt& s) {
    const auto* n = as<For>(s);
    return n && n->id == loop;
  });
}

std::optional<Path> pathTo(const Stmt& root, BlockId block) {
  return find(root, [&](const Stmt& s) {
    const auto* n = as<Block>(s);
    return n && n->f.id == block;
  });
}

std::optional<Path> pathTo(const Stmt& root, const StmtNode* node) {
  return find(root, [&](const Stmt& s) { return s.get() == node; });
}

Stmt withReplaced(const Path& path, Stmt replacement) {
  for (size_t i = path.size() - 1; i > 0; --i) {
    replacement = withChild(path[i - 1], path[i], replacement);
  }
  return replacement;
}

std::vector<const For*> loopsOn(const Path& path) {
  std::vector<const For*> out;
  for (const Stmt& s : path) {
    if (const auto* loop = as<For>(s)) out.push_back(loop);
  }
  return out;
}

const For* loopInNest(const Path& path, const std::function<bool(const For&)>& property) {
  const For* found = nullptr;
  const auto note = [&](const For& loop) {
    if (property(loop)) found = &loop;
  };
  for (const For* outer : loopsOn(path)) note(*outer);
  walk(path.back(), [&](const Stmt& s) {
    if (const auto* inner = as<For>(s)) note(*inner);
    return true;
  });
  return found;
}

std::vector<Place> blocksIn(const Stmt& root) {
  std::vector<Place> out;
  Path path;
  collect(root, path, out);
  return out;
}

std::optional<Place> placeOf(const Stmt& root, BlockId block) {
  const auto path = pathTo(root, block);
  if (!path) return {};
  return Place{as<Block>(path->back()), *path, loopsOn(*path)};
}

bool isBelow(const Place& place, LoopId loop) {
  return std::any_of(place.loops.begin(), place.loops.end(),
                     [&](const For* l) { return l->id == loop; });
}

bool mentions(const Expr& e, VarId var) {
  bool found = false;
  walk(e, [&](const Expr& x) {
    const auto* v = as<Var>(x);
    found = found || (v && v->id == var);
    return !found;
  });
  return found;
}

bool mentionsAny(const Expr& e, const std::vector<const For*>& loops) {
  return std::any_of(loops.begin(), loops.end(),
                     [&](const For* l) { return mentions(e, l->var->id); });
}

Bounds boundsOf(const Program& program, const std::vector<const For*>& loops) {
  Bounds bounds;
  for (const VarRef& v : program.shapeVars) bounds[v->id] = {1, int64_t{1} << 31};
  for (const For* loop : loops) {
    const auto first = intervalOf(loop->min, bounds), trips = intervalOf(loop->extent, bounds);
    int64_t last = 0;
    if (!first || !trips || __builtin_add_overflow(first->max, trips->max - 1, &last)) continue;
    bounds[loop->var->id] = {first->min, std::max(last, first->min)};
  }
  return bounds;
}

Bounds boundsInside(const Program& program, const Block& block) {
  Bounds bounds = boundsOf(program, {});
  for (const BlockIter& iter : block.f.iters) {
    if (const auto extent = intervalOf(iter.extent, bounds)) {
      bounds[iter.var->id] = {0, std::max<int64_t>(extent->max - 1, 0)};
    }
  }
  return bounds;
}

Substitution bindingsOf(const Block& block) {
  Substitution map;
  for (const BlockIter& iter : block.f.iters) map[iter.var->id] = iter.binding;
  return map;
}

}  // namespace heddle::schedule
