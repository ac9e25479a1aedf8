// Elements picked by strides: the whole of transpose, expand, tile and slice.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/reference/walk.h"

namespace heddle::reference {

// Copies elements of x, read with the given strides from `start` on, into a new tensor. Requires
// that every index so reached lies inside x.
Outputs stridedCopy(const Tensor& x, const Extents& extents, const Extents& strides,
                    int64_t start = 0);

}  // namespace heddle::reference
