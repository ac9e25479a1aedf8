// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/compare/waterfall_layout.h"

#include <algorithm>
#include <cmath>

namespace heddle::views {

std::vector<WaterfallBar> waterfallBars(const session::CompareView& compare, size_t most) {
  std::vector<session::CompareRow> rows = compare.rows;
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.delta) > std::fabs(b.delta);
  });
  using Kind = WaterfallBar::Kind;
  std::vector<WaterfallBar> bars = {{Kind::total, "A", {}, 0, compare.a.median}};
  double level = compare.a.median, others = 0;
  const auto add = [&](Kind kind, const std::string& name, GroupId group, double delta) {
    bars.push_back({kind, name, group, level, level + delta});
    level += delta;
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i < most)
      add(Kind::change, rows[i].name, rows[i].groupA.isValid() ? rows[i].groupA : rows[i].groupB, rows[i].delta);
    else
      others += rows[i].delta;
  }
  if (rows.size() > most) add(Kind::others, "", {}, others);
  add(Kind::residual, "", {}, compare.residualMilliseconds);
  bars.push_back({Kind::total, "B", {}, 0, compare.b.median});
  return bars;
}

double waterfallStart(const std::vector<WaterfallBar>& bars) {
  if (bars.empty()) return 0;
  double low = bars.front().to, high = low;
  for (const WaterfallBar& bar : bars)
    for (const double end : {bar.kind == WaterfallBar::Kind::total ? bar.to : bar.from, bar.to}) {
      low = std::min(low, end);
      high = std::max(high, end);
    }
  constexpr double kReadable = 0.4;   // of the width that the changes take at least
  return high - low >= kReadable * high ? 0 : std::max(0.0, low - (high - low));
}

}  // namespace heddle::views
