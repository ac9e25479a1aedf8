// Concat, split, slice and pad.
// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;

namespace {

size_t axisOf(int64_t axis, size_t rank) {
  return static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(rank) : axis);
}

}  // namespace

// One block per input, each writing its slice.
Status emitConcat(OpContext& op) {
  const Buffer out = op.output();
  const size_t axis = axisOf(op.node.intAttribute("axis"), op.outExtents().size());
  int64_t offset = 0;
  for (size_t input = 0; input < op.node.inputs.size(); ++input) {
    const Extents extents = op.extents(input);
    if (extents[axis] == 0) continue;
    Nest nest(op, "", plainAxes(extents));
    const Indices from = nest.spatial();
    Indices to = from;
    to[axis] = to[axis] + constant(offset);
    nest.finish(storeNarrow(out, to, op.loadRaw(input, from)));
    offset += extents[axis];
  }
  return {};
}

Status emitSplit(OpContext& op) {
  const size_t axis = axisOf(op.node.intAttribute("axis"), op.extents(0).size());
  int64_t offset = 0;
  for (size_t part = 0; part < op.node.outputCount; ++part) {
    pointwise(op, "", op.output(part), [&](const Indices& i) {
      Indices from = i;
      from[axis] = from[axis] + constant(offset);
      return op.loadRaw(0, from);
    });
    offset += op.outExtents(part)[axis];
  }
  return {};
}

Status emitSlice(OpContext& op) {
  const Extents x = op.extents(0);
  const auto starts = op.intsInput(1), ends = op.intsInput(2), steps = op.intsInput(4);
  auto axes = op.intsInput(3);
  if (!op.hasInput(3)) {
    for (size_t d = 0; d < starts.size(); ++d) axes.push_back(static_cast<int64_t>(d));
  }
  std::vector<int64_t> first(x.size(), 0), step(x.size(), 1);
  for (size_t k = 0; k < axes.size(); ++k) {
    const size_t d = axisOf(axes[k], x.size());
    step[d] = k < steps.size() ? steps[k] : 1;
    const int64_t start = starts[k] < 0 ? starts[k] + x[d] : starts[k];
    first[d] = step[d] > 0 ? std::clamp<int64_t>(start, 0, x[d])
                           : std::clamp<int64_t>(start, -1, x[d] - 1);
  }
  const Extents out = op.outExtents();
  pointwise(op, "", op.output(), [&](const Indices& i) {
    Indices from;
    for (size_t d = 0; d < x.size(); ++d) {
      // A step of any size with one element: no multiplication that could wrap.
      from.push_back(out[d] <= 1 ? constant(first[d])
                                 : i[d] * constant(step[d]) + constant(first[d]));
    }
    return op.loadRaw(0, from);
  });
  return {};
}

namespace {

struct PadAxis {
  int64_t begin = 0, end = 0;
};

Expr reflected(const Expr& p, int64_t extent) {
  if (extent <= 1) return constant(0);
  const Expr period = constant(2 * (extent - 1));
  const Expr m = floorMod(p, period);
  return select(lessThan(m, constant(extent)), m, period - m);
}

std::vector<PadAxis> padAxes(OpContext& op) {
  const size_t rank = op.extents(0).size();
  const auto pads = op.intsInput(1);
  auto axes = op.intsInput(3);
  if (!op.hasInput(3)) {
    for (size_t d = 0; d < rank; ++d) axes.push_back(static_cast<int64_t>(d));
  }
  std::vector<PadAxis> result(rank);
  for (size_t k = 0; k < axes.size(); ++k) {
    result[axisOf(axes[k], rank)] = {pads[k], pads[axes.size() + k]};
  }
  return result;
}

}  // namespace

Status emitPad(OpContext& op) {
  const Extents x = op.extents(0);
  const std::string mode = op.node.stringAttribute("mode");
  const auto pads = padAxes(op);
  pointwise(op, "", op.output(), [&](const Indices& o) {
    Indices from;
    Expr isInside = nullptr;
    for (size_t d = 0; d < x.size(); ++d) {
      Expr p = o[d] - constant(pads[d].begin);
      const bool isPadded = pads[d].begin > 0 || pads[d].end > 0;
      if (isPadded && mode == "constant") isInside = logicalAnd(isInside, inRange(p, 0, x[d]));
      if (isPadded && mode == "edge") p = clampIndex(p, x[d]);
      if (isPadded && mode == "reflect") p = reflected(p, x[d]);
      if (isPadded && mode == "wrap") p = floorMod(p, constant(std::max<int64_t>(x[d], 1)));
      from.push_back(p);
    }
    const Expr inside = op.loadRaw(0, from);
    if (!isInside) return inside;
    const Expr fill = op.hasInput(2) ? op.loadRaw(2, Indices(op.extents(2).size(), constant(0)))
                                     : literal(0, op.outElement());
    return select(isInside, inside, fill);
  });
  return {};
}

}  // namespace heddle::operators
