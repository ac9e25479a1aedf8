// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/advice/applicable.h"

#include <algorithm>

namespace heddle::schedule {

namespace {

constexpr int maxTries = 12;
constexpr size_t maxPerArgument = 6;

bool isKnown(const State& state, const Target& target) {
  switch (target.kind) {
    case TargetKind::loop:
      return state.loops.count(target.name) > 0;
    case TargetKind::block:
      return state.blocks.count(target.name) > 0;
    case TargetKind::buffer:
      return state.buffers.count(target.name) > 0;
  }
  return false;
}

// The argument that takes the target.
const ArgumentSpec* slotFor(const PrimitiveSpec& primitive, TargetKind kind) {
  for (const ArgumentSpec& a : primitive.arguments) {
    const bool fits = (kind == TargetKind::loop &&
                       (a.kind == ArgumentKind::loop || a.kind == ArgumentKind::loops)) ||
                      (kind == TargetKind::block && a.kind == ArgumentKind::block) ||
                      (kind == TargetKind::buffer && a.kind == ArgumentKind::buffer);
    if (fits) return &a;
  }
  return nullptr;
}

Argument valueOf(const ArgumentSpec& slot, const std::string& name) {
  if (slot.kind == ArgumentKind::loops) return std::vector<LoopName>{LoopName{name}};
  if (slot.kind == ArgumentKind::loop) return LoopName{name};
  if (slot.kind == ArgumentKind::block) return BlockName{name};
  return BufferName{name};
}

Argument nothing(ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::loop:
      return LoopName{};
    case ArgumentKind::block:
      return BlockName{};
    case ArgumentKind::buffer:
      return BufferName{};
    case ArgumentKind::integers:
      return std::vector<int64_t>{1};
    case ArgumentKind::loops:
      return std::vector<LoopName>{};
    case ArgumentKind::text:
      return std::string();
    case ArgumentKind::texts:
      return std::vector<std::string>{};
    case ArgumentKind::integer:
    case ArgumentKind::value:
      break;
  }
  return int64_t{1};
}

class Search {
 public:
  Search(const State& state, const PrimitiveSpec& primitive)
      : m_state(state), m_primitive(primitive) {}

  // Sets the arguments from `index` on; true when a step applies.
  bool fill(Step& step, size_t index) {
    while (index < m_primitive.arguments.size()) {
      const ArgumentSpec& a = m_primitive.arguments[index];
      const bool isSet = step.arguments.count(std::string(a.name)) > 0;
      const bool isList = isSet && a.kind == ArgumentKind::loops;
      if ((!a.isOptional && !isSet) || isList) return choose(step, index, a, isList);
      ++index;
    }
    auto next = applyStep(m_state, step);
    ++m_tries;
    if (!m_first) m_first = {&m_primitive, step, std::nullopt};
    if (next.isOk()) {
      m_first = {&m_primitive, step, std::nullopt};
      return true;
    }
    if (m_first->step.arguments == step.arguments) m_first->refusal = next.error();
    return false;
  }
  std::optional<Candidate> result() const { return m_first; }

 private:
  bool choose(Step& step, size_t index, const ArgumentSpec& a, bool isList) {
    const std::string name(a.name);
    const auto before = step.arguments.find(name);
    const std::optional<Argument> old =
        before == step.arguments.end() ? std::nullopt : std::optional(before->second);
    auto choices = choicesFor(m_state, step, a);
    if (isList) {  // only lists that hold the target
      const LoopName loop = std::get<std::vector<LoopName>>(*old).at(0);
      std::erase_if(choices, [&](const Argument& c) {
        const auto& list = std::get<std::vector<LoopName>>(c);
        return std::none_of(list.begin(), list.end(), [&](const LoopName& n) {
          return m_state.loops.at(n.value) == m_state.loops.at(loop.value);
        });
      });
      if (choices.empty()) choices.push_back(*old);
    }
    if (choices.empty()) choices.push_back(nothing(a.kind));  // the refusal tells what is missing
    if (choices.size() > maxPerArgument) choices.resize(maxPerArgument);
    for (Argument& c : choices) {
      step.arguments[name] = std::move(c);
      if (fill(step, index + 1)) return true;
      if (m_tries >= maxTries) break;
    }
    step.arguments.erase(name);
    if (old) step.arguments[name] = *old;
    return false;
  }

  const State& m_state;
  const PrimitiveSpec& m_primitive;
  std::optional<Candidate> m_first;
  int m_tries = 0;
};

}  // namespace

std::optional<Candidate> candidateFor(const State& state, const Target& target,
                                      const PrimitiveSpec& primitive) {
  const ArgumentSpec* slot = slotFor(primitive, target.kind);
  if (!slot || !isKnown(state, target)) return {};
  Step step;
  step.primitive = primitive.name;
  step.arguments[std::string(slot->name)] = valueOf(*slot, target.name);
  Search search(state, primitive);
  search.fill(step, 0);
  return search.result();
}

std::vector<Candidate> applicable(const State& state, const Target& target) {
  std::vector<Candidate> out;
  for (const PrimitiveSpec& primitive : primitives()) {
    if (auto candidate = candidateFor(state, target, primitive))
      out.push_back(*std::move(candidate));
  }
  return out;
}

}  // namespace heddle::schedule
