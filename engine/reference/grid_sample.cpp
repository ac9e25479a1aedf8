// Sampling a grid at coordinates that another tensor gives.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

enum class Padding { zeros, border, reflection };

struct GridSampling {
  std::string mode;
  Padding padding = Padding::zeros;
  bool alignsCorners = false;
};

// Mirrors at both ends until inside; the ends are the borders of the first and the last pixel.
double reflected(double x, double low, double high) {
  const double range = high - low;
  if (range <= 0) return low;
  const double distance = std::fmod(std::fabs(x - low), 2 * range);
  return low + (distance > range ? 2 * range - distance : distance);
}

struct AxisTaps {
  int count = 0;
  std::array<int64_t, 4> place{};
  std::array<double, 4> weight{};
};

double cubic(double distance) {
  constexpr double a = -0.75;
  const double x = std::fabs(distance);
  return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
}

// The pixels of one axis that the coordinate in [-1, 1] reads. A pixel outside is moved by the
// padding or, for zeros, left out.
AxisTaps tapsOf(double normalised, int64_t extent, const GridSampling& s) {
  const auto size = static_cast<double>(extent);
  const double low = s.alignsCorners ? 0 : -0.5, high = s.alignsCorners ? size - 1 : size - 0.5;
  double x =
      s.alignsCorners ? (normalised + 1) / 2 * (size - 1) : ((normalised + 1) * size - 1) / 2;
  if (x != x) x = -10;
  if (s.mode == "nearest") x = std::nearbyint(x);
  // Of a cubic every tap goes to the border by itself, as PyTorch and ONNX Runtime have it.
  if ((x < low || x > high) && s.padding == Padding::border && s.mode != "cubic")
    x = std::clamp(x, 0.0, size - 1);
  if ((x < low || x > high) && s.padding == Padding::reflection) x = reflected(x, low, high);
  x = std::clamp(x, -10.0, size + 10);
  const double base = std::floor(x), ratio = x - base;
  AxisTaps taps;
  const auto add = [&](double at, double weight) {
    auto place = static_cast<int64_t>(at);
    if (s.padding == Padding::border) place = std::clamp<int64_t>(place, 0, extent - 1);
    if (s.padding == Padding::reflection && (place < 0 || place >= extent))
      place = std::clamp<int64_t>(static_cast<int64_t>(reflected(at, low, high)), 0, extent - 1);
    if (place < 0 || place >= extent) return;
    taps.place[taps.count] = place;
    taps.weight[taps.count++] = weight;
  };
  if (s.mode == "nearest") {
    add(std::nearbyint(x), 1);
  } else if (s.mode == "linear") {
    add(base, 1 - ratio);
    add(base + 1, ratio);
  } else {
    for (int i = -1; i <= 2; ++i) add(base + i, cubic(i - ratio));
  }
  return taps;
}

// The sum over the taps of axes [axis, rank) of the plane at `x`.
double sample(const double* x, const Extents& extents, const std::vector<AxisTaps>& taps,
              size_t axis) {
  if (axis == extents.size()) return *x;
  int64_t stride = 1;
  for (size_t i = axis + 1; i < extents.size(); ++i) stride *= extents[i];
  double sum = 0;
  for (int i = 0; i < taps[axis].count; ++i)
    sum += taps[axis].weight[i] * sample(x + taps[axis].place[i] * stride, extents, taps, axis + 1);
  return sum;
}

Result<GridSampling> samplingOf(const Call& call) {
  GridSampling s{call.node.stringAttribute("mode"), Padding::zeros,
                 call.integer("align_corners") != 0};
  if (s.mode != "linear" && s.mode != "nearest" && s.mode != "cubic")
    return call.unsupported("mode \"" + s.mode + "\"");
  const std::string padding = call.node.stringAttribute("padding_mode");
  if (padding == "border")
    s.padding = Padding::border;
  else if (padding == "reflection")
    s.padding = Padding::reflection;
  else if (padding != "zeros")
    return call.unsupported("padding_mode \"" + padding + "\"");
  return s;
}

}  // namespace

// x: [N,C,spatial...], grid: [N,positions...,rank of spatial], last axis first.
Outputs evaluateGridSample(const Call& call) {
  HEDDLE_TRY(const GridSampling s, samplingOf(call));
  HEDDLE_CHECK(requireRank(call, 0, 3, SIZE_MAX));
  const Extents &x = call.in(0).extents(), &grid = call.in(1).extents();
  if (!isFloat(call.in(0).element())) return call.badType(0);
  if (!isFloat(call.in(1).element())) return call.badType(1);
  const Extents spatial(x.begin() + 2, x.end());
  if (grid.size() != x.size() || grid[0] != x[0] ||
      grid.back() != static_cast<int64_t>(spatial.size()))
    return call.inputError("the grid " + text(grid) + " does not fit " + text(x));
  for (const int64_t extent : spatial)
    if (extent == 0) return call.inputError("there is nothing to sample");
  Extents extents = {x[0], x[1]};
  extents.insert(extents.end(), grid.begin() + 1, grid.end() - 1);
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, extents));
  const std::vector<double> values = widen<double>(call.in(0)), where = widen<double>(call.in(1));
  std::vector<double> y(static_cast<size_t>(checked.elementCount()));
  const int64_t area = *elementCount(spatial), rank = static_cast<int64_t>(spatial.size());
  const int64_t points = viewAxis(extents, 1).inner;
  for (int64_t n = 0; n < x[0]; ++n)
    for (int64_t p = 0; p < points; ++p) {
      std::vector<AxisTaps> taps;
      for (int64_t axis = 0; axis < rank; ++axis)
        taps.push_back(tapsOf(where[(n * points + p) * rank + rank - 1 - axis], spatial[axis], s));
      for (int64_t c = 0; c < x[1]; ++c)
        y[(n * x[1] + c) * points + p] =
            sample(values.data() + (n * x[1] + c) * area, spatial, taps, 0);
    }
  return single(narrow(y, call.in(0).element(), extents));
}

}  // namespace heddle::reference
