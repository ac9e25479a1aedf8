// Compiled groups to a module: constants, memory plan, steps.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/build/module.h"

namespace heddle::build {

// Everything of the module but its objects. Requires groups in execution order and outputs of the graph that are
// each the output of exactly one group (graph_passes::separateOutputs sees to it).
Result<Module> assemble(const graph_passes::FusedGraph& fused,
                        const std::vector<CompiledGroup>& groups, const std::string& name,
                        const Target& target);

}  // namespace heddle::build
