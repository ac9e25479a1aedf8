// What can be done with the thing that the user points at, and why the rest cannot.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/advice/choices.h"

namespace heddle::schedule {

struct Candidate {
  const PrimitiveSpec* primitive = nullptr;
  Step step;                          // all required arguments are set
  std::optional<Diagnostic> refusal;  // why the step does not apply; absent when it does
};

// Each primitive that takes something of the target's kind, in the order of primitives.def. Where
// several choices of the other arguments are thinkable, a few are tried, and the first that applies
// is shown, else the likeliest. Nothing for a name that the state does not know.
std::vector<Candidate> applicable(const State& state, const Target& target);

// The step for one primitive, as above; nothing when it takes nothing of the target's kind.
std::optional<Candidate> candidateFor(const State& state, const Target& target,
                                      const PrimitiveSpec& primitive);

}  // namespace heddle::schedule
