// A trace under construction, applied step by step, so that rules can look at what they made.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/schedule/step.h"

namespace heddle::spaces {

struct LoopFact {
  std::string name;
  std::string iterator;  // variable's name
  int64_t extent = 0;    // 0: not constant
  const loops::For* loop = nullptr;
};

// Every method that makes a step says whether it was legal; a refused step changes nothing.
class TraceBuilder {
 public:
  explicit TraceBuilder(const loops::Program& program) : m_state(schedule::initialState(program)) {}

  const schedule::State& state() const { return m_state; }
  const loops::Program& program() const { return m_state.program; }
  schedule::Trace take() && { return std::move(m_trace); }
  const std::string& lastRefusal() const { return m_lastRefusal; }

  // To go back to when a rule fails half-way.
  struct Mark {
    size_t steps;
    schedule::State state;
  };
  Mark mark() const { return {m_trace.steps.size(), m_state}; }
  void restore(const Mark& mark);

  bool apply(schedule::Step step);
  // Outer and inner loop; the inner one has `inner` iterations.
  struct Halves {
    std::string outer, inner;
  };
  std::optional<Halves> split(const std::string& loop, int64_t inner);
  std::optional<std::string> fuse(const std::vector<std::string>& loops);  // one loop stays itself
  bool reorder(const std::vector<std::string>& loops);
  bool parallel(const std::string& loop);
  bool vectorize(const std::string& loop);
  bool unroll(const std::string& loop);
  bool annotateLoop(const std::string& loop, const std::string& key, int64_t value);
  bool computeInline(const std::string& block);
  bool computeAt(const std::string& block, const std::string& loop);
  bool reverseComputeAt(const std::string& block, const std::string& loop);
  // The block that copies the result out.
  std::optional<std::string> cacheWrite(const std::string& block, const std::string& scope);
  bool setScope(const std::string& buffer, const std::string& scope);
  bool transformLayout(const std::string& buffer, const std::string& map);
  bool transformBlockLayout(const std::string& block, const std::string& map);
  bool rfactor(const std::string& loop);
  bool decomposeReduction(const std::string& block, const std::string& loop);

  std::vector<std::string> blockNames() const;                        // in program order
  const loops::Block* block(const std::string& name) const;           // null when there is none
  std::vector<LoopFact> loopsAround(const std::string& block) const;  // outermost first
  std::optional<LoopFact> loopFact(const std::string& loop) const;
  std::optional<std::string> bufferName(BufferId id) const;

 private:
  std::string freshName(const std::string& base) const;
  std::string loopName(LoopId id) const;

  schedule::State m_state;
  schedule::Trace m_trace;
  std::string m_lastRefusal;
};

}  // namespace heddle::spaces
