// How far a tensor is from what it should be.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/tensor/tensor.h"

namespace heddle::session {

struct TensorDifference {
  double maxAbsError = 0, maxRelError = 0;
  // max of |actual - expected| / (atol * scale + rtol * |expected|): above 1 is a failure. `scale` is the largest
  // finite |expected|, but at least 1: the rounding error of a sum goes with its terms, not with its result, so an
  // element near zero among large ones may be off by more than its own size. Infinite when shapes or types differ, or
  // where one side is NaN or infinite and the other is not.
  double worstOfTolerance = 0;
};
// The `scale` above.
double scaleOf(const Tensor& expected);
// The divisor above, for one element. Integers of 8 and 16 bits are what quantisation makes: half a
// step at most, so that any two that differ fail. Halves are rounded after every operator, and sums in another order
// round to the neighbour now and then: by default one step of the largest value for a kernel and ten for a network.
double toleranceOf(ElementType element, double expected, double scale, double rtol, double atol);
TensorDifference difference(const Tensor& actual, const Tensor& expected, double rtol, double atol);

}  // namespace heddle::session
