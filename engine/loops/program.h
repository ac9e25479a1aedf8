// A loop program: what one fused group computes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/loops/stmt.h"

namespace heddle::loops {

enum class ParamRole : uint8_t { input, constant, output };

struct Param {
  Buffer buffer;
  ParamRole role;
};

// Parameters in call order: inputs and constants, then outputs. `allocs` are buffers that live for
// the whole program (the arena holds them); `body` is the root scope: loops over blocks, in order.
// Ids of loops, blocks, buffers and variables come from nextId and are unique within the program's
// lineage; a transformation that makes one takes the next and stores the counter back.
struct Program {
  std::string name;
  std::vector<Param> params;
  std::vector<VarRef> shapeVars;  // symbolic extents, in the order of the call's shape values
  std::vector<Buffer> allocs;
  Stmt body;
  uint64_t nextId = 1;
  Annotations annotations;

  template <class Id>
  Id freshId() {
    return Id{nextId++};
  }
};

}  // namespace heddle::loops
