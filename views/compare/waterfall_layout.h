// The geometry of a waterfall that adds up: from A's time over each group's change to B's. Pure functions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/session/views.h"

namespace heddle::views {

struct WaterfallBar {
  enum class Kind { total, change, residual, others } kind = Kind::change;
  std::string name;
  GroupId group;             // of A, else of B; invalid for totals, residual and others
  double from = 0, to = 0;   // milliseconds; a total starts at 0
};

// The changes with the largest effect first, at most `most` of them; the rest in one bar "others". The bars chain: each
// starts where the one before ended, and the last total is B's median.
std::vector<WaterfallBar> waterfallBars(const session::CompareView& compare, size_t most);

// Where the axis starts: 0, or, where the changes would be too small to see beside the totals, just below them.
double waterfallStart(const std::vector<WaterfallBar>& bars);

}  // namespace heddle::views
