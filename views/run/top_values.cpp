// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/top_values.h"

#include <algorithm>
#include <cmath>

namespace heddle::views {

std::vector<TopValue> topValues(const Tensor& tensor, size_t count) {
  std::vector<TopValue> all;
  for (int64_t i = 0; i < tensor.elementCount(); ++i) {
    const double value = tensor.valueAsDouble(i);
    if (!std::isnan(value)) all.push_back({i, value});
  }
  const size_t shown = std::min(count, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<long>(shown), all.end(),
                    [](const TopValue& a, const TopValue& b) {
                      return a.value != b.value ? a.value > b.value : a.index < b.index;
                    });
  all.resize(shown);
  return all;
}

Histogram histogramOf(const Tensor& tensor, size_t bins) {
  Histogram out;
  out.counts.assign(bins, 0);
  bool isFirst = true;
  for (int64_t i = 0; i < tensor.elementCount(); ++i) {
    const double value = tensor.valueAsDouble(i);
    if (!std::isfinite(value)) {
      ++out.notFinite;
      continue;
    }
    out.low = isFirst ? value : std::min(out.low, value);
    out.high = isFirst ? value : std::max(out.high, value);
    isFirst = false;
  }
  const double span = out.high - out.low;
  for (int64_t i = 0; i < tensor.elementCount() && !isFirst; ++i) {
    const double value = tensor.valueAsDouble(i);
    if (!std::isfinite(value)) continue;
    const double at = span > 0 ? (value - out.low) / span * static_cast<double>(bins) : 0;
    ++out.counts[std::min(bins - 1, static_cast<size_t>(at))];
  }
  return out;
}

}  // namespace heddle::views
