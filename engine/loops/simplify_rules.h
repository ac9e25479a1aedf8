// The rules of the simplifier by node kind. Children are simplified already; null: no rule applies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/simplify.h"

namespace heddle::loops {

// Scalar i64.
Expr simplifyIndexBinary(const Binary& n, const Bounds& bounds);
Expr simplifyFloorDiv(const Expr& e, int64_t divisor, const Bounds& bounds);
Expr simplifyFloorMod(const Expr& e, int64_t divisor, const Bounds& bounds);
// Bounds that also hold where `condition` is true (or false).
Bounds narrowed(Bounds bounds, const Expr& condition, bool isTrue);

}  // namespace heddle::loops
