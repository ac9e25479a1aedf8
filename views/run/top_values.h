// The largest values of a tensor, and its histogram. Pure functions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/tensor/tensor.h"

namespace heddle::views {

struct TopValue {
  int64_t index = 0;
  double value = 0;
};
// Largest first; equal values by index. NaN is never among them.
std::vector<TopValue> topValues(const Tensor& tensor, size_t count);

struct Histogram {
  double low = 0, high = 0;         // of the finite values
  std::vector<int64_t> counts;      // equal bins over [low, high]
  int64_t notFinite = 0;
};
Histogram histogramOf(const Tensor& tensor, size_t bins);

}  // namespace heddle::views
