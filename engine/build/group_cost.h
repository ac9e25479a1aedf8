// The work of a group.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/operators/operators.h"

namespace heddle::build {

// What every GFLOPS and share of peak of a group is taken from. Operations: those that its
// unscheduled program does (loops/operations.h), without the terms that a sum leaves out at the
// border of a padded input, which lowering leaves out too. So the count is the same under every
// schedule, what a schedule computes twice counts once, and no kernel can pass the peak by
// skipping. Bytes: of the parameters, once each.
operators::Cost groupCost(const loops::Program& program);

}  // namespace heddle::build
