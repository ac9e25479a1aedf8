// Resampling of a grid, one axis after another.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "engine/reference/evaluators.h"
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

// One axis: `extent` inputs become `size` outputs.
struct ResizedAxis {
  int64_t extent = 1, size = 1;
  double scale = 1, roiBegin = 0, roiEnd = 1;
};

// The inputs of one output and their weights; `isOutside` gives the extrapolation value instead.
struct Taps {
  std::vector<std::pair<int64_t, double>> taps;
  bool isOutside = false;
};

struct Sampling {
  std::string mode, transformation, nearest;
  double cubicA = -0.75;
  bool excludesOutside = false, isAntialiased = false;
};

// Where output x lies on the input's axis.
Result<double> coordinate(const Call& call, const ResizedAxis& a, int64_t index,
                          const std::string& how) {
  const auto x = static_cast<double>(index), extent = static_cast<double>(a.extent);
  const double resized = a.scale * extent;
  if (how == "half_pixel") return (x + 0.5) / a.scale - 0.5;
  if (how == "tf_half_pixel_for_nn") return (x + 0.5) / a.scale;
  if (how == "asymmetric") return x / a.scale;
  if (how == "align_corners") return resized == 1 ? 0.0 : x * (extent - 1) / (resized - 1);
  if (how == "pytorch_half_pixel") return resized == 1 ? -0.5 : (x + 0.5) / a.scale - 0.5;
  if (how == "half_pixel_symmetric") {
    const double offset = extent / 2 * (1 - static_cast<double>(a.size) / resized);
    return offset + (x + 0.5) / a.scale - 0.5;
  }
  if (how == "tf_crop_and_resize") {
    const double span = (a.roiEnd - a.roiBegin) * (extent - 1);
    return a.roiBegin * (extent - 1) + (resized == 1 ? span / 2 : x * span / (resized - 1));
  }
  return call.unsupported("coordinate_transformation_mode \"" + how + "\"");
}

double cubicWeight(double distance, double a) {
  const double x = std::fabs(distance);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return 0;
}

bool takesRight(double ratio, const std::string& nearest) {
  if (ratio == 1) return true;
  if (nearest == "round_prefer_floor") return ratio > 0.5;
  if (nearest == "round_prefer_ceil") return ratio >= 0.5;
  return nearest == "ceil";
}

// `at` = base + ratio with ratio in (0, 1]; weights belong to base + first, base + first + 1, ...
std::vector<double> weightsAt(double ratio, double scale, const Sampling& s) {
  if (s.mode == "nearest") {
    const bool right = takesRight(ratio, s.nearest);
    return {right ? 0.0 : 1.0, right ? 1.0 : 0.0};
  }
  const double reach = s.mode == "linear" ? 1 : 2;
  const double shrink = s.isAntialiased ? std::min(scale, 1.0) : 1.0;
  const auto first = static_cast<int64_t>(std::floor(-reach / shrink)) + 1;
  std::vector<double> weights;
  for (int64_t i = first; i <= 1 - first; ++i) {
    const double distance = (static_cast<double>(i) - ratio) * shrink;
    weights.push_back(reach == 1 ? std::clamp(1 - std::fabs(distance), 0.0, 1.0)
                                 : cubicWeight(distance, s.cubicA));
  }
  return weights;
}

Taps tapsAt(const ResizedAxis& a, double at, const Sampling& s) {
  Taps out;
  if (s.transformation == "tf_crop_and_resize" &&
      !(at >= 0 && at <= static_cast<double>(a.extent - 1))) {
    out.isOutside = true;
    return out;
  }
  at = std::clamp(at, -1e15, 1e15);
  const double base = std::ceil(at) - 1;
  std::vector<double> weights = weightsAt(at - base, a.scale, s);
  const int64_t first = static_cast<int64_t>(base) - static_cast<int64_t>(weights.size() / 2) + 1;
  double sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const int64_t place = first + static_cast<int64_t>(i);
    if (s.excludesOutside && (place < 0 || place >= a.extent)) weights[i] = 0;
    sum += weights[i];
  }
  for (size_t i = 0; i < weights.size(); ++i)
    if (weights[i] != 0)
      out.taps.emplace_back(std::clamp<int64_t>(first + static_cast<int64_t>(i), 0, a.extent - 1),
                            s.excludesOutside || s.isAntialiased ? weights[i] / sum : weights[i]);
  return out;
}

Result<std::vector<double>> scalesOf(const Call& call, size_t input, size_t count) {
  const Tensor& t = call.in(input);
  if (t.rank() != 1 || t.elementCount() != static_cast<int64_t>(count))
    return call.inputError("input " + std::to_string(input) + " does not have one number per axis");
  return widen<double>(t);
}

// Fits both axes of sizes to one scale when the aspect ratio is to be kept.
Status applySizes(const Call& call, const std::vector<int64_t>& axes,
                  std::vector<ResizedAxis>& plan) {
  HEDDLE_TRY(const auto sizes, integers(call, 3));
  if (sizes.size() != axes.size()) return call.inputError("sizes and axes differ in length");
  for (size_t i = 0; i < axes.size(); ++i) {
    ResizedAxis& a = plan[axes[i]];
    if (sizes[i] < 1 || a.extent < 1) return call.inputError("a size is not positive");
    a.size = sizes[i];
    a.scale = static_cast<double>(sizes[i]) / static_cast<double>(a.extent);
  }
  const std::string policy = call.node.stringAttribute("keep_aspect_ratio_policy");
  if (policy == "stretch" || axes.empty()) return {};
  if (policy != "not_larger" && policy != "not_smaller")
    return call.unsupported("keep_aspect_ratio_policy \"" + policy + "\"");
  double scale = plan[axes[0]].scale;
  for (const int64_t axis : axes)
    scale = policy == "not_larger" ? std::min(scale, plan[axis].scale)
                                   : std::max(scale, plan[axis].scale);
  for (const int64_t axis : axes) {
    plan[axis].scale = scale;
    plan[axis].size = static_cast<int64_t>(scale * static_cast<double>(plan[axis].extent) + 0.5);
  }
  return {};
}

Status applyScales(const Call& call, const std::vector<int64_t>& axes,
                   std::vector<ResizedAxis>& plan) {
  HEDDLE_TRY(const auto scales, scalesOf(call, 2, axes.size()));
  for (size_t i = 0; i < axes.size(); ++i) {
    ResizedAxis& a = plan[axes[i]];
    if (!(scales[i] > 0)) return call.inputError("a scale is not positive");
    const double size = std::floor(static_cast<double>(a.extent) * scales[i]);
    if (!(size < 1e12)) return call.inputError("a scale is too large");
    a.scale = scales[i];
    a.size = static_cast<int64_t>(size);
  }
  return {};
}

Result<std::vector<ResizedAxis>> planOf(const Call& call, const Sampling& sampling) {
  const Extents& x = call.in(0).extents();
  std::vector<int64_t> axes(x.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (call.node.hasAttribute("axes")) {
    axes = call.node.intsAttribute("axes");
    for (int64_t& axis : axes) {
      HEDDLE_TRY(axis, normalAxis(call, axis, static_cast<int64_t>(x.size())));
    }
  }
  std::vector<ResizedAxis> plan;
  for (const int64_t extent : x) plan.push_back({extent, extent});
  const bool hasScales = call.has(2) && call.in(2).elementCount() > 0;
  const bool hasSizes = call.has(3) && call.in(3).elementCount() > 0;
  if (hasScales == hasSizes) return call.inputError("exactly one of scales and sizes is needed");
  HEDDLE_CHECK(hasScales ? applyScales(call, axes, plan) : applySizes(call, axes, plan));
  if (sampling.transformation == "tf_crop_and_resize") {
    if (!call.has(1)) return call.inputError("roi is needed");
    HEDDLE_TRY(const auto roi, scalesOf(call, 1, 2 * axes.size()));
    for (size_t i = 0; i < axes.size(); ++i) {
      plan[axes[i]].roiBegin = roi[i];
      plan[axes[i]].roiEnd = roi[i + axes.size()];
    }
  }
  return plan;
}

bool isUntouched(const ResizedAxis& a, const Sampling& s) {
  return a.size == a.extent && a.scale == 1 && s.transformation != "tf_crop_and_resize";
}

}  // namespace

Outputs evaluateResize(const Call& call) {
  const Tensor& in = call.in(0);
  if (in.element() == ElementType::boolean) return call.badType(0);
  const auto& node = call.node;
  const Sampling s{node.stringAttribute("mode"),
                   node.stringAttribute("coordinate_transformation_mode"),
                   node.stringAttribute("nearest_mode"),
                   node.floatAttribute("cubic_coeff_a"),
                   node.intAttribute("exclude_outside") != 0,
                   node.intAttribute("antialias") != 0};
  if (s.mode != "nearest" && s.mode != "linear" && s.mode != "cubic")
    return call.unsupported("mode \"" + s.mode + "\"");
  HEDDLE_TRY(const auto plan, planOf(call, s));
  Extents extents = in.extents(), result;
  for (const ResizedAxis& a : plan) result.push_back(a.size);
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, result));
  const double extrapolated = node.floatAttribute("extrapolation_value");
  std::vector<double> x = widen<double>(in);
  for (size_t axis = 0; axis < plan.size(); ++axis) {
    const ResizedAxis& a = plan[axis];
    if (isUntouched(a, s)) continue;
    if (a.extent == 0) return call.inputError("an empty axis cannot be resized");
    extents[axis] = a.size;
    const AxisView view = viewAxis(extents, static_cast<int64_t>(axis));
    std::vector<double> y(static_cast<size_t>(view.outer * view.size * view.inner), 0.0);
    for (int64_t i = 0; i < a.size; ++i) {
      HEDDLE_TRY(const double at, coordinate(call, a, i, s.transformation));
      const Taps taps = tapsAt(a, at, s);
      for (int64_t o = 0; o < view.outer; ++o) {
        double* to = y.data() + (o * view.size + i) * view.inner;
        if (taps.isOutside) std::fill_n(to, view.inner, extrapolated);
        for (const auto& [source, weight] : taps.taps) {
          const double* from = x.data() + (o * a.extent + source) * view.inner;
          for (int64_t k = 0; k < view.inner; ++k) to[k] += weight * from[k];
        }
      }
    }
    x = std::move(y);
  }
  return single(narrow(x, in.element(), extents));
}

}  // namespace heddle::reference
