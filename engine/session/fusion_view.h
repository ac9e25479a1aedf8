// Fusion as plain values for views, with predicted effects.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/machine.h"
#include "engine/session/model_state.h"

namespace heddle::session {

FusionView fusionView(const ModelState& state, const MachineFacts& machine);

// The stage that shows groups: the fused graph with each node's group.
GraphStageView fusedStage(const ModelState& state);

}  // namespace heddle::session
