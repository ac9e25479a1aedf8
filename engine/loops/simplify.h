// Integer arithmetic over loop variables: bounds and canonical forms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "engine/loops/program.h"

namespace heddle::loops {

// Known ranges of variables, inclusive at both ends.
struct Interval {
  int64_t min, max;
};
using Bounds = std::map<VarId, Interval>;

// Equal in value for every assignment within the bounds. Sums become canonical (sorted terms,
// constants last); floorDiv and floorMod of multiples cancel; decided comparisons become constants;
// select and min/max collapse when decided.
Expr simplify(const Expr& e, const Bounds& bounds = {});
// Simplifies every expression with the bounds of the loops around it; drops loops of no trips and
// ifs that are decided.
Stmt simplify(const Stmt& s, const Bounds& bounds = {});

std::optional<Interval> intervalOf(const Expr& e, const Bounds& bounds);
// True only when proven.
bool provablyTrue(const Expr& condition, const Bounds& bounds);

// e == sum of coefficient * variable + constant; nothing when it is not affine.
struct AffineForm {
  std::vector<std::pair<VarRef, int64_t>> terms;
  int64_t constant = 0;
  int64_t coefficient(VarId id) const;
};
std::optional<AffineForm> affineForm(const Expr& e);

}  // namespace heddle::loops
