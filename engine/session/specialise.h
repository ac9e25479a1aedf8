// Inputs whose values decide shapes: a build is made for the values it is given.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/graph/graph.h"

namespace heddle::session {

// The inputs that reach a place where op.def asks for a value known at compile time (a shape, axes, pads), other
// than through their shape alone.
std::vector<std::string> shapeDecidingInputs(const graph::Graph& graph);

// The graph with those of `values` that decide shapes as constants. The input nodes stay, so that the model's
// interface does not change, but nothing reads them.
Result<graph::Graph> specialise(const graph::Graph& graph, const std::map<std::string, Tensor>& values);

}  // namespace heddle::session
