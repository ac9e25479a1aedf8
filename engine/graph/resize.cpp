// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/resize.h"

#include <algorithm>
#include <cmath>

namespace heddle::graph {
namespace {

Diagnostic resizeError(const Node& node, std::string message) {
  return {"graph.resize", "{0}: " + std::move(message), {{"node", node.id.value, node.name}}};
}

Result<std::vector<size_t>> axesOf(const Node& node, size_t rank, size_t given) {
  std::vector<size_t> axes;
  if (!node.hasAttribute("axes")) {
    for (size_t i = 0; i < rank; ++i) axes.push_back(i);
  } else {
    for (int64_t axis : node.intsAttribute("axes")) {
      if (axis < 0) axis += static_cast<int64_t>(rank);
      if (axis < 0 || axis >= static_cast<int64_t>(rank))
        return resizeError(node, "axes names an axis that x lacks");
      if (std::find(axes.begin(), axes.end(), static_cast<size_t>(axis)) != axes.end())
        return resizeError(node, "axes names an axis twice");
      axes.push_back(static_cast<size_t>(axis));
    }
  }
  if (axes.size() != given)
    return resizeError(node, "scales or sizes needs one entry per resized axis");
  return axes;
}

Status applySizes(const Node& node, const Extents& x, const std::vector<size_t>& axes,
                  const Tensor& sizes, ResizePlan& plan) {
  const std::string policy = node.stringAttribute("keep_aspect_ratio_policy");
  double common = 0;
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t size = sizes.valueAsInt(static_cast<int64_t>(i));
    if (size < 0 || size > (int64_t{1} << 40))
      return resizeError(node, "sizes holds an absurd value");
    const auto extent = static_cast<double>(x[axes[i]]);
    const double scale = extent == 0 ? 1.0 : static_cast<double>(size) / extent;
    plan.output[axes[i]] = size;
    plan.scales[axes[i]] = scale;
    if (policy == "not_larger") common = i == 0 ? scale : std::min(common, scale);
    if (policy == "not_smaller") common = i == 0 ? scale : std::max(common, scale);
  }
  if (policy == "stretch") return {};
  if (policy != "not_larger" && policy != "not_smaller")
    return resizeError(node, "keep_aspect_ratio_policy is '" + policy + "'");
  for (const size_t axis : axes) {
    const double exact = common * static_cast<double>(x[axis]);
    if (exact > 1e12) return resizeError(node, "an extent is absurd");
    plan.output[axis] = static_cast<int64_t>(std::floor(exact + 0.5));
    plan.scales[axis] = common;
  }
  return {};
}

Status applyScales(const Node& node, const Extents& x, const std::vector<size_t>& axes,
                   const Tensor& scales, ResizePlan& plan) {
  for (size_t i = 0; i < axes.size(); ++i) {
    const double scale = scales.valueAsDouble(static_cast<int64_t>(i));
    if (!(scale > 0) || scale > 1e6 || static_cast<double>(x[axes[i]]) * scale > 1e12)
      return resizeError(node, "scales holds " + std::to_string(scale));
    plan.scales[axes[i]] = scale;
    plan.output[axes[i]] = scaledExtent(x[axes[i]], static_cast<float>(scale));
  }
  return {};
}

}  // namespace

int64_t scaledExtent(int64_t extent, float scale) {
  return static_cast<int64_t>(std::floor(static_cast<float>(extent) * scale));
}

Result<ResizePlan> planResize(const Node& node, const Extents& x, const Tensor* scales,
                              const Tensor* sizes) {
  const bool hasScales = scales && scales->elementCount() > 0;
  const bool hasSizes = sizes && sizes->elementCount() > 0;
  if (hasScales == hasSizes && !(scales && !sizes && x.empty()))
    return resizeError(node, "needs either scales or sizes");
  const Tensor& given = hasSizes ? *sizes : *scales;
  ResizePlan plan{x, std::vector<double>(x.size(), 1.0)};
  HEDDLE_TRY(const std::vector<size_t> axes,
             axesOf(node, x.size(), static_cast<size_t>(given.elementCount())));
  HEDDLE_CHECK(hasSizes ? applySizes(node, x, axes, given, plan)
                        : applyScales(node, x, axes, given, plan));
  return plan;
}

}  // namespace heddle::graph
