// Type rules of slice, pad and resize.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/graph/resize.h"
#include "engine/graph/type_rule.h"

namespace heddle::graph {
namespace {

struct SliceAxis {
  int64_t start, end, step;
};

int64_t staticSliceExtent(int64_t extent, SliceAxis s) {
  const int64_t low = s.step > 0 ? 0 : -1, high = s.step > 0 ? extent : extent - 1;
  const auto clamp = [&](int64_t at) {
    if (at < 0) at += extent;  // extent >= 0 > at: cannot overflow
    return std::clamp(at, low, std::max(low, high));
  };
  const int64_t start = clamp(s.start), end = clamp(s.end);
  if (s.step > 0) return end <= start ? 0 : (end - start - 1) / s.step + 1;
  if (start <= end) return 0;
  const int64_t stride = s.step == INT64_MIN ? INT64_MAX : -s.step;
  return (start - end - 1) / stride + 1;
}

Dim sliceExtent(const RuleInput& in, const Dim& extent, SliceAxis s) {
  if (extent.isConstant()) return staticSliceExtent(extent.constant(), s);
  constexpr int64_t kHuge = INT32_MAX;
  const bool isToEnd = s.end >= kHuge, isWhole = s.start == 0 && isToEnd;
  if (s.step == -1 && s.start == -1 && s.end <= -kHuge) return extent;
  if (s.step < 0 || s.step > kHuge) return in.fresh();
  if (isWhole) return Dim::ceilDiv(extent, s.step);
  if (s.start >= kHuge || s.start <= -kHuge || s.end <= -kHuge) return in.fresh();
  const auto position = [&](int64_t at) {
    return at < 0 ? Dim::max(extent + Dim(at), 0) : Dim::min(extent, at);
  };
  const Dim end = isToEnd ? extent : position(s.end);
  const Dim start = s.start == 0 ? Dim(0) : position(s.start);
  const Dim length = s.start == 0 ? end : Dim::max(end - start, 0);
  return Dim::ceilDiv(length, s.step);
}

// The axes that a slice or pad touches: its axes input, else the first `count` ones.
Result<std::vector<size_t>> touchedAxes(const RuleInput& in, size_t input, size_t count) {
  std::vector<int64_t> raw(count);
  for (size_t i = 0; i < count; ++i) raw[i] = static_cast<int64_t>(i);
  if (in.has(input)) {
    HEDDLE_TRY(raw, in.integers(input));
  }
  if (raw.size() != count) return in.error("axes has a wrong number of entries");
  return in.axes(raw, in.rank(0));
}

bool isResized(const Node& node, size_t axis, size_t rank) {
  if (!node.hasAttribute("axes")) return true;
  for (const int64_t named : node.intsAttribute("axes"))
    if (named + (named < 0 ? static_cast<int64_t>(rank) : 0) == static_cast<int64_t>(axis))
      return true;
  return false;
}

}  // namespace

Result<Types> inferSlice(const RuleInput& in) {
  Shape shape = in.shape(0);
  if (in.has(3) && !in.value(3))
    return oneType(in.type(0).element, in.freshShape(shape.size()));
  std::vector<int64_t> starts, ends, steps;
  const bool isKnown = in.value(1) && in.value(2) && (!in.has(4) || in.value(4));
  size_t count = 0;
  if (isKnown) {
    HEDDLE_TRY(starts, in.integers(1));
    HEDDLE_TRY(ends, in.integers(2));
    count = starts.size();
    steps.assign(count, 1);
    if (in.has(4)) {
      HEDDLE_TRY(steps, in.integers(4));
    }
    if (ends.size() != count || steps.size() != count)
      return in.error("starts, ends and steps differ in length");
  } else if (const auto length = in.staticLength(1)) {
    count = *length;
  } else {
    return oneType(in.type(0).element, in.freshShape(shape.size()));
  }
  HEDDLE_TRY(const std::vector<size_t> axes, touchedAxes(in, 3, count));
  for (size_t i = 0; i < count; ++i) {
    if (isKnown && steps[i] == 0) return in.error("a step is 0");
    shape[axes[i]] = isKnown ? sliceExtent(in, shape[axes[i]], {starts[i], ends[i], steps[i]})
                             : in.fresh();
  }
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferPad(const RuleInput& in) {
  Shape shape = in.shape(0);
  const std::string mode = in.node().stringAttribute("mode");
  if (mode != "constant" && mode != "reflect" && mode != "edge" && mode != "wrap")
    return in.error("mode is '" + mode + "'");
  if (!in.value(1) || (in.has(3) && !in.value(3)))
    return oneType(in.type(0).element, in.freshShape(shape.size()));
  HEDDLE_TRY(const std::vector<int64_t> pads, in.integers(1));
  if (pads.size() % 2 != 0) return in.error("pads needs a begin and an end for each axis");
  const size_t count = pads.size() / 2;
  if (!in.has(3) && count != shape.size()) return in.error("pads needs two entries per axis of x");
  HEDDLE_TRY(const std::vector<size_t> axes, touchedAxes(in, 3, count));
  for (size_t i = 0; i < count; ++i) {
    if (std::max(std::abs(pads[i] / 2), std::abs(pads[count + i] / 2)) > (int64_t{1} << 40))
      return in.error("pads holds an absurd value");
    shape[axes[i]] = shape[axes[i]] + Dim(pads[i] + pads[count + i]);
  }
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferResize(const RuleInput& in) {
  const Tensor* scales = in.value(2);
  const Tensor* sizes = in.value(3);
  const bool hasScales = scales && scales->elementCount() > 0;
  const bool hasSizes = sizes && sizes->elementCount() > 0;
  if (!hasScales && !hasSizes) {
    if (scales || sizes) {
      const bool otherUnknown = (in.has(2) && !scales) || (in.has(3) && !sizes);
      if (!otherUnknown) return in.error("needs scales or sizes");
    }
    return oneType(in.type(0).element, in.freshShape(in.rank(0)));
  }
  // Symbolic extents enter as 1; only what does not depend on them is used below.
  Extents extents;
  for (const Dim& dim : in.shape(0)) extents.push_back(dim.isConstant() ? dim.constant() : 1);
  auto plan = planResize(in.node(), extents, scales, sizes);
  if (plan.isError()) return in.error(messageText(plan.error()));
  const bool isStretched = in.node().stringAttribute("keep_aspect_ratio_policy") == "stretch";
  const bool isStatic = in.type(0).isStatic();
  Shape shape = in.shape(0);
  for (size_t i = 0; i < shape.size(); ++i) {
    const double scale = plan.value().scales[i];
    const auto whole = static_cast<int64_t>(scale);
    if (!isResized(in.node(), i, shape.size())) continue;
    if (isStatic || (hasSizes ? isStretched : shape[i].isConstant()))
      shape[i] = plan.value().output[i];
    else if (hasScales && scale == static_cast<double>(whole))
      shape[i] = shape[i] * Dim(whole);
    else
      shape[i] = in.fresh();
  }
  return oneType(in.type(0).element, std::move(shape));
}

}  // namespace heddle::graph
