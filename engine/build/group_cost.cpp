// SPDX-License-Identifier: Apache-2.0
#include "engine/build/group_cost.h"

#include "engine/loop_passes/passes.h"
#include "engine/loops/operations.h"

namespace heddle::build {

operators::Cost groupCost(const loops::Program& program) {
  operators::Cost cost;
  const auto count = loops::countOperations(loop_passes::guardTerms(program).body);
  cost.flops = count.operations;
  cost.flopsOfBytes = count.ofBytes;
  for (const loops::Param& param : program.params) {
    int64_t bytes = static_cast<int64_t>(sizeBytes(param.buffer->element));
    for (const loops::Expr& extent : param.buffer->shape)
      bytes *= loops::constantInt(extent).value_or(1);
    cost.bytes += bytes;
  }
  return cost;
}

}  // namespace heddle::build
