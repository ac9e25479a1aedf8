// Who touches a buffer, where, and whether the iterations of a parallel loop meet there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <vector>

#include <map>
#include <set>
#include <vector>

#include "engine/loop_passes/linear.h"
#include "engine/support/result.h"

namespace heddle::loop_passes {

struct Access {
  std::vector<loops::Expr> indices;       // empty: any element
  std::vector<const loops::For*> loops;   // outermost first
  size_t nest;                            // index of the top-level statement
  bool isStore;
  bool isWrite;                           // a store that is not an update of what was there
  std::set<VarId> firstSteps;  // variables of conditions that say when, not where, it is written

  // Whether one iteration of the loop at `depth` sets the element whatever it held before.
  bool setsAt(size_t depth) const;
};
using Accesses = std::map<BufferId, std::vector<Access>>;

// Every access of a program without blocks (opaque ones aside), by buffer.
Accesses collectAccesses(const loops::Stmt& root);

// False only when proven: no two iterations of `parallel` touch the same element. `accesses` are
// those of one buffer inside the loop.
bool mayIterationsMeet(const loops::For& parallel, const loops::Buffer& buffer,
                       const std::vector<Access>& accesses);

// "lower.compact_buffers.shared_buffer" with the loop and the buffer.
Diagnostic sharedBuffer(const loops::For& parallel, const loops::Buffer& buffer);

// Fails with sharedBuffer() on a buffer in global memory that iterations of a parallel loop
// would write on top of each other.
Status checkSharedBuffers(const loops::Program& program);

}  // namespace heddle::loop_passes
