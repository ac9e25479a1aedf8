// Fusion as plain values for views, with predicted effects.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/machine.h"
#include "engine/session/model_state.h"

namespace heddle::session {

FusionView fusionView(const ModelState& state, const MachineFacts& machine, int threads = 0);

}  // namespace heddle::session
