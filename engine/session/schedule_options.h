// What may be done next to a schedule, and why the rest may not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/step.h"
#include "engine/session/schedule_views.h"

namespace heddle::session {

// A state of a history with the way that led there.
struct ScheduleSituation {
  const schedule::State& state;
  const loops::Program& program;  // unscheduled
  const schedule::Trace& trace;
};

// Every primitive that takes the selected thing, with arguments that make sense; those that apply
// first. Errors: the selected thing is not there.
Result<std::vector<SchedulePrimitiveView>> scheduleOptions(const ScheduleSituation& situation,
                                                           const ScheduleSelection& selection);

// The step on the state: whether it applies; if not, why, what breaks it and what is near.
SchedulePrimitiveView explainStep(const ScheduleSituation& situation, const schedule::Step& step);

}  // namespace heddle::session
