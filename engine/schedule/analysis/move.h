// Rebuilding a block's nest for a part of its iterations: what compute_at and reverse_compute_at
// share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/analysis/regions.h"

namespace heddle::schedule {

// Refusals: complete, domain.
Status checkMovable(const State& state, const Step& step, const Place& place);

// The step's block and the path to its loop, under which the block does not stand yet. Refusals:
// block, loop, ancestor, rolled and those of checkMovable.
struct Move {
  Place place;
  Path path;
};
Result<Move> findMove(const State& state, const Step& step);

// Whether the block's instances write every element of the buffer: its loops run over the whole
// domain of its iterators, and the domain covers the buffer.
bool writesWhole(const loops::Program& program, const Place& place, const loops::Buffer& buffer);

// A copy of the buffer made before the place's nest has all that the nest reads. Refusals:
// producer, whole.
Status checkStageable(const State& state, const Step& step, const Place& place,
                      const loops::Buffer& buffer);

// The iterators' ranges; those that are missing run over their whole extent.
using IteratorRanges = std::map<VarId, loops::Range>;

// Where a dimension of `region` is a plain iterator plus a constant, the box bounds that iterator;
// two different bounds for one iterator lift it to its whole extent.
void restrictRanges(IteratorRanges& ranges, const loops::Block& block,
                    const loops::BufferRegion& region, const Box& box, const loops::Bounds& bounds);

// The block under new loops over the ranges, guarded where they may leave the extents. The block
// keeps its id.
loops::Stmt rebuilt(State& state, const Place& place, const IteratorRanges& ranges,
                    const loops::Bounds& bounds);

}  // namespace heddle::schedule
