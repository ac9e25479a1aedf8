// y = op(x)  ==>  y : type = op(x); value inputs known from shapes become constants
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Binds the symbols of the input shapes for which the context has values, infers every type in
// order, and evaluates small integer and float tensors on the way, so that shapes computed in the
// graph are known where the inputs' are. Where only the data decides, a dimension is a fresh
// symbol. Value inputs (op.def) that turn out to be known become constants.
Result<PassResult> inferTypes(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
