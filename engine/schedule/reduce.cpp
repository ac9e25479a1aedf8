// 1. Cut the trace into parts; leave out one part after the other while the fault stays.
// 2. When no part can go, cut finer; parts of one step are the end.
// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/reduce.h"

#include <algorithm>

namespace heddle::schedule {

Trace reduced(const Trace& trace, const ShowsFault& showsFault, int maxTries) {
  int tries = 0;
  const auto asks = [&](const Trace& t) { return ++tries <= maxTries && showsFault(t); };
  if (!asks(trace)) return trace;
  Trace best = trace;
  size_t part = std::max<size_t>(best.steps.size() / 2, 1);
  while (!best.steps.empty()) {
    bool isShorter = false;
    // Later steps first: the earlier ones make the names that they use.
    for (size_t end = best.steps.size(); end > 0; end -= std::min(end, part)) {
      Trace shorter = best;
      const size_t begin = end - std::min(end, part);
      shorter.steps.erase(shorter.steps.begin() + static_cast<long>(begin),
                          shorter.steps.begin() + static_cast<long>(end));
      if (!asks(shorter)) continue;
      best = std::move(shorter);
      isShorter = true;
    }
    if (tries > maxTries || (part == 1 && !isShorter)) break;
    if (!isShorter) part = (part + 1) / 2;
  }
  return best;
}

}  // namespace heddle::schedule
