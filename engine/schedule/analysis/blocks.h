// Facts about blocks that the primitives' requirements ask for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

bool writesBuffer(const loops::Block& block, BufferId buffer);
// A block that only updates what it writes does not count as reading it.
bool readsBuffer(const loops::Block& block, BufferId buffer);
bool hasReduceIterators(const loops::Block& block);
bool hasOpaqueIterators(const loops::Block& block);
bool isParameter(const loops::Program& program, BufferId buffer);
bool isOutput(const loops::Program& program, BufferId buffer);

std::vector<Place> writersOf(const std::vector<Place>& places, BufferId buffer);
// Blocks that read the buffer, its own writers (reductions, updates) excepted.
std::vector<Place> readersOf(const std::vector<Place>& places, BufferId buffer);

// The iterators that the loop moves.
std::vector<const loops::BlockIter*> drivenBy(const loops::Block& block, const loops::For& loop);

// The loop's iterations of every block below are independent of each other: it drives spatial
// iterators only, each of which tells the written elements apart, and what one block below reads
// from another is written in the same iteration. Refusals: opaque, reduction, race, dependence.
Status checkDataParallel(const State& state, const Step& step, const loops::For& loop);

// What the block reads and writes is not a window of rolling_buffer, which other places do not see
// whole. Refusal: rolled.
Status checkNotRolled(const State& state, const Step& step, const loops::Block& block);

// A condition that holds of every instance: `binding` within [0, extent), without what is provable.
loops::Expr guardOf(const loops::Expr& binding, const loops::Expr& extent,
                    const loops::Bounds& bounds);

// Reads and writes as the bodies have them: the accesses of init and body, with the block's inner
// loops relaxed. A running value that an init starts counts as written only.
void recomputeRegions(const loops::Program& program, loops::Block::Fields& fields);

// The single store that makes up the block's body, or null.
const loops::Store* singleStore(const loops::Block& block);
// The iterators that index `indices` one each, in order; nothing when an index is anything but an
// iterator of its own, or zero where the buffer has extent one (then null stands at its place).
std::optional<std::vector<loops::VarRef>> plainIterators(const loops::Buffer& buffer,
                                                         const std::vector<loops::Expr>& indices);

}  // namespace heddle::schedule
