// Draws where a block is computed: where it stands, or below a loop of the blocks that read it.
//
//   sample_compute_location(block=pad, decision=1)
//
// The places are all loops at which compute_at is legal, in the order of the program; the decision
// is the position of one, or -1 for where the block stands. Without it the seed decides, always the
// same way.
//
// Requirements:
// 1. block: the block exists.
// 2. decision: -1, or a position in the list of places.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/draw.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

// The states that the legal places lead to.
std::vector<State> placesFor(const State& state, const Place& place, const BlockName& block) {
  std::vector<State> out;
  std::vector<std::string> names;
  walk(state.program.body, [&](const Stmt& s) {
    const auto* loop = as<For>(s);
    for (const auto& [name, id] : state.loops) {
      if (!loop || id != loop->id || isBelow(place, id)) continue;
      names.push_back(name);
      break;
    }
    return s->kind != StmtKind::Block;
  });
  for (const std::string& name : names) {
    const Step move{"compute_at", {{"block", block}, {"loop", LoopName{name}}}, {}};
    auto next = applyStep(state, move);
    if (next.isOk()) out.push_back(std::move(next).value());
  }
  return out;
}

}  // namespace

Result<State> sample_compute_location(const State& state, const Step& step) {
  const auto& block = argument<BlockName>(step, "block");
  HEDDLE_TRY(const Place place, findBlock(state, step, block));
  std::vector<State> places = placesFor(state, place, block);
  const auto count = static_cast<int64_t>(places.size());
  const bool isDecided = step.arguments.count("decision") > 0;
  const int64_t decision =
      isDecided ? argument<int64_t>(step, "decision")
                : static_cast<int64_t>(Draw(state, step).below(places.size() + 1)) - 1;
  if (decision < -1 || decision >= count) {
    return refuse(step, {"decision",
                         "block {0} can be computed at {1} loops; the decision is a position among "
                         "them, or -1",
                         {subjectOf(*place.block), {"value", 0, std::to_string(count)}},
                         "leave the decision out and draw again"});
  }
  State next = decision < 0 ? state : std::move(places[static_cast<size_t>(decision)]);
  next.lastDecision = {decision};
  return next;
}

}  // namespace heddle::schedule::primitives_impl
