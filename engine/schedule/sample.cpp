// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/sample.h"

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

bool isSampling(const Step& step) {
  return step.primitive.starts_with("sample_");
}

Result<Trace> sampled(const loops::Program& program, const Trace& trace, uint64_t seed,
                      Redraw redraw) {
  Trace out = trace;
  State state = initialState(program);
  for (size_t i = 0; i < out.steps.size(); ++i) {
    Step& step = out.steps[i];
    const bool draws =
        isSampling(step) && (redraw == Redraw::all || !step.arguments.count("decision"));
    if (draws) {
      step.arguments.erase("decision");
      step.arguments["seed"] = static_cast<int64_t>((seed * 0x9E3779B97F4A7C15 + i) >> 1);
    }
    auto next = applyStep(state, step);
    if (next.isError()) {
      Diagnostic error = std::move(next).error();
      error.where = "step " + std::to_string(i + 1) + ", " + step.primitive;
      return error;
    }
    state = std::move(next).value();
    if (!draws) continue;
    step.arguments.erase("seed");
    const bool isList = step.primitive == "sample_perfect_tile";
    step.arguments["decision"] =
        isList ? Argument(state.lastDecision) : Argument(state.lastDecision.at(0));
  }
  return out;
}

}  // namespace heddle::schedule
