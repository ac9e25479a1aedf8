// Runs whole graphs: every node once, in order.
// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include "engine/reference/interpret_graph.h"

namespace heddle::reference {
namespace {

using graph::Graph;
using graph::Node;
using graph::OpKind;
using graph::ValueRef;

class Interpreter {
 public:
  Interpreter(const Graph& graph, const std::map<std::string, Tensor>& inputs,
              const InterpretOptions& options)
      : m_graph(graph), m_inputs(inputs), m_options(options) {
    for (const OpId id : graph.order())
      for (const ValueRef value : graph.node(id).inputs)
        if (value.isValid()) ++m_uses[value.op];
    for (const graph::Output& output : graph.outputs()) ++m_uses[output.value.op];
  }

  Result<std::vector<Tensor>> run() {
    for (const OpId id : m_graph.order()) {
      if (m_options.cancel.isCancelled()) return Diagnostic{"cancelled", "the run was cancelled"};
      const Node& node = m_graph.node(id);
      HEDDLE_TRY(auto values, valuesOf(node));
      if (m_options.onNode) m_options.onNode(id, values);
      if (m_uses.contains(id)) m_values.emplace(id, std::move(values));
      for (const ValueRef value : node.inputs)
        if (value.isValid()) release(value.op);
    }
    std::vector<Tensor> results;
    for (const graph::Output& output : m_graph.outputs()) {
      HEDDLE_TRY(Tensor tensor, find(output.value));
      results.push_back(std::move(tensor));
    }
    return results;
  }

 private:
  Result<std::vector<Tensor>> valuesOf(const Node& node) {
    if (node.kind == OpKind::input) return inputOf(node);
    if (node.kind == OpKind::constant) {
      const auto value = m_graph.constantValue({node.id, 0});
      if (!value)
        return Diagnostic{
            "reference.input", "{0} has no value", {{"node", node.id.value, node.name}}};
      return std::vector<Tensor>{*value};
    }
    std::vector<std::optional<Tensor>> arguments;
    for (const ValueRef value : node.inputs) {
      arguments.emplace_back();
      if (!value.isValid()) continue;
      HEDDLE_TRY(arguments.back(), find(value));
    }
    HEDDLE_TRY(auto outputs, evaluate(node, arguments, *m_graph.constants()));
    if (m_options.replace) HEDDLE_CHECK(m_options.replace(node, arguments, outputs));
    return outputs;
  }

  Result<std::vector<Tensor>> inputOf(const Node& node) {
    const auto it = m_inputs.find(node.name);
    if (it == m_inputs.end())
      return Diagnostic{"reference.input",
                        "no value is given for input {0}",
                        {{"node", node.id.value, node.name}}};
    const auto& type = m_graph.type({node.id, 0});
    const Tensor& tensor = it->second;
    bool fits = !type || (type->element == tensor.element() && type->rank() == tensor.rank());
    for (size_t i = 0; type && fits && i < type->rank(); ++i)
      fits = !type->shape[i].isConstant() || type->shape[i].constant() == tensor.extents()[i];
    if (!fits)
      return Diagnostic{"reference.input",
                        "input {0} has type " + text(*type) + ", given is " + text(tensor.type()),
                        {{"node", node.id.value, node.name}}};
    return std::vector<Tensor>{tensor};
  }

  Result<Tensor> find(ValueRef value) const {
    const auto it = m_values.find(value.op);
    if (it == m_values.end() || value.index >= it->second.size())
      return Diagnostic{"reference.input",
                        "output " + std::to_string(value.index) + " of {0} does not exist",
                        {{"node", value.op.value,
                          m_graph.contains(value.op) ? m_graph.node(value.op).name : "?"}}};
    return it->second[value.index];
  }

  void release(OpId id) {
    const auto it = m_uses.find(id);
    if (it != m_uses.end() && --it->second == 0) m_values.erase(id);
  }

  const Graph& m_graph;
  const std::map<std::string, Tensor>& m_inputs;
  const InterpretOptions& m_options;
  std::unordered_map<OpId, int> m_uses;
  std::unordered_map<OpId, std::vector<Tensor>> m_values;
};

}  // namespace

Result<std::vector<Tensor>> interpret(const Graph& graph,
                                      const std::map<std::string, Tensor>& inputs,
                                      const InterpretOptions& options) {
  return Interpreter(graph, inputs, options).run();
}

}  // namespace heddle::reference
