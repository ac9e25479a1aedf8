// The definition of every operator: slow, obvious, the oracle of all tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/support/cancel_token.h"

namespace heddle::reference {

// The outputs of one node for given inputs (an absent optional input is an empty optional). No
// types are needed: shapes come from the values. Errors: "reference.unsupported",
// "reference.input".
Result<std::vector<Tensor>> evaluate(const graph::Node& node,
                                     const std::vector<std::optional<Tensor>>& inputs,
                                     const ConstantPool& constants);
bool canEvaluate(graph::OpKind kind);

// Every value of the graph for the named inputs, or only the outputs. `onNode` is called after each
// node; `replace` before it, after each node that computes: it may give other values of the same
// types for what follows to read.
struct InterpretOptions {
  CancelToken cancel;
  std::function<void(OpId, const std::vector<Tensor>&)> onNode;
  std::function<Status(const graph::Node&, const std::vector<std::optional<Tensor>>& inputs,
                       std::vector<Tensor>& outputs)>
      replace;
};
Result<std::vector<Tensor>> interpret(const graph::Graph& graph,
                                      const std::map<std::string, Tensor>& inputs,
                                      const InterpretOptions& options = {});

}  // namespace heddle::reference
