// SPDX-License-Identifier: Apache-2.0
#include "engine/conformance/compare.h"

#include <cmath>
#include <sstream>

namespace heddle::conformance {
namespace {

// How far beyond the tolerance, as a factor; above 1 is a difference.
double excess(double actual, double expected, const Tolerance& t) {
  if (std::isnan(expected) || std::isnan(actual))
    return std::isnan(expected) && std::isnan(actual) ? 0 : HUGE_VAL;
  if (actual == expected) return 0;
  if (std::isinf(expected) || std::isinf(actual)) return HUGE_VAL;
  return std::fabs(actual - expected) / (t.absolute + t.relative * std::fabs(expected));
}

}  // namespace

std::optional<std::string> difference(const Tensor& actual, const Tensor& expected,
                                      const Tolerance& tolerance) {
  if (actual.element() != expected.element() || actual.extents() != expected.extents())
    return "type is " + text(actual.type()) + ", expected " + text(expected.type());
  if (!isComputable(expected.element())) return "elements of this type cannot be compared";
  const bool isExact = !isFloat(expected.element());
  double worst = 0;
  int64_t where = -1;
  for (int64_t i = 0; i < expected.elementCount(); ++i) {
    const double factor =
        isExact ? (actual.valueAsInt(i) == expected.valueAsInt(i) ? 0.0 : HUGE_VAL)
                : excess(actual.valueAsDouble(i), expected.valueAsDouble(i), tolerance);
    if (factor > worst) {
      worst = factor;
      where = i;
    }
  }
  if (worst <= 1) return std::nullopt;
  std::ostringstream out;
  out.precision(9);
  out << "element " << where << " of " << text(expected.type()) << " is "
      << actual.valueAsDouble(where) << ", expected " << expected.valueAsDouble(where);
  return out.str();
}

}  // namespace heddle::conformance
