// How many points of a box meet conditions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/program.h"

namespace heddle::loops {

// A variable over [min, min + extent).
struct BoxAxis {
  VarId var;
  int64_t min = 0, extent = 0;
};

struct PointCount {
  int64_t points = 0;
  bool isExact = true;  // else an upper bound
};

// Points where all conditions hold. Conditions that share no variable are counted apart, each over
// its own variables alone. Left out, so that the count is an upper bound: conditions that read data
// or a variable that is no axis, and those over more than a million points.
PointCount countPoints(const std::vector<BoxAxis>& box, const std::vector<Expr>& conditions);

}  // namespace heddle::loops
