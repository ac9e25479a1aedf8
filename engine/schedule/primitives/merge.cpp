// Loops that stand next to each other become one, whose iterations do the work of all.
//
//   for i in range(8):             for i in range(8):
//     block a(v: 8 = i):             block a(v: 8 = i):
//       t[v] = x[v] * 2.0              t[v] = x[v] * 2.0
//   for j in range(8):               block b(v: 8 = i):
//     block b(v: 8 = j):               y[v] = t[v] + 1.0
//       y[v] = t[v] + 1.0
//
// The first loop stays, under the result's name if the step gives one.
//
// Requirements:
// 1. loop: the loops exist, at least two, none twice.
// 2. serial: all are ordinary loops.
// 3. siblings: they stand next to each other in the order given.
// 4. extent: they run over the same range.
// 5. opaque: no block below calls a function of the runtime.
// 6. dependence: what blocks of different loops share is used in one iteration only.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

struct Access {
  const Place* place;
  const std::vector<BufferRegion>* regions;
};

// Loops' variables are one already. `shared` is used by both; one of them writes it.
bool isIndependent(const State& state, const Place& a, const Place& b, const Buffer& shared,
                   const For& loop, size_t depth) {
  const Bounds bounds =
      boundsOf(state.program, {a.loops.begin(), a.loops.begin() + static_cast<long>(depth)});
  const bool firstWrites = writesBuffer(*a.block, shared->id);
  const Place& writer = firstWrites ? a : b;
  const Place& user = firstWrites ? b : a;
  const auto made = touched(state.program, writer, writer.block->f.writes, shared->id, depth);
  const auto& regions =
      writesBuffer(*user.block, shared->id) ? user.block->f.writes : user.block->f.reads;
  const auto used = touched(state.program, user, regions, shared->id, depth);
  return made && used && isSeparate(*made, loop, bounds) && covers(*made, *used, shared, bounds);
}

Status checkPair(const State& state, const Step& step, const std::vector<Place>& first,
                 const std::vector<Place>& second, const For& loop, size_t depth) {
  for (const Place& a : first) {
    for (const Place& b : second) {
      std::set<BufferId> seen;
      for (const auto* regions : {&a.block->f.writes, &a.block->f.reads}) {
        for (const BufferRegion& r : *regions) {
          const BufferId id = r.buffer->id;
          const bool isUsed = writesBuffer(*b.block, id) || readsBuffer(*b.block, id);
          const bool isWritten = writesBuffer(*a.block, id) || writesBuffer(*b.block, id);
          if (!isUsed || !isWritten || !seen.insert(id).second) continue;
          if (isIndependent(state, a, b, r.buffer, loop, depth)) continue;
          return refuse(step,
                        {"dependence",
                         "blocks {0} and {1} use elements of {2} in different iterations",
                         {subjectOf(*a.block), subjectOf(*b.block), subjectOf(r.buffer)},
                         "compute_at moves block {0} into the other loop"});
        }
      }
    }
  }
  return {};
}

std::vector<Place> blocksBelow(const Stmt& root, const Stmt& part) {
  std::vector<Place> out;
  for (const Place& p : blocksIn(root)) {
    if (std::find(p.path.begin(), p.path.end(), part) != p.path.end()) out.push_back(p);
  }
  return out;
}

}  // namespace

Result<State> merge(const State& state, const Step& step) {
  const auto& names = argument<std::vector<LoopName>>(step, "loops");
  if (names.size() < 2) return refuse(step, {"loop", "merging needs at least two loops"});
  std::vector<Path> paths;
  std::set<LoopId> ids;
  for (const LoopName& name : names) {
    HEDDLE_TRY(Path path, findLoop(state, step, name));
    const For& loop = *as<For>(path.back());
    if (!ids.insert(loop.id).second)
      return refuse(step, {"loop", "loop {0} is listed twice", {subjectOf(loop)}});
    if (loop.forKind != ForKind::serial) {
      return refuse(step,
                    {"serial", "loop {0} is already scheduled", {subjectOf(loop)}, "merge before"});
    }
    paths.push_back(std::move(path));
  }
  const For& head = *as<For>(paths[0].back());
  const Seq* seq = paths[0].size() > 1 ? as<Seq>(paths[0][paths[0].size() - 2]) : nullptr;
  const auto at = seq ? std::find(seq->stmts.begin(), seq->stmts.end(), paths[0].back())
                      : std::vector<Stmt>::const_iterator{};
  for (size_t i = 1; i < paths.size(); ++i) {
    const For& loop = *as<For>(paths[i].back());
    const bool isNext = seq && paths[i].size() == paths[0].size() &&
                        seq->stmts.end() - at > static_cast<long>(i) &&
                        at[static_cast<long>(i)] == paths[i].back();
    if (!isNext) {
      return refuse(step, {"siblings",
                           "loop {1} does not stand right after {0} or the loop before it",
                           {subjectOf(head), subjectOf(loop)},
                           "compute_at and reverse_compute_at move blocks into a loop"});
    }
    if (!structurallyEqual(head.extent, loop.extent) || !structurallyEqual(head.min, loop.min)) {
      return refuse(step, {"extent",
                           "loops {0} and {1} run over different ranges",
                           {subjectOf(head), subjectOf(loop)},
                           "split or partition them to the same range first"});
    }
  }
  // All in the first one's variable, one after the other.
  State next = state;
  std::vector<Stmt> bodies, stmts;
  for (const Path& path : paths) {
    const For& loop = *as<For>(path.back());
    bodies.push_back(substitute(loop.body, {{loop.var->id, head.var}}));
  }
  For::Fields f = head.fields();
  f.body = Seq::make(bodies);
  const Stmt merged = withSpan(For::make(std::move(f)), head.span);
  for (const Stmt& s : seq->stmts) {
    const auto* loop = as<For>(s);
    if (!loop || !ids.count(loop->id)) stmts.push_back(s);
    if (loop == &head) stmts.push_back(merged);
  }
  const Path around(paths[0].begin(), paths[0].end() - 1);
  next.program.body = withReplaced(around, withSpan(Seq::make(std::move(stmts)), seq->span));
  const size_t depth = loopsOn(paths[0]).size();
  std::vector<std::vector<Place>> parts;
  const For& both = *as<For>(merged);
  for (const Stmt& body : bodies) {
    const auto* inner = as<Seq>(body);
    parts.emplace_back();
    for (const Stmt& s : inner ? inner->stmts : std::vector<Stmt>{body}) {
      for (Place& p : blocksBelow(next.program.body, s)) parts.back().push_back(std::move(p));
    }
    for (const Place& p : parts.back()) {
      if (p.block->f.opaqueFunction.empty()) continue;
      return refuse(step,
                    {"opaque", "block {0} calls a function of the runtime", {subjectOf(*p.block)}});
    }
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    for (size_t k = i + 1; k < parts.size(); ++k)
      HEDDLE_CHECK(checkPair(next, step, parts[i], parts[k], both, depth));
  }
  if (!step.results.empty()) {
    std::erase_if(next.loops, [&](const auto& entry) { return entry.second == head.id; });
    next.loops[step.results[0]] = head.id;
  }
  return next;
}

}  // namespace heddle::schedule::primitives_impl
