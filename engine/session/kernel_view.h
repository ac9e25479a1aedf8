// One group in every form, with lines that know each other.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/model_state.h"

namespace heddle::session {

// Requires a group of the state. Compiles that group alone.
Result<KernelView> kernelView(const ModelState& state, GroupId group, bool withMachineCode);
// The forms of a group that was lowered.
Result<KernelView> kernelForms(const build::CompiledGroup& compiled, const Target& target,
                               bool withMachineCode = true);

// Of the scheduled program: the text, whose lines are the key of all forms, and the loop tree.
TextView scheduleText(const loops::Program& program);
std::vector<LoopTreeItem> loopTree(const loops::Program& program, const Target& target);

}  // namespace heddle::session
