// The search for the nearest legal steps; explain() is the way in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/advice/explain.h"

namespace heddle::schedule {

class AlternativeSearch {
 public:
  AlternativeSearch(const Situation& situation, const Step& step, const Diagnostic& refusal,
                    int maxTries);
  std::optional<Alternative> run();
  int tried() const { return m_tried; }
  // What was tried, in words.
  Phrase report() const;

 private:
  enum class Change : uint8_t { values, names };
  std::optional<Alternative> withOther(Change change);
  std::optional<Alternative> withOtherArgument(const ArgumentSpec& argument);
  std::optional<Alternative> withoutResults();
  std::optional<Alternative> afterPreparation();
  std::optional<Alternative> withKindred();
  std::optional<Alternative> withRightName();
  enum class Rest : uint8_t { follows, isDropped };
  std::optional<Alternative> earlier(Rest rest);
  std::optional<Alternative> earlierBy(const State& state, size_t keep, Rest rest);
  bool replayStates();
  std::vector<Step> preparations() const;
  bool works(const State& state, const Step& step);
  size_t kept() const { return m_situation.trace ? m_situation.trace->steps.size() : 0; }

  const Situation& m_situation;
  const Step& m_step;
  const Diagnostic& m_refusal;
  std::string m_requirement;
  int m_maxTries, m_tried = 0;
  int m_variants = 0, m_prepared = 0, m_kindred = 0, m_earlier = 0;
  std::vector<State> m_states;  // before each step of the trace
};

}  // namespace heddle::schedule
