// Copies of a part of a buffer, made where a loop's iteration needs it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule {

// A fresh buffer "<buffer>_<scope>" of the buffer's shape, allocated in the program.
loops::Buffer makeStage(State& state, const loops::Buffer& buffer, loops::Scope scope,
                        const std::string& suffix);

// A nest around a block "<stage>_copy" that copies the box, element by element at the same indices,
// guarded where the box may leave the buffer. One of the buffers is a stage.
loops::Stmt copyOf(State& state, const Box& box, const loops::Buffer& from, const loops::Buffer& to,
                   const loops::Bounds& bounds);

// The blocks use the stage in the buffer's place.
void useStage(State& state, const loops::Buffer& buffer, const loops::Buffer& stage,
              const std::vector<BlockId>& blocks);

// `addition` becomes what each iteration of the loop does first, or last.
void addToBody(State& state, const loops::For& loop, const loops::Stmt& addition, bool isFirst);

}  // namespace heddle::schedule
