// What fusion overrides did, measured.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "engine/session/model_state.h"

namespace heddle::session {

struct OverrideEffect {
  FusionOverride fusion;
  CompileOptions options;      // of the build that has it: the effect is known for this one only
  OverrideEffectView view;     // ids are those of that build
};

// The override of this edge.
std::optional<FusionOverride> overrideOf(const ModelState& state, OpId producer, OpId consumer);

// `measured` is the comparison of `before`, without the override, with `after`, which has it.
OverrideEffect effectOf(const ModelState& before, const ModelState& after, const FusionOverride& fusion,
                        const CompareView& measured);

// A newer effect of the same build and edge replaces an older one.
void keepEffect(OverrideEffect effect, std::vector<OverrideEffect>& effects);

// Those of the state's own options, with its ids.
std::vector<OverrideEffectView> effectViews(const std::vector<OverrideEffect>& effects, const ModelState& state);

}  // namespace heddle::session
