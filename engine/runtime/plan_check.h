// Whether a plan may be executed: every index, offset and pointer that the executor follows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/runtime/error_text.h"
#include "engine/runtime/plan.h"

namespace heddle::runtime {

// Requires: magic and version of this runtime; names, kernels and arrays present; sizes of tensors
// equal to their extents times the element size; references within their space; an alignment that
// is a power of two of at least 64.
heddle_status checkPlan(const heddle_plan& plan, ErrorText& error);

// Bytes of one element of heddle::ElementType; 0 where nothing computes on it.
uint32_t elementBytes(uint32_t element);

}  // namespace heddle::runtime
