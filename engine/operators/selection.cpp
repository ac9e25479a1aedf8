// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;

// The condition is known when compiling: one block for each slice that stays.
Status emitCompress(OpContext& op) {
  Extents x = op.extents(0);
  std::vector<int64_t> kept;
  const auto condition = op.intsInput(1);
  for (size_t i = 0; i < condition.size(); ++i) {
    if (condition[i] != 0) kept.push_back(static_cast<int64_t>(i));
  }
  if (kept.size() > 256) return op.unsupported("more than 256 slices stay");
  const bool isFlat = !op.node.hasAttribute("axis");
  const int64_t given = isFlat ? 0 : op.node.intAttribute("axis");
  const auto axis = static_cast<size_t>(given < 0 ? given + static_cast<int64_t>(x.size()) : given);
  const Buffer out = op.output();
  for (size_t k = 0; k < kept.size() && static_cast<int64_t>(k) < op.outExtents()[axis]; ++k) {
    Extents slice = isFlat ? Extents{1} : x;
    if (!isFlat) slice[axis] = 1;
    Nest nest(op, "", plainAxes(slice));
    Indices to = nest.spatial(), from = to;
    to[axis] = constant(static_cast<int64_t>(k));
    if (isFlat) {
      from.assign(x.size(), constant(0));
      int64_t flat = kept[k];
      for (size_t d = x.size(); d-- > 0; flat /= x[d]) from[d] = constant(flat % x[d]);
    } else {
      from[axis] = constant(kept[k]);
    }
    nest.finish(Store::make(out, to, op.loadRaw(0, from)));
  }
  return {};
}

}  // namespace heddle::operators
