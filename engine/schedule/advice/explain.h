// Why a step is refused: the requirement, what breaks it, and the nearest steps that are legal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

// What stands before the refused step. With program and trace, alternatives may also take back
// steps: put the refused one before a step that forbids it.
struct Situation {
  const State& state;
  const loops::Program* program = nullptr;  // unscheduled
  const Trace* trace = nullptr;             // led from the program to the state
};

// The first `keep` steps of the trace stay (all of them unless program and trace were given), then
// these steps follow. They were applied and are legal.
struct Alternative {
  size_t keep = 0;
  std::vector<Step> steps;
};

struct Explanation {
  Diagnostic refusal;
  std::string requirement;  // as the primitive's file puts it: "2. serial: it is an ordinary loop."
  // What breaks the requirement in this program: two iterations and the element they meet at, else
  // the lines of the program or the words of the step that break it. Never empty.
  Phrase counterExample;
  bool hasIterations = false;  // the counter-example is two iterations, both of which happen
  std::optional<Alternative> alternative;  // the nearest: least changed first
  int tried = 0;                           // steps that were applied to find it
  // Where there is no alternative: what was tried, all of it refused.
  Phrase noneNear;
};

// `refusal` is what applyStep(situation.state, step) said. Near are: the step with one argument
// changed, the step after one preparing step, and, with a trace, the step before the latest ones.
// At most `maxTries` steps are applied; 0 asks for the counter-example only.
Explanation explain(const Situation& situation, const Step& step, const Diagnostic& refusal,
                    int maxTries = 400);

}  // namespace heddle::schedule
