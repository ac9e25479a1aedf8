// One group in every form, with lines that know each other.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/model_state.h"

namespace heddle::session {

// Requires a group of the state. Compiles that group alone.
Result<KernelView> kernelView(const ModelState& state, GroupId group);

}  // namespace heddle::session
