// What a primitive is: a name, arguments by kind, and a function from state to state.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "engine/schedule/step.h"
#include "engine/schedule/tree.h"

namespace heddle::schedule {

// `anchor` is a loop or a block. `value` is an integer, a number or a string.
enum class ArgumentKind : uint8_t {
  loop,
  block,
  buffer,
  integer,
  integers,
  loops,
  text,
  texts,
  value,
};

std::string_view name(ArgumentKind kind);

struct ArgumentSpec {
  std::string_view name;
  ArgumentKind kind;
  bool isOptional = false;
};

// One row of primitives.def; forms, tooltips, documentation and the trace reader all read it.
struct PrimitiveSpec {
  std::string_view name;
  std::string_view tooltip;
  std::vector<ArgumentSpec> arguments;
  Result<State> (*apply)(const State& state, const Step& step);
};

std::span<const PrimitiveSpec> primitives();
const PrimitiveSpec* findPrimitive(std::string_view name);

// "schedule.<primitive>.<requirement>"
struct Refusal {
  std::string requirement;
  std::string message;
  std::vector<Subject> subjects = {};
  std::string hint = {};
};
Diagnostic refuse(const Step& step, Refusal refusal);

Subject subjectOf(const loops::For& loop);
Subject subjectOf(const loops::Block& block);
Subject subjectOf(const loops::Buffer& buffer);

// Arguments after applyStep() has checked their presence and kinds.
template <class T>
const T& argument(const Step& step, const char* name) {
  return std::get<T>(step.arguments.at(name));
}
template <class T>
T argumentOr(const Step& step, const char* name, T fallback) {
  auto it = step.arguments.find(name);
  return it == step.arguments.end() ? fallback : std::get<T>(it->second);
}

// The node that a name stands for, or the refusal "loop", "block" or "buffer" that it is not there.
Result<Path> findLoop(const State& state, const Step& step, const LoopName& name);
Result<Place> findBlock(const State& state, const Step& step, const BlockName& name);
Result<loops::Buffer> findBuffer(const State& state, const Step& step, const BufferName& name);

// A name for the step's result `index`: the one that the step gives, else `fallback`, made unique.
std::string resultName(const State& state, const Step& step, size_t index,
                       const std::string& fallback);
// The name without its block: "oc" of "conv.oc".
std::string shortName(const State& state, const loops::For& loop);
// A name that no block (buffer) has yet.
std::string unusedBlockName(const State& state, const std::string& base);
std::string unusedBufferName(const State& state, const std::string& base);

// The declarations of the primitives, one file each.
namespace primitives_impl {
#define HEDDLE_PRIMITIVE(name, tooltip, ...) \
  Result<State> name(const State& state, const Step& step);
#include "engine/schedule/primitives.def"
#undef HEDDLE_PRIMITIVE
}  // namespace primitives_impl

}  // namespace heddle::schedule
