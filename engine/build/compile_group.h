// One fused group, from operators to machine code.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/build/module.h"
#include "engine/build/object_cache.h"

namespace heddle::build {

enum class TraceOrigin { chosen, user };

// Fills `scheduled` and what follows from source.program and trace. A trace that we chose and whose
// threads would share a buffer runs on one thread instead and `note` says so; a user's is an error.
Status applyTrace(CompiledGroup& group, const Target& target, TraceOrigin origin);

// Machine code for a lowered group; `wasCached` says where it came from. Errors: the group in `where`.
Result<std::shared_ptr<const codegen::KernelCode>> compileGroup(const CompiledGroup& group,
                                                                const Target& target,
                                                                const ObjectCache& cache,
                                                                bool& wasCached);

}  // namespace heddle::build
