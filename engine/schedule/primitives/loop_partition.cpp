// One loop becomes consecutive loops over parts of its range.
//
//   for i in range(8):             for i in range(3):
//     block b(v: 8 = i):             block b(v: 8 = i):
//       ...                            ...
//                                  for i in range(5) from 3:
//                                    block b_1(v: 8 = i):
//                                      ...
//
// The first part keeps the names; in the others they get "_1", "_2", ...
//
// Requirements:
// 1. loop: the loop exists.
// 2. serial: it is an ordinary loop.
// 3. start: it starts at 0 and has a constant extent.
// 4. at: the borders increase and lie inside the range; there are at most 16.
// 5. blocks: everything below stands in blocks, none of them opaque or with buffers of its own.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

template <class Map, class Id>
std::string nameOf(const Map& names, Id id, const std::string& fallback) {
  for (const auto& [name, other] : names) {
    if (other == id) return name;
  }
  return fallback;
}

// A copy with ids, variables and names of its own. Where the loop drives nothing but a reduction,
// the first step is in another part, and with it the start value.
class Copier {
 public:
  Copier(State& state, const For& loop, std::string suffix)
      : m_state(state), m_loop(loop), m_suffix(std::move(suffix)) {}

  Stmt copy(const Stmt& s) {
    return rewrite(s, [&](const Stmt& node) -> Stmt {
      if (const auto* l = as<For>(node)) return withSpan(loop(*l), node->span);
      if (const auto* b = as<Block>(node)) return withSpan(block(*b), node->span);
      return node;
    });
  }
  // Bodies are copied before their loops, so variables are replaced at the end.
  Stmt finish(const Stmt& s) const { return substitute(s, m_vars); }

 private:
  VarRef fresh(const VarRef& v) {
    const VarRef out = Var::make(m_state.program.freshId<VarId>(), v->name);
    m_vars[v->id] = out;
    return out;
  }
  Stmt loop(const For& l) {
    For::Fields f = l.fields();
    f.id = m_state.program.freshId<LoopId>();
    f.var = fresh(l.var);
    std::string name = nameOf(m_state.loops, l.id, l.var->name) + m_suffix;
    while (m_state.loops.count(name)) name += "_";
    m_state.loops[name] = f.id;
    return For::make(std::move(f));
  }
  Stmt block(const Block& b) {
    Block::Fields f = b.f;
    const auto driven = drivenBy(b, m_loop);
    const bool isReduction =
        !driven.empty() && std::all_of(driven.begin(), driven.end(), [](const BlockIter* i) {
          return i->kind == IterKind::reduce;
        });
    if (isReduction) f.init = nullptr;
    f.id = m_state.program.freshId<BlockId>();
    f.name = unusedBlockName(m_state, nameOf(m_state.blocks, b.f.id, b.f.name) + m_suffix);
    m_state.blocks[f.name] = f.id;
    for (BlockIter& iter : f.iters) iter.var = fresh(iter.var);
    if (b.f.init && !f.init) {
      f.reads.insert(f.reads.end(), f.writes.begin(), f.writes.end());
    }
    return Block::make(std::move(f));
  }

  State& m_state;
  const For& m_loop;
  std::string m_suffix;
  Substitution m_vars;
};

Status checkBody(const Step& step, const For& loop) {
  bool isBad = false;
  walk(loop.body, [&](const Stmt& s) {
    const auto* block = as<Block>(s);
    isBad |= s->kind == StmtKind::Store || s->kind == StmtKind::Evaluate;
    isBad |= block && (!block->f.allocs.empty() || hasOpaqueIterators(*block));
    bool hasLoops = false;
    if (block) {
      walk(block->f.body,
           [&](const Stmt& inner) { return hasLoops |= inner->kind == StmtKind::For, true; });
    }
    isBad |= hasLoops;
    return !block;
  });
  if (!isBad) return {};
  return refuse(
      step, {"blocks", "statements below {0} stand outside of plain blocks", {subjectOf(loop)}});
}

}  // namespace

Result<State> loop_partition(const State& state, const Step& step) {
  HEDDLE_TRY(const Path path, findLoop(state, step, argument<LoopName>(step, "loop")));
  const For& loop = *as<For>(path.back());
  const auto& at = argument<std::vector<int64_t>>(step, "at");
  if (loop.forKind != ForKind::serial) {
    return refuse(step, {"serial", "loop {0} is already scheduled", {subjectOf(loop)}});
  }
  const auto extent = constantInt(loop.extent);
  if (constantInt(loop.min) != 0 || !extent) {
    return refuse(
        step,
        {"start", "loop {0} does not start at 0 or has no constant extent", {subjectOf(loop)}});
  }
  bool isGood = !at.empty() && at.size() <= 16;
  for (size_t i = 0; i < at.size(); ++i) isGood &= at[i] > (i ? at[i - 1] : 0) && at[i] < *extent;
  if (!isGood) {
    return refuse(step,
                  {"at",
                   "the borders do not increase inside [0, {1}) of {0}",
                   {subjectOf(loop), {"value", 0, std::to_string(*extent)}}});
  }
  HEDDLE_CHECK(checkBody(step, loop));
  State next = state;
  std::vector<Stmt> parts;
  for (size_t i = 0; i <= at.size(); ++i) {
    const int64_t begin = i == 0 ? 0 : at[i - 1], end = i == at.size() ? *extent : at[i];
    For::Fields f = loop.fields();
    f.min = constant(begin), f.extent = constant(end - begin);
    const Stmt part = withSpan(For::make(std::move(f)), loop.span);
    if (i == 0) {
      parts.push_back(part);
      continue;
    }
    Copier copier(next, loop, "_" + std::to_string(i));
    parts.push_back(copier.finish(copier.copy(part)));
  }
  next.program.body = withReplaced(path, Seq::make(std::move(parts)));
  return next;
}

}  // namespace heddle::schedule::primitives_impl
