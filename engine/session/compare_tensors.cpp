// SPDX-License-Identifier: Apache-2.0
#include "engine/session/compare_tensors.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace heddle::session {

double scaleOf(const Tensor& expected) {
  double scale = 1;
  for (int64_t i = 0; i < expected.elementCount(); ++i)
    if (const double e = std::fabs(expected.valueAsDouble(i)); std::isfinite(e))
      scale = std::max(scale, e);
  return scale;
}

namespace {

// Between 1 and the next number; 0 where single precision's is far below any tolerance.
double stepOf(ElementType element) {
  return element == ElementType::f16 ? 0x1p-10 : element == ElementType::bf16 ? 0x1p-7 : 0;
}

}  // namespace

double toleranceOf(ElementType element, double expected, double scale, double rtol, double atol) {
  constexpr double kAtolOfOneStep = 1e-5;  // what kernels are compared with
  const double steps = atol / kAtolOfOneStep * stepOf(element);
  const double tolerance = (atol + steps) * scale + rtol * std::fabs(expected);
  return isInteger(element) && sizeBytes(element) <= 2 ? std::min(tolerance, 0.5) : tolerance;
}

TensorDifference difference(const Tensor& actual, const Tensor& expected, double rtol,
                            double atol) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  TensorDifference out;
  if (actual.extents() != expected.extents() || actual.element() != expected.element())
    return {kInfinity, kInfinity, kInfinity};
  const double scale = scaleOf(expected);
  for (int64_t i = 0; i < actual.elementCount(); ++i) {
    const double a = actual.valueAsDouble(i), e = expected.valueAsDouble(i);
    if (a == e || (std::isnan(a) && std::isnan(e))) continue;
    if (!std::isfinite(a) || !std::isfinite(e)) return {kInfinity, kInfinity, kInfinity};
    const double error = std::fabs(a - e);
    out.maxAbsError = std::max(out.maxAbsError, error);
    if (e != 0) out.maxRelError = std::max(out.maxRelError, error / std::fabs(e));
    out.worstOfTolerance = std::max(
        out.worstOfTolerance, error / toleranceOf(expected.element(), e, scale, rtol, atol));
  }
  return out;
}

}  // namespace heddle::session
