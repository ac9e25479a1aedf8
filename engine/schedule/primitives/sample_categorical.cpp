// Draws one of the values, which later steps name.
//
//   n = sample_categorical(values=[0, 16, 64], weights=[1, 2, 1], decision=1)
//   annotate(key="unroll_factor", value=n, loop=b.i)
//
// `decision` is the position of what was drawn. Without it the seed decides, always the same way.
//
// Requirements:
// 1. values: there are from 1 to 64.
// 2. weights: one for each value, from 0 to 2^20, not all 0; all equal when none are given.
// 3. decision: a position in the list.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "engine/schedule/analysis/draw.h"

namespace heddle::schedule::primitives_impl {

Result<State> sample_categorical(const State& state, const Step& step) {
  const auto& values = argument<std::vector<int64_t>>(step, "values");
  if (values.empty() || values.size() > 64) {
    return refuse(step, {"values", "a choice needs from 1 to 64 values"});
  }
  const auto weights = argumentOr(step, "weights", std::vector<int64_t>(values.size(), int64_t{1}));
  const bool isInRange = std::all_of(weights.begin(), weights.end(),
                                     [](int64_t w) { return w >= 0 && w <= (1 << 20); });
  const int64_t total = isInRange ? std::accumulate(weights.begin(), weights.end(), int64_t{0}) : 0;
  if (weights.size() != values.size() || total == 0) {
    return refuse(step, {"weights",
                         "a choice of {0} values needs as many weights from 0 to 2^20, not all 0",
                         {{"value", 0, std::to_string(values.size())}}});
  }
  const auto count = static_cast<int64_t>(values.size());
  int64_t decision = argumentOr<int64_t>(step, "decision", -1);
  if (step.arguments.count("decision") && (decision < 0 || decision >= count)) {
    return refuse(
        step, {"decision",
               "the decision is no position in a list of {0}",
               {{"value", 0, std::to_string(count)}}});
  }
  if (!step.arguments.count("decision")) {
    auto rest = static_cast<int64_t>(Draw(state, step).below(static_cast<size_t>(total)));
    for (decision = 0; rest >= weights[static_cast<size_t>(decision)]; ++decision)
      rest -= weights[static_cast<size_t>(decision)];
  }
  State next = state;
  next.values[drawnName(state, step, "choice")] = {values[static_cast<size_t>(decision)]};
  next.lastDecision = {decision};
  return next;
}

}  // namespace heddle::schedule::primitives_impl
