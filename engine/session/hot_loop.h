// The facts of the hot loop, for the forms of a kernel and for the prediction of a schedule.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "engine/codegen/analysis.h"

namespace heddle::session {

// Counts of the loop's instructions and the cycles of an iteration; those, and the ports that are returned, are left out
// where LLVM has no model of the processor. `Facts` is HotLoopView or SchedulePrediction.
template <class Facts>
std::optional<codegen::LoopThroughput> describeHotLoop(const codegen::KernelCode& code, const codegen::CodeLoop& hot,
                                                   const Target& target, Facts& out) {
  out.instructions = hot.instructions;
  out.multiplyAdds = hot.fmas;
  out.loads = hot.loads;
  out.stores = hot.stores;
  out.spills = hot.spills;
  out.moves = hot.moves;
  out.liveVectorRegisters = hot.liveVectorRegisters;
  out.vectorRegisters = target.vectorRegisters;
  auto pace = codegen::throughput(code, hot, target);
  if (pace.isError() || pace.value().cyclesPerIteration <= 0) return std::nullopt;
  out.cyclesPerIteration = pace.value().cyclesPerIteration;
  return std::move(pace).value();
}

}  // namespace heddle::session
