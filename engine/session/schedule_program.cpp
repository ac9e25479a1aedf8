// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_program.h"

#include <cstdio>

#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/session/footprint.h"
#include "engine/session/kernel_view.h"

namespace heddle::session {
namespace {

using namespace loops;

std::string valueText(const Annotation& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  char number[32];
  std::snprintf(number, sizeof number, "%g", std::get<double>(value));
  return number;
}

// Loops and blocks by id, with what loopTree() does not say.
struct Facts {
  Annotations annotations;
  int64_t tripCount = 0;
};
class Collector {
 public:
  void visit(const Stmt& s, int64_t trips) {
    if (!s) return;
    if (const auto* loop = as<For>(s)) {
      const int64_t extent = constantInt(loop->extent).value_or(0);
      if (__builtin_mul_overflow(trips, extent, &trips)) trips = INT64_MAX;
      loops[loop->id] = {loop->annotations, trips};
      return visit(loop->body, trips);
    }
    if (const auto* block = as<Block>(s)) {
      blocks[block->f.id] = {block->f.annotations, trips};
      return visit(block->f.body, trips);
    }
    if (const auto* seq = as<Seq>(s))
      for (const Stmt& part : seq->stmts) visit(part, trips);
    if (const auto* branch = as<If>(s)) {
      visit(branch->thenBody, trips);
      visit(branch->elseBody, trips);
    }
  }
  std::map<LoopId, Facts> loops;
  std::map<BlockId, Facts> blocks;
};

template <class Id>
std::map<Id, std::string> byId(const std::map<std::string, Id>& names) {
  std::map<Id, std::string> out;
  for (const auto& [name, id] : names) {
    std::string& known = out[id];
    // Of several names the one that says where the loop stands.
    if (known.empty() ||
        (known.find('.') == std::string::npos && name.find('.') != std::string::npos))
      known = name;
  }
  return out;
}

ScheduleBufferView bufferView(const Buffer& buffer, const char* role) {
  ScheduleBufferView view;
  view.id = buffer->id;
  view.name = buffer->name;
  view.role = role;
  switch (buffer->scope) {
    case Scope::global:
      view.scope = "global";
      break;
    case Scope::shared:
      view.scope = "shared";
      break;
    case Scope::local:
      view.scope = "local";
      break;
    case Scope::registers:
      view.scope = "registers";
      break;
  }
  view.bytes = static_cast<int64_t>(sizeBytes(buffer->element));
  std::string shape;
  for (const Expr& extent : buffer->shape) {
    shape += (shape.empty() ? "" : ",") + toText(extent);
    view.bytes *= constantInt(extent).value_or(1);
  }
  view.type = std::string(name(buffer->element)) + "[" + shape + "]";
  return view;
}

const char* roleName(ParamRole role) {
  return role == ParamRole::input ? "input" : role == ParamRole::constant ? "constant" : "output";
}

}  // namespace

ScheduleProgramView programView(const schedule::State& state, const Target& target) {
  ScheduleProgramView view;
  view.text = scheduleText(state.program);
  view.l1Bytes = target.l1Bytes;
  view.l2Bytes = target.l2Bytes;
  view.l3Bytes = target.l3Bytes;
  Collector facts;
  facts.visit(state.program.body, 1);
  const auto loopNames = byId(state.loops);
  const auto blockNames = byId(state.blocks);
  for (LoopTreeItem& item : loopTree(state.program, target)) {
    ScheduleTreeItem row;
    const bool isLoop = item.kind == LoopTreeItem::Kind::loop;
    const auto loop = loopNames.find(item.loop);
    const auto block = blockNames.find(item.block);
    if (isLoop && loop != loopNames.end()) row.name = loop->second;
    if (!isLoop && block != blockNames.end()) row.name = block->second;
    const Facts& fact = isLoop ? facts.loops[item.loop] : facts.blocks[item.block];
    row.tripCount = fact.tripCount;
    for (const auto& [key, value] : fact.annotations)
      row.annotations.emplace_back(key, valueText(value));
    if (isLoop && item.workingSetBytes > 0)
      row.reuse =
          accessedBytes(state.program, item.loop) / static_cast<double>(item.workingSetBytes);
    row.item = std::move(item);
    view.tree.push_back(std::move(row));
  }
  for (const Param& param : state.program.params)
    view.buffers.push_back(bufferView(param.buffer, roleName(param.role)));
  for (const Buffer& buffer : state.program.allocs)
    view.buffers.push_back(bufferView(buffer, "temporary"));
  return view;
}

}  // namespace heddle::session
