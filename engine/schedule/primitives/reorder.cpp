// The loops of a nest stand in the given order, outermost first.
//
//   for i in range(4):             for j in range(8):
//     for j in range(8):             for i in range(4):
//       block b(v: 4 = i, w: 8 = j):   block b(v: 4 = i, w: 8 = j):
//         ...                            ...
//
// Requirements:
// 1. loop: the loops exist, at least two, none twice.
// 2. chain: they stand in one nest, without other statements between the outermost and the
// innermost.
// 3. extent: no loop's bounds depend on a loop that comes to stand inside it.
// 4. opaque: no block below has iterators whose order matters.
// 5. dependence: what one block below the innermost loop reads from another is written in the same
// iteration.
// 6. start: where loops move reduce and spatial iterators of a block together, as after fuse, and
// the block sets its start value, those loops keep their order.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

Status checkBlocks(const State& state, const Step& step, const For& innermost) {
  std::vector<Place> below;
  for (const Place& p : blocksIn(state.program.body)) {
    if (isBelow(p, innermost.id)) below.push_back(p);
  }
  for (const Place& reader : below) {
    if (hasOpaqueIterators(*reader.block)) {
      return refuse(step, {"opaque",
                           "the order of the iterations of block {0} matters",
                           {subjectOf(*reader.block)}});
    }
    const auto depth = [&](const Place& p) {
      return static_cast<size_t>(std::find_if(p.loops.begin(), p.loops.end(),
                                              [&](const For* l) { return l->id == innermost.id; }) -
                                 p.loops.begin()) +
             1;
    };
    const Bounds bounds =
        boundsOf(state.program,
                 {reader.loops.begin(), reader.loops.begin() + static_cast<long>(depth(reader))});
    for (const Place& writer : below) {
      if (writer.block == reader.block) continue;
      for (const BufferRegion& w : writer.block->f.writes) {
        const bool isRead = readsBuffer(*reader.block, w.buffer->id);
        const bool isUpdated = writesBuffer(*reader.block, w.buffer->id);
        if (!isRead && !isUpdated) continue;
        const auto& regions = isRead ? reader.block->f.reads : reader.block->f.writes;
        const auto needed = touched(state.program, reader, regions, w.buffer->id, depth(reader));
        const auto made =
            touched(state.program, writer, writer.block->f.writes, w.buffer->id, depth(writer));
        if (needed && made && covers(*made, *needed, w.buffer, bounds)) continue;
        return refuse(step, {"dependence",
                             "block {0} uses elements of {1} that block {2} may write in another "
                             "iteration of {3}",
                             {subjectOf(*reader.block), subjectOf(w.buffer),
                              subjectOf(*writer.block), subjectOf(innermost)}});
      }
    }
  }
  return {};
}

// Loops that share iterators, directly or through others, with whether those are of both kinds.
struct Mixture {
  std::set<LoopId> loops;
  bool hasReduce = false, hasSpatial = false;
};
std::vector<Mixture> mixturesOf(const Place& place) {
  std::vector<Mixture> out;
  for (const BlockIter& iter : place.block->f.iters) {
    Mixture here;
    here.hasReduce = iter.kind == IterKind::reduce, here.hasSpatial = !here.hasReduce;
    for (const For* l : place.loops) {
      if (mentions(iter.binding, l->var->id)) here.loops.insert(l->id);
    }
    std::vector<Mixture> apart;
    for (Mixture& other : out) {
      const bool isShared = std::any_of(other.loops.begin(), other.loops.end(),
                                        [&](LoopId l) { return here.loops.count(l) > 0; });
      if (!isShared) {
        apart.push_back(std::move(other));
        continue;
      }
      here.loops.insert(other.loops.begin(), other.loops.end());
      here.hasReduce |= other.hasReduce, here.hasSpatial |= other.hasSpatial;
    }
    apart.push_back(std::move(here));
    out = std::move(apart);
  }
  return out;
}

// The first step of each reduction must stay the first to run.
Status checkStart(const State& state, const Step& step, const std::vector<const For*>& before,
                  const std::vector<const For*>& after) {
  for (const Place& place : blocksIn(state.program.body)) {
    if (!place.block->f.init || !isBelow(place, before.back()->id)) continue;
    for (const Mixture& mixture : mixturesOf(place)) {
      if (!mixture.hasReduce || !mixture.hasSpatial) continue;
      const auto ordered = [&](const std::vector<const For*>& loops) {
        std::vector<LoopId> out;
        for (const For* l : loops) {
          if (mixture.loops.count(l->id)) out.push_back(l->id);
        }
        return out;
      };
      if (ordered(before) == ordered(after)) continue;
      return refuse(step, {"start",
                           "loops that move a reduction of block {0} and its elements together "
                           "would let later steps run before the one that sets the start value",
                           {subjectOf(*place.block)},
                           "reorder before fuse, or decompose_reduction first"});
    }
  }
  return {};
}

}  // namespace

Result<State> reorder(const State& state, const Step& step) {
  const auto& names = argument<std::vector<LoopName>>(step, "loops");
  std::vector<const For*> wanted;
  std::set<LoopId> ids;
  Path deepest, shallowest;
  for (const LoopName& name : names) {
    HEDDLE_TRY(Path path, findLoop(state, step, name));
    wanted.push_back(as<For>(path.back()));
    if (!ids.insert(wanted.back()->id).second) {
      return refuse(step, {"loop", "loop {0} is listed twice", {subjectOf(*wanted.back())}});
    }
    if (path.size() > deepest.size()) deepest = path;
    if (shallowest.empty() || path.size() < shallowest.size()) shallowest = path;
  }
  if (wanted.size() < 2) return refuse(step, {"loop", "reordering needs at least two loops"});
  // The chain from the outermost to the innermost listed loop.
  const Path chain(deepest.begin() + static_cast<long>(shallowest.size()) - 1, deepest.end());
  size_t found = 0;
  for (const Stmt& s : chain) {
    const auto* loop = as<For>(s);
    if (!loop) {
      return refuse(
          step, {"chain",
                 "other statements stand between {0} and {1}",
                 {subjectOf(*as<For>(shallowest.back())), subjectOf(*as<For>(deepest.back()))}});
    }
    found += ids.count(loop->id);
  }
  if (found != wanted.size()) {
    return refuse(step,
                  {"chain",
                   "the loops do not stand in one nest",
                   {subjectOf(*as<For>(shallowest.back())), subjectOf(*as<For>(deepest.back()))}});
  }
  HEDDLE_CHECK(checkBlocks(state, step, *as<For>(deepest.back())));
  std::vector<const For*> order, stand;
  size_t position = 0;
  for (const Stmt& s : chain) {
    const auto* loop = as<For>(s);
    stand.push_back(loop);
    order.push_back(ids.count(loop->id) ? wanted[position++] : loop);
  }
  HEDDLE_CHECK(checkStart(state, step, stand, order));
  Stmt body = as<For>(deepest.back())->body;
  for (size_t i = order.size(); i-- > 0;) {
    const std::vector<const For*> inside(order.begin() + static_cast<long>(i), order.end());
    if (mentionsAny(order[i]->extent, inside) || mentionsAny(order[i]->min, inside)) {
      return refuse(step, {"extent",
                           "the bounds of {0} depend on a loop that would stand inside it",
                           {subjectOf(*order[i])}});
    }
    For::Fields f = order[i]->fields();
    f.body = body;
    body = withSpan(For::make(std::move(f)), order[i]->span);
  }
  State next = state;
  next.program.body = withReplaced(shallowest, body);
  return next;
}

}  // namespace heddle::schedule::primitives_impl
