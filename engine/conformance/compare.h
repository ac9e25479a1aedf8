// Whether outputs are what a test expects.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/tensor/tensor.h"

namespace heddle::conformance {

// |actual - expected| <= absolute + relative * |expected| for floats, as numpy.allclose has it.
struct Tolerance {
  double relative = 1e-3, absolute = 1e-7;
};

// Nothing when they agree: element type and shape exactly, integers and booleans exactly, NaN where
// NaN is expected. Otherwise one sentence that names the worst element.
std::optional<std::string> difference(const Tensor& actual, const Tensor& expected,
                                      const Tolerance& tolerance);

}  // namespace heddle::conformance
