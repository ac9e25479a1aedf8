// One fused group, from operators to machine code.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/build/module.h"
#include "engine/build/object_cache.h"

namespace heddle::build {

// Machine code for a lowered group; `wasCached` says where it came from. Errors: the group in `where`.
Result<std::shared_ptr<const codegen::KernelCode>> compileGroup(const CompiledGroup& group,
                                                                const Target& target,
                                                                const ObjectCache& cache,
                                                                bool& wasCached);

}  // namespace heddle::build
