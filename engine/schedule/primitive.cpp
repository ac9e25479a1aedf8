// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/primitive.h"

#include <algorithm>

#include "engine/loops/visit.h"

namespace heddle::schedule {

using namespace loops;

namespace {

// Names that are near: a shared prefix or suffix, at most three.
template <class Map>
std::string nearNames(const Map& names, const std::string& wanted) {
  std::string out;
  int count = 0;
  const std::string head = wanted.substr(0, wanted.find('.'));
  for (const auto& [name, id] : names) {
    if (name.find(head) == std::string::npos && head.find(name) == std::string::npos) continue;
    if (++count > 5) break;
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

template <class Map>
Subject near(const Map& names, const std::string& wanted) {
  return {"value", 0, nearNames(names, wanted)};
}
template <class Map>
std::string nearHint(const Map& names, const std::string& wanted) {
  return nearNames(names, wanted).empty() ? "" : "there are {1}";
}

template <class Map>
std::string unused(const Map& names, const std::string& base) {
  std::string name = base;
  for (int i = 1; names.count(name); ++i) name = base + "_" + std::to_string(i);
  return name;
}

}  // namespace

std::string_view name(ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::loop:
      return "loop";
    case ArgumentKind::block:
      return "block";
    case ArgumentKind::buffer:
      return "buffer";
    case ArgumentKind::integer:
      return "integer";
    case ArgumentKind::integers:
      return "integers";
    case ArgumentKind::loops:
      return "loops";
    case ArgumentKind::text:
      return "text";
    case ArgumentKind::texts:
      return "texts";
    case ArgumentKind::value:
      return "value";
  }
  return "";
}

std::span<const PrimitiveSpec> primitives() {
  static const std::vector<PrimitiveSpec> list = {
#define HEDDLE_PRIMITIVE(name, tooltip, ...) \
  {#name, tooltip, {__VA_ARGS__}, &primitives_impl::name},
#include "engine/schedule/primitives.def"
#undef HEDDLE_PRIMITIVE
  };
  return list;
}

const PrimitiveSpec* findPrimitive(std::string_view name) {
  for (const PrimitiveSpec& spec : primitives()) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

Diagnostic refuse(const Step& step, Refusal r) {
  return {"schedule." + step.primitive + "." + r.requirement,
          std::move(r.message),
          std::move(r.subjects),
          {},
          std::move(r.hint)};
}

Subject subjectOf(const For& loop) {
  return {"loop", loop.id.value, loop.var->name};
}
Subject subjectOf(const Block& block) {
  return {"block", block.f.id.value, block.f.name};
}
Subject subjectOf(const Buffer& buffer) {
  return {"buffer", buffer->id.value, buffer->name};
}

Result<Path> findLoop(const State& state, const Step& step, const LoopName& name) {
  const auto it = state.loops.find(name.value);
  auto path = it == state.loops.end() ? std::nullopt : pathTo(state.program.body, it->second);
  if (path) return *std::move(path);
  return refuse(step, {"loop",
                       "no loop is named {0}",
                       {{"loop", 0, name.value}, near(state.loops, name.value)},
                       nearHint(state.loops, name.value)});
}

Result<Place> findBlock(const State& state, const Step& step, const BlockName& name) {
  const auto it = state.blocks.find(name.value);
  auto place = it == state.blocks.end() ? std::nullopt : placeOf(state.program.body, it->second);
  if (place) return *std::move(place);
  return refuse(step, {"block",
                       "no block is named {0}",
                       {{"block", 0, name.value}, near(state.blocks, name.value)},
                       nearHint(state.blocks, name.value)});
}

Result<Buffer> findBuffer(const State& state, const Step& step, const BufferName& name) {
  const auto it = state.buffers.find(name.value);
  if (it != state.buffers.end()) {
    for (const Param& p : state.program.params) {
      if (p.buffer->id == it->second) return p.buffer;
    }
    for (const Buffer& b : state.program.allocs) {
      if (b->id == it->second) return b;
    }
  }
  return refuse(step, {"buffer",
                       "no buffer is named {0}",
                       {{"buffer", 0, name.value}, near(state.buffers, name.value)},
                       nearHint(state.buffers, name.value)});
}

std::string resultName(const State& state, const Step& step, size_t index,
                       const std::string& fallback) {
  return unused(state.loops, index < step.results.size() ? step.results[index] : fallback);
}

std::string shortName(const State& state, const For& loop) {
  for (const auto& [name, id] : state.loops) {
    if (id != loop.id) continue;
    const size_t dot = name.rfind('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
  }
  return loop.var->name;
}

std::string unusedBlockName(const State& state, const std::string& base) {
  return unused(state.blocks, base);
}
std::string unusedBufferName(const State& state, const std::string& base) {
  return unused(state.buffers, base);
}

}  // namespace heddle::schedule
