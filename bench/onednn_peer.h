// The same operator in oneDNN, where its library was found when this was built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/graph/node.h"
#include "engine/tensor/tensor_type.h"

namespace heddle::bench {

// Runs it once, on one thread, in the formats that oneDNN prefers, with a bias and a relu where
// `hasRelu`. Null: it has no such operator, or there is no oneDNN.
std::function<void()> onednnPeer(const graph::Node& node, const std::vector<Extents>& inputs,
                                 bool hasRelu);

}  // namespace heddle::bench
