// Two iterations that would break a step, found by running the loops without computing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

// Two instances that touch one element, at least one writing it, and whose order the step would
// change or leave open. Real: both happen. Of long loops only the first iterations and the last are
// looked at, so that nothing found does not mean that there is none.
struct Conflict {
  std::string first, second;  // "k = 0", "i = 0, j = 3": in the order of the program
  std::string element;        // "c[0, 0]"
  Phrase text;                // "k = 0 and k = 1 both write c[0, 0]"
};

// What stands in the way of `step`, which was refused with `refusal`: between iterations of the
// loop for parallel, vectorize and bind, between those that change their order for reorder and
// merge.
std::optional<Conflict> findConflict(const State& state, const Step& step,
                                     const Diagnostic& refusal);

}  // namespace heddle::schedule
