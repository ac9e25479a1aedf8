// What can be told of a schedule's program without compiling it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/step.h"
#include "engine/session/schedule_views.h"
#include "engine/support/target.h"

namespace heddle::session {

// `state` and `trace` of the view are left to the caller.
ScheduleProgramView programView(const schedule::State& state, const Target& target);

}  // namespace heddle::session
