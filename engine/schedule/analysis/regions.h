// Boxes of elements that blocks touch below a loop.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

// [begin, begin + extent) per dimension, over the variables of outer loops. Exact: every element of
// the box inside the buffer is touched; else the box may be too large.
struct Box {
  std::vector<loops::Range> ranges;
  bool isExact = true;
};

// Inclusive bounds of an expression while the loops `inner` run; nothing when it cannot be bounded.
struct SymbolicRange {
  loops::Expr lo, hi;
  bool isExact = true;
};
std::optional<SymbolicRange> rangeOver(const loops::Expr& e,
                                       const std::vector<const loops::For*>& inner,
                                       const loops::Bounds& bounds);

// What the block touches of the buffer while the loops below the first `depth` of its nest run; the
// union over several regions. Falls back to whole dimensions. Nothing when no region names the
// buffer.
std::optional<Box> touched(const loops::Program& program, const Place& place,
                           const std::vector<loops::BufferRegion>& regions, BufferId buffer,
                           size_t depth);

// The predicate only keeps the block's iterators within their extents.
bool isDomainGuard(const loops::Expr& predicate, const loops::Block& block,
                   const loops::Bounds& bounds);

// Every element of `inside` that lies in the buffer is one of `outside`.
bool covers(const Box& outside, const Box& inside, const loops::Buffer& buffer,
            const loops::Bounds& bounds);
// Different iterations of the loop have boxes without common elements.
bool isSeparate(const Box& box, const loops::For& loop, const loops::Bounds& bounds);
Box unionOf(const Box& a, const Box& b, const loops::Buffer& buffer, const loops::Bounds& bounds);

}  // namespace heddle::schedule
