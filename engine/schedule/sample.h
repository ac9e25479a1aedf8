// Traces as search spaces: decisions of sampling steps, drawn and written down.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/step.h"

namespace heddle::schedule {

enum class Redraw : uint8_t { missing, all };

// The trace with decisions, those that are missing or all of them, drawn from the seed one after
// the other; it replays to one program, on any machine. Errors: those of replay(), where what was
// drawn does not suit a later step; another seed may.
Result<Trace> sampled(const loops::Program& program, const Trace& trace, uint64_t seed,
                      Redraw redraw = Redraw::missing);

bool isSampling(const Step& step);

}  // namespace heddle::schedule
