// The schedule that a kernel gets without tuning.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/operators/operators.h"
#include "engine/schedule/step.h"
#include "engine/support/target.h"

namespace heddle::spaces {

// A legal trace for the group's program on the target; replaying it is how every default kernel is
// made. Never fails for a program that buildProgram made: the fallback is a trace that only
// parallelises the outermost loop, or none.
schedule::Trace defaultSchedule(const operators::GroupProgram& group, const Target& target);

}  // namespace heddle::spaces
