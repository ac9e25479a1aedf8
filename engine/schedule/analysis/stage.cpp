// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/stage.h"

#include <algorithm>

#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"

namespace heddle::schedule {

using namespace loops;

Buffer makeStage(State& state, const Buffer& buffer, Scope scope, const std::string& suffix) {
  BufferNode node = *buffer;
  node.id = state.program.freshId<BufferId>();
  node.name = unusedBufferName(state, buffer->name + "_" + suffix);
  node.scope = scope;
  node.strides.clear();
  const Buffer stage = makeBuffer(std::move(node));
  state.buffers[stage->name] = stage->id;
  state.program.allocs.push_back(stage);
  return stage;
}

Stmt copyOf(State& state, const Box& box, const Buffer& from, const Buffer& to,
            const Bounds& bounds) {
  const bool isRead = from->id.value < to->id.value;  // the stage is the younger one
  const std::string name = unusedBlockName(state, (isRead ? to : from)->name + "_copy");
  std::vector<NewLoop> list;
  for (size_t d = 0; d < box.ranges.size(); ++d)
    list.push_back({"a" + std::to_string(d), box.ranges[d].begin, box.ranges[d].extent});
  const Nest nest = makeNest(state, name, list);
  Bounds inside = bounds;
  for (const For::Fields& f : nest.loops) {
    if (const auto trips = intervalOf(f.extent, bounds))
      inside[f.var->id] = {0, std::max<int64_t>(0, trips->max - 1)};
  }
  Block::Fields f{state.program.freshId<BlockId>(), name};
  std::vector<Expr> indices;
  for (size_t d = 0; d < list.size(); ++d) {
    const VarRef var = Var::make(state.program.freshId<VarId>(), list[d].name);
    const Expr binding = simplify(nest.bindings[d], inside);
    f.iters.push_back({var, from->shape[d], IterKind::spatial, binding});
    f.predicate = logicalAnd(f.predicate, guardOf(binding, from->shape[d], inside));
    indices.push_back(var);
  }
  f.body = Store::make(to, indices, Load::make(from, indices));
  recomputeRegions(state.program, f);
  state.blocks[name] = f.id;
  return wrap(nest, Block::make(std::move(f)), 0);
}

void useStage(State& state, const Buffer& buffer, const Buffer& stage,
              const std::vector<BlockId>& blocks) {
  for (BlockId id : blocks) {
    const auto at = pathTo(state.program.body, id);
    state.program.body = withReplaced(*at, replaceBuffers(at->back(), {{buffer->id, stage}}));
  }
}

void addToBody(State& state, const For& loop, const Stmt& addition, bool isFirst) {
  const Path target = *pathTo(state.program.body, loop.id);
  For::Fields f = as<For>(target.back())->fields();
  f.body = isFirst ? Seq::make({addition, f.body}) : Seq::make({f.body, addition});
  state.program.body = withReplaced(target, withSpan(For::make(std::move(f)), loop.span));
}

}  // namespace heddle::schedule
