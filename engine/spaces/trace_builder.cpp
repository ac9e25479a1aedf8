// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/trace_builder.h"

#include "engine/schedule/tree.h"

namespace heddle::spaces {

using namespace loops;
using schedule::BlockName;
using schedule::BufferName;
using schedule::LoopName;
using schedule::Step;

void TraceBuilder::restore(const Mark& mark) {
  m_trace.steps.resize(mark.steps);
  m_state = mark.state;
}

bool TraceBuilder::apply(Step step) {
  auto next = schedule::applyStep(m_state, step);
  if (next.isError()) {
    m_lastRefusal = toText(next.error());
    return false;
  }
  m_state = std::move(next).value();
  m_trace.steps.push_back(std::move(step));
  return true;
}

std::string TraceBuilder::freshName(const std::string& base) const {
  std::string name = base;
  for (int i = 2; m_state.loops.contains(name) || m_state.blocks.contains(name); ++i) {
    name = base + std::to_string(i);
  }
  return name;
}

std::optional<TraceBuilder::Halves> TraceBuilder::split(const std::string& loop, int64_t inner) {
  Halves halves{freshName(loop + "_o"), freshName(loop + "_i")};
  const bool isLegal =
      apply({"split",
             {{"loop", LoopName{loop}}, {"factors", std::vector<int64_t>{-1, inner}}},
             {halves.outer, halves.inner}});
  return isLegal ? std::optional(halves) : std::nullopt;
}

std::optional<std::string> TraceBuilder::fuse(const std::vector<std::string>& loops) {
  if (loops.empty()) return {};
  if (loops.size() == 1) return loops[0];
  std::vector<LoopName> names;
  for (const std::string& loop : loops) names.push_back({loop});
  const std::string name = freshName(loops[0] + "_f");
  return apply({"fuse", {{"loops", names}}, {name}}) ? std::optional(name) : std::nullopt;
}

bool TraceBuilder::reorder(const std::vector<std::string>& loops) {
  if (loops.size() < 2) return true;
  std::vector<LoopName> names;
  for (const std::string& loop : loops) names.push_back({loop});
  return apply({"reorder", {{"loops", names}}, {}});
}

bool TraceBuilder::parallel(const std::string& loop) {
  return apply({"parallel", {{"loop", LoopName{loop}}}, {}});
}
bool TraceBuilder::vectorize(const std::string& loop) {
  return apply({"vectorize", {{"loop", LoopName{loop}}}, {}});
}
bool TraceBuilder::unroll(const std::string& loop) {
  return apply({"unroll", {{"loop", LoopName{loop}}}, {}});
}

bool TraceBuilder::annotateLoop(const std::string& loop, const std::string& key, int64_t value) {
  return apply({"annotate", {{"loop", LoopName{loop}}, {"key", key}, {"value", value}}, {}});
}

bool TraceBuilder::computeInline(const std::string& block) {
  return apply({"compute_inline", {{"block", BlockName{block}}}, {}});
}

bool TraceBuilder::computeAt(const std::string& block, const std::string& loop) {
  return apply({"compute_at", {{"block", BlockName{block}}, {"loop", LoopName{loop}}}, {}});
}

bool TraceBuilder::reverseComputeAt(const std::string& block, const std::string& loop) {
  return apply({"reverse_compute_at", {{"block", BlockName{block}}, {"loop", LoopName{loop}}}, {}});
}

std::optional<std::string> TraceBuilder::cacheWrite(const std::string& block,
                                                    const std::string& scope) {
  const auto before = m_state.blocks;
  if (!apply({"cache_write", {{"block", BlockName{block}}, {"scope", scope}}, {}})) return {};
  for (const auto& [name, id] : m_state.blocks) {
    if (!before.contains(name)) return name;
  }
  return {};
}

bool TraceBuilder::setScope(const std::string& buffer, const std::string& scope) {
  return apply({"set_scope", {{"buffer", BufferName{buffer}}, {"scope", scope}}, {}});
}

bool TraceBuilder::transformLayout(const std::string& buffer, const std::string& map) {
  return apply({"transform_layout", {{"buffer", BufferName{buffer}}, {"map", map}}, {}});
}

bool TraceBuilder::transformBlockLayout(const std::string& block, const std::string& map) {
  return apply({"transform_block_layout", {{"block", BlockName{block}}, {"map", map}}, {}});
}

bool TraceBuilder::rfactor(const std::string& loop) {
  return apply({"rfactor", {{"loop", LoopName{loop}}}, {}});
}

bool TraceBuilder::decomposeReduction(const std::string& block, const std::string& loop) {
  return apply(
      {"decompose_reduction", {{"block", BlockName{block}}, {"loop", LoopName{loop}}}, {}});
}

std::vector<std::string> TraceBuilder::blockNames() const {
  std::vector<std::string> names;
  for (const schedule::Place& place : schedule::blocksIn(program().body)) {
    for (const auto& [name, id] : m_state.blocks) {
      if (id == place.block->f.id) names.push_back(name);
    }
  }
  return names;
}

const Block* TraceBuilder::block(const std::string& name) const {
  const auto it = m_state.blocks.find(name);
  if (it == m_state.blocks.end()) return nullptr;
  const auto place = schedule::placeOf(program().body, it->second);
  return place ? place->block : nullptr;
}

std::string TraceBuilder::loopName(LoopId id) const {
  for (const auto& [name, loop] : m_state.loops) {
    if (loop == id) return name;
  }
  return {};
}

std::vector<LoopFact> TraceBuilder::loopsAround(const std::string& block) const {
  std::vector<LoopFact> facts;
  const auto it = m_state.blocks.find(block);
  if (it == m_state.blocks.end()) return facts;
  const auto place = schedule::placeOf(program().body, it->second);
  if (!place) return facts;
  for (const For* loop : place->loops) {
    facts.push_back(
        {loopName(loop->id), loop->var->name, constantInt(loop->extent).value_or(0), loop});
  }
  return facts;
}

std::optional<LoopFact> TraceBuilder::loopFact(const std::string& name) const {
  const auto it = m_state.loops.find(name);
  if (it == m_state.loops.end()) return {};
  const auto path = schedule::pathTo(program().body, it->second);
  if (!path) return {};
  const For* loop = as<For>(path->back());
  return LoopFact{name, loop->var->name, constantInt(loop->extent).value_or(0), loop};
}

std::optional<std::string> TraceBuilder::bufferName(BufferId id) const {
  for (const auto& [name, buffer] : m_state.buffers) {
    if (buffer == id) return name;
  }
  return {};
}

}  // namespace heddle::spaces
