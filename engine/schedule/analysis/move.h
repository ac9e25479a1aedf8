// Rebuilding a block's nest for a part of its iterations: what compute_at and reverse_compute_at share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule {

// Refusal: complete.
Status checkMovable(const State& state, const Step& step, const loops::Block& block);

// Whether the block's instances, all iterators over their extents, write every element of the buffer.
bool writesWhole(const loops::Program& program, const loops::Block& block, const loops::Buffer& buffer);

// The iterators' ranges; those that are missing run over their whole extent.
using IteratorRanges = std::map<VarId, loops::Range>;

// Where a dimension of `region` is a plain iterator plus a constant, the box bounds that iterator; two
// different bounds for one iterator lift it to its whole extent.
void restrictRanges(IteratorRanges& ranges, const loops::Block& block, const loops::BufferRegion& region,
                    const Box& box, const loops::Bounds& bounds);

// The block under new loops over the ranges, guarded where they may leave the extents. The block keeps its id.
loops::Stmt rebuilt(State& state, const Place& place, const IteratorRanges& ranges, const loops::Bounds& bounds);

}  // namespace heddle::schedule
