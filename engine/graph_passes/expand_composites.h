// lstm, gru, rnn, einsum  ==>  matmul, sigmoid, tanh, mul, add, transpose, reshape, concat
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Unrolls recurrences over a sequence length that is known, in both directions, with initial
// states and peepholes, and turns einsum into transpose, reshape, matmul and reduce_sum. Refuses
// what it cannot expand exactly, naming the node.
Result<PassResult> expandComposites(const graph::Graph& graph, const PassContext& context);

}  // namespace heddle::graph_passes
