// From a trace that shows a fault to a short one that still does.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/schedule/step.h"

namespace heddle::schedule {

// Whether a trace still shows the fault. Traces that do not replay show none. Must always give the
// same answer for the same trace.
using ShowsFault = std::function<bool(const Trace&)>;

// Steps of the trace, in their order, such that none can be left out alone (Zeller, Hildebrandt:
// Simplifying and isolating failure-inducing input). The trace itself when it shows no fault.
// At most `maxTries` traces are asked about; then the shortest so far is returned.
Trace reduced(const Trace& trace, const ShowsFault& showsFault, int maxTries = 2000);

}  // namespace heddle::schedule
