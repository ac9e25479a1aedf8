// The block: what a schedule moves.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/stmt_node.h"

namespace heddle::loops {

enum class IterKind : uint8_t { spatial, reduce, opaque };

// An iterator of a block: ranges over [0, extent), bound to an expression of outer loop variables.
struct BlockIter {
  VarRef var;
  Expr extent;
  IterKind kind;
  Expr binding;
};

// The unit of scheduling. Inside, only its iterators, its own allocations and shape symbols appear,
// never a loop variable from outside. `init` runs before the body for the first reduction step.
// The instance runs only where `predicate` (over outer loop variables) holds.
struct Block final : StmtNode {
  struct Fields {
    BlockId id;
    std::string name;
    std::vector<BlockIter> iters = {};
    Expr predicate = nullptr;  // null: always
    std::vector<BufferRegion> reads = {}, writes = {};
    std::vector<Buffer> allocs = {};
    Stmt init = nullptr;
    Stmt body = nullptr;
    Annotations annotations = {};
    // Not a loop nest: the named function of the runtime, called with the buffers of reads and
    // writes.
    std::string opaqueFunction = {};
  };
  Fields f;
  static Stmt make(Fields fields);

 private:
  explicit Block(Fields fields) : StmtNode(StmtKind::Block), f(std::move(fields)) {}
};

}  // namespace heddle::loops
