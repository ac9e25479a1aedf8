// Integer arithmetic on literals as the loop IR defines it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/expr.h"

namespace heddle::loops {

// The value as an integer of the element's width holds it, sign- or zero-extended to 64 bits. A u64
// keeps its bits. Booleans become 0 or 1.
int64_t wrapTo(ElementType element, int64_t value);

// Nothing for a division by zero and for shifts out of range.
std::optional<int64_t> foldBinary(BinaryOp op, ElementType element, int64_t a, int64_t b);
bool foldCompare(CompareOp op, ElementType element, int64_t a, int64_t b);

// Rounded towards minus infinity; the divisor is not zero.
int64_t floorDivide(int64_t a, int64_t b);
int64_t floorModulo(int64_t a, int64_t b);

// The double as the element type stores it (f64 is unchanged).
double roundTo(ElementType element, double value);

}  // namespace heddle::loops
