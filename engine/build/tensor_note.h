// Where a schedule's tensor intrinsics are not what the kernel runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loop_passes/lower.h"

namespace heddle::build {

// Says which intrinsics the target has no instruction for, so that code generation writes them out,
// and which nests stayed loops; empty: every one is the instruction it names.
Phrase tensorNote(const loops::Program& scheduled, const loop_passes::LoweredProgram& lowered,
                  const Target& target);

}  // namespace heddle::build
