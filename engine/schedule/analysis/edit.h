// Edits that several primitives share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

// Refusal: scope.
Result<loops::Scope> parseScope(const Step& step, const std::string& text);

// All uses of the buffer, parameters and allocations included, now name `replacement` (same id).
void replaceBuffer(loops::Program& program, const loops::Buffer& buffer,
                   const loops::Buffer& replacement);

// A nest of fresh serial loops around a block that copies `from` to `to` (same shape) element by
// element; loops are named "<block>.<dimension>" in the state.
struct Copy {
  std::string blockName;
  loops::Buffer from, to;
  std::vector<std::string> iteratorNames;  // one per dimension
};
loops::Stmt makeCopy(State& state, const Copy& copy);

// `addition` stands directly before (after) the root-level statement that holds the path's last
// node.
void insertAtRoot(loops::Program& program, const Path& path, const loops::Stmt& addition,
                  bool before);

// Wraps `body` in loops for iterators given by (name, begin, extent); returns the bindings. A loop
// of extent 1 is not made. Loops are named "<block>.<name>" in the state.
struct NewLoop {
  std::string name;
  loops::Expr begin, extent;
};
struct Nest {
  std::vector<loops::For::Fields> loops;  // outermost first, bodies empty
  std::vector<loops::Expr> bindings;
};
Nest makeNest(State& state, const std::string& blockName, const std::vector<NewLoop>& list);
loops::Stmt wrap(const Nest& nest, loops::Stmt body, uint32_t span);

}  // namespace heddle::schedule
