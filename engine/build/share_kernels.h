// Equal kernels are compiled once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/build/module.h"

namespace heddle::build {

// Renames every group's lowered program and kernels to a name made from their content, so that equal programs
// get equal symbols, and returns the classes of equal ones as positions in `groups`, in order.
std::vector<std::vector<size_t>> shareKernels(std::vector<CompiledGroup>& groups);

}  // namespace heddle::build
