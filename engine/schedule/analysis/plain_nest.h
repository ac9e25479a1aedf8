// A block under loops of its own: one loop for each iterator, over all its values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

// The loops of the block's iterators, in the iterators' order; null where the extent is one and
// there is no loop. Refusals: complete (opaque or with buffers of its own), plain (an iterator is
// not bound to a loop of its own over all its values, or a predicate stands in the way), alone
// (something else stands in the nest, or a loop is scheduled).
Result<std::vector<const loops::For*>> plainNest(const Step& step, const Place& place);

}  // namespace heddle::schedule
