// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>

#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;

namespace {

constexpr ElementType f64 = ElementType::f64;

// One axis that changes: where an output position lies in the input, as a number and as an
// expression.
struct ResizeAxis {
  size_t axis;
  int64_t in, out;
  double scale;
  double roiStart = 0, roiEnd = 1;
  std::string transformation;

  // The coordinate is multiplier * (o + shift) + offset.
  struct Linear {
    double shift = 0, multiplier = 1, divisor = 1, offset = 0;
  };
  Linear linear() const {
    // ONNX means the extent before rounding down.
    const double n = static_cast<double>(in), resized = scale * n;
    if (transformation == "align_corners") {
      return resized == 1 ? Linear{0, 0, 1, 0} : Linear{0, n - 1, resized - 1, 0};
    }
    if (transformation == "asymmetric") return {0, 1, scale, 0};
    if (transformation == "tf_crop_and_resize") {
      const double span = (roiEnd - roiStart) * (n - 1), start = roiStart * (n - 1);
      return resized == 1 ? Linear{0, 0, 1, start + span / 2} : Linear{0, span, resized - 1, start};
    }
    if (transformation == "pytorch_half_pixel" && resized == 1) return {0, 0, 1, -0.5};
    double offset = -0.5;
    if (transformation == "half_pixel_symmetric") {
      offset += n / 2 * (1 - static_cast<double>(out) / resized);
    }
    return {0.5, 1, scale, offset};
  }
  double coordinate(int64_t o) const {
    const Linear l = linear();
    return (static_cast<double>(o) + l.shift) * l.multiplier / l.divisor + l.offset;
  }
  Expr coordinate(const Expr& o) const {
    const Linear l = linear();
    Expr x = cast(o, f64);
    if (l.shift != 0) x = x + literal(l.shift, f64);
    if (l.multiplier != 1) x = x * literal(l.multiplier, f64);
    if (l.divisor != 1) x = divide(x, literal(l.divisor, f64));
    return l.offset == 0 ? x : x + literal(l.offset, f64);
  }
};

// A weighted source position; `weight` null means 1.
struct Tap {
  Expr index, weight;
};
using Taps = std::vector<Tap>;

int64_t nearestIndex(const std::string& mode, double x, int64_t extent) {
  double index = std::ceil(x - 0.5);
  if (mode == "round_prefer_ceil") index = std::floor(x + 0.5);
  if (mode == "floor") index = std::floor(x);
  if (mode == "ceil") index = std::ceil(x);
  return std::clamp<int64_t>(static_cast<int64_t>(index), 0, extent - 1);
}

Expr nearestExpression(const std::string& mode, const Expr& x, int64_t extent) {
  Expr index = call(Intrinsic::ceil, x - literal(0.5, f64));
  if (mode == "round_prefer_ceil") index = call(Intrinsic::floor, x + literal(0.5, f64));
  if (mode == "floor") index = call(Intrinsic::floor, x);
  if (mode == "ceil") index = call(Intrinsic::ceil, x);
  return clampIndex(cast(index, ElementType::i64), extent);
}

// floorDiv(o * a + b, c) where it gives every index of the axis; nothing when no such form fits.
std::optional<Expr> nearestAsInteger(const ResizeAxis& axis, const std::string& mode,
                                     const Expr& o) {
  const int64_t divisor = std::gcd(axis.in, axis.out);
  const int64_t a = axis.in / divisor, c = axis.out / divisor;
  std::vector<int64_t> wanted;
  for (int64_t i = 0; i < axis.out; ++i)
    wanted.push_back(nearestIndex(mode, axis.coordinate(i), axis.in));
  for (int64_t b = 0; b < c; ++b) {
    bool fits = true;
    for (int64_t i = 0; i < axis.out && fits; ++i)
      fits = (i * a + b) / c == wanted[static_cast<size_t>(i)];
    if (fits) return floorDiv(o * constant(a) + constant(b), constant(c));
  }
  return {};
}

// Cubic convolution (Keys, 1981) at distance r in [0, 1) from the second of four taps.
std::vector<Expr> cubicWeights(const Expr& r, double a) {
  const auto c = [](double v) { return literal(v, f64); };
  const auto inner = [&](const Expr& d) { return (c(a + 2) * d - c(a + 3)) * d * d + c(1); };
  const auto outer = [&](const Expr& d) {
    return ((c(a) * d - c(5 * a)) * d + c(8 * a)) * d - c(4 * a);
  };
  return {outer(r + c(1)), inner(r), inner(c(1) - r), outer(c(2) - r)};
}

// The taps of one axis in tables that a block of their own fills once.
class TapTables {
 public:
  TapTables(OpContext& op, const ResizeAxis& axis, ElementType weightType) {
    const std::string mode = op.node.stringAttribute("mode");
    const size_t count = mode == "cubic" ? 4 : 2;
    for (size_t k = 0; k < count; ++k) {
      m_indices.push_back(op.temp("index", ElementType::i64, {axis.out}));
      m_weights.push_back(op.temp("weight", weightType, {axis.out}));
    }
    Nest nest(op, "taps", {{"i", axis.out}});
    const Expr x = axis.coordinate(nest[0]), base = call(Intrinsic::floor, x), r = x - base;
    std::vector<Expr> weights = count == 4
                                    ? cubicWeights(r, op.node.floatAttribute("cubic_coeff_a"))
                                    : std::vector<Expr>{literal(1, f64) - r, r};
    const int64_t first = count == 4 ? -1 : 0;
    std::vector<Expr> indices;
    for (size_t k = 0; k < count; ++k) {
      indices.push_back(cast(base, ElementType::i64) + constant(first + static_cast<int64_t>(k)));
    }
    if (op.node.intAttribute("exclude_outside") != 0) excludeOutside(weights, indices, axis.in);
    std::vector<Stmt> stores;
    for (size_t k = 0; k < count; ++k) {
      stores.push_back(Store::make(m_indices[k], {nest[0]}, clampIndex(indices[k], axis.in)));
      stores.push_back(storeNarrow(m_weights[k], {nest[0]}, cast(weights[k], weightType)));
    }
    nest.finish(Seq::make(std::move(stores)));
  }
  Taps at(const Expr& o) const {
    Taps taps;
    for (size_t k = 0; k < m_indices.size(); ++k) {
      taps.push_back({Load::make(m_indices[k], {o}), Load::make(m_weights[k], {o})});
    }
    return taps;
  }

 private:
  static void excludeOutside(std::vector<Expr>& weights, const std::vector<Expr>& indices,
                             int64_t extent) {
    Expr sum = nullptr;
    for (size_t k = 0; k < weights.size(); ++k) {
      weights[k] = select(inRange(indices[k], 0, extent), weights[k], literal(0, f64));
      sum = sum ? sum + weights[k] : weights[k];
    }
    for (Expr& weight : weights) weight = divide(weight, sum);
  }
  std::vector<Buffer> m_indices, m_weights;
};

// Scales, in f32 as given, or sizes over extents with the aspect-ratio policy applied.
std::vector<double> scalesOf(OpContext& op, const std::vector<size_t>& axes) {
  std::vector<double> scales(axes.size(), 1);
  const auto given = op.constantInput(2);
  if (given && given->elementCount() > 0) {
    for (size_t k = 0; k < axes.size(); ++k)
      scales[k] = given->valueAsDouble(static_cast<int64_t>(k));
    return scales;
  }
  const auto sizes = op.intsInput(3);
  const Extents x = op.extents(0);
  const std::string policy = op.node.stringAttribute("keep_aspect_ratio_policy");
  for (size_t k = 0; k < axes.size(); ++k) {
    scales[k] = static_cast<double>(sizes[k]) / static_cast<double>(x[axes[k]]);
  }
  if (policy != "stretch" && !scales.empty()) {
    const auto [least, most] = std::minmax_element(scales.begin(), scales.end());
    scales.assign(scales.size(), policy == "not_larger" ? *least : *most);
  }
  return scales;
}

std::vector<ResizeAxis> resizedAxes(OpContext& op) {
  const Extents x = op.extents(0), out = op.outExtents();
  std::vector<size_t> axes;
  for (int64_t axis : op.node.intsAttribute("axes")) {
    axes.push_back(static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(x.size()) : axis));
  }
  if (axes.empty()) {
    for (size_t d = 0; d < x.size(); ++d) axes.push_back(d);
  }
  const auto scales = scalesOf(op, axes);
  const std::string transformation = op.node.stringAttribute("coordinate_transformation_mode");
  const auto roi = transformation == "tf_crop_and_resize" ? op.constantInput(1) : std::nullopt;
  std::vector<ResizeAxis> result;
  for (size_t k = 0; k < axes.size(); ++k) {
    ResizeAxis axis{axes[k], x[axes[k]], out[axes[k]], scales[k], 0, 1, transformation};
    if (roi && roi->elementCount() == static_cast<int64_t>(2 * axes.size())) {
      axis.roiStart = roi->valueAsDouble(static_cast<int64_t>(k));
      axis.roiEnd = roi->valueAsDouble(static_cast<int64_t>(k + axes.size()));
    }
    const bool isUntouched =
        axis.in == axis.out && axis.scale == 1 && axis.roiStart == 0 && axis.roiEnd == 1;
    if (!isUntouched) result.push_back(axis);
  }
  return result;
}

// Sum over the taps of axes[k...]; `at` holds the index chosen so far.
Expr blend(OpContext& op, const std::vector<ResizeAxis>& axes, const std::vector<Taps>& taps,
           size_t k, Indices at, ElementType t) {
  if (k == axes.size()) return cast(op.load(0, at), t);
  Expr sum = nullptr;
  for (const Tap& tap : taps[k]) {
    at[axes[k].axis] = tap.index;
    const Expr term = blend(op, axes, taps, k + 1, at, t) * tap.weight;
    sum = sum ? sum + term : term;
  }
  return sum;
}

Expr isOutside(const std::vector<ResizeAxis>& axes, const Indices& o) {
  Expr outside = nullptr;
  for (const ResizeAxis& axis : axes) {
    const Expr x = axis.coordinate(o[axis.axis]);
    const Expr test =
        logicalOr(lessThan(x, literal(0, f64)),
                  compare(CompareOp::gt, x, literal(static_cast<double>(axis.in - 1), f64)));
    outside = outside ? logicalOr(outside, test) : test;
  }
  return outside;
}

Expr extrapolated(OpContext& op, const std::vector<ResizeAxis>& axes, const Indices& o,
                  const Expr& value) {
  if (axes.empty() || axes[0].transformation != "tf_crop_and_resize") return value;
  const Expr fill = literal(op.node.floatAttribute("extrapolation_value"), value->type.element);
  return select(isOutside(axes, o), fill, value);
}

void emitNearest(OpContext& op, const std::vector<ResizeAxis>& axes) {
  const std::string mode = op.node.stringAttribute("nearest_mode");
  pointwise(op, "", op.output(), [&](const Indices& o) {
    Indices at = o;
    for (const ResizeAxis& axis : axes) {
      const Expr& i = o[axis.axis];
      const auto exact = nearestAsInteger(axis, mode, i);
      at[axis.axis] = exact ? *exact : nearestExpression(mode, axis.coordinate(i), axis.in);
    }
    return extrapolated(op, axes, o, op.loadRaw(0, at));
  });
}

}  // namespace

Status emitResize(OpContext& op) {
  const std::string mode = op.node.stringAttribute("mode");
  const auto axes = resizedAxes(op);
  const bool shrinks =
      std::any_of(axes.begin(), axes.end(), [](const ResizeAxis& a) { return a.scale < 1; });
  if (mode != "nearest" && shrinks && op.node.intAttribute("antialias") != 0) {
    return op.unsupported("antialiasing");
  }
  if (elementCount(op.extents(0)).value_or(0) == 0) return op.unsupported("an empty input");
  if (mode == "nearest") return emitNearest(op, axes), Status();
  if (axes.size() > 3) return op.unsupported("more than three resized axes");
  const ElementType wide = computeElement(op.outElement());
  const ElementType t = isFloat(wide) ? wide : f64;
  std::vector<TapTables> tables;
  for (const ResizeAxis& axis : axes) tables.emplace_back(op, axis, t);
  pointwise(op, "", op.output(), [&](const Indices& o) {
    std::vector<Taps> taps;
    for (size_t k = 0; k < axes.size(); ++k) taps.push_back(tables[k].at(o[axes[k].axis]));
    return extrapolated(op, axes, o, blend(op, axes, taps, 0, o, t));
  });
  return {};
}

}  // namespace heddle::operators
