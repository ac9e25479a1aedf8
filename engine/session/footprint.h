// How many bytes the body of a loop touches.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/program.h"

namespace heddle::session {

// Distinct bytes that one iteration of everything outside `loop` touches while `loop` runs once through, summed over
// buffers: the box spanned by the affine accesses below it. An access that is not affine counts as the
// whole buffer. Buffers in registers count nothing.
int64_t workingSetBytes(const loops::Program& program, LoopId loop);

// The same counting every access: over workingSetBytes, how often a byte is used while the loop
// runs once through. Buffers in registers count nothing.
double accessedBytes(const loops::Program& program, LoopId loop);

}  // namespace heddle::session
