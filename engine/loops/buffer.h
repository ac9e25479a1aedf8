// Buffers of the loop IR.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/expr.h"

namespace heddle::loops {

// Where a buffer lives. `registers`: every index is constant after unrolling and vectorising, so
// that its elements become SSA values; lowering refuses otherwise. `local`: on the stack of one
// kernel call.
enum class Scope : uint8_t { global, shared, local, registers };

// Identity is the id. Row-major unless strides are given (in elements).
struct BufferNode {
  BufferId id;
  std::string name;
  ElementType element = ElementType::f32;
  std::vector<Expr> shape;
  Scope scope = Scope::global;
  std::vector<Expr> strides;  // empty: dense row-major
  int64_t alignmentBytes = 64;
};

inline Buffer makeBuffer(BufferNode node) {
  return std::make_shared<const BufferNode>(std::move(node));
}

// [begin, begin + extent) along one dimension.
struct Range {
  Expr begin, extent;
};

// A box inside a buffer, one range per dimension.
struct BufferRegion {
  Buffer buffer;
  std::vector<Range> ranges;
};

}  // namespace heddle::loops
