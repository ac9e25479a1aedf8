// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/graph/infer.h"
#include "engine/graph/text.h"

namespace heddle::graph {
namespace {

bool hasDeclaredType(const Attribute& attribute, const std::string& type) {
  if (type == "int") return std::holds_alternative<int64_t>(attribute);
  if (type == "float") return std::holds_alternative<double>(attribute);
  if (type == "string") return std::holds_alternative<std::string>(attribute);
  if (type == "ints") return std::holds_alternative<std::vector<int64_t>>(attribute);
  if (type == "floats") return std::holds_alternative<std::vector<double>>(attribute);
  if (type == "type") return std::holds_alternative<ElementType>(attribute);
  if (type == "tensor") return std::holds_alternative<ConstantId>(attribute);
  return std::holds_alternative<std::shared_ptr<const Graph>>(attribute);
}

class Verifier {
 public:
  explicit Verifier(const Graph& graph) : m_graph(graph) {}

  Status run() {
    for (const OpId id : m_graph.order()) {
      const Node& node = m_graph.node(id);
      HEDDLE_CHECK(checkAttributes(node));
      HEDDLE_CHECK(checkOrigins(node));
      HEDDLE_CHECK(checkTypes(node));
    }
    for (const Output& output : m_graph.outputs())
      if (!m_graph.contains(output.value.op) ||
          output.value.index >= m_graph.node(output.value.op).outputCount)
        return Diagnostic{"graph.verify", "output " + output.name + " names no value"};
    return {};
  }

 private:
  static Diagnostic error(const Node& node, std::string message) {
    return {"graph.verify", "{0} (" + std::string(name(node.kind)) + "): " + std::move(message),
            {{"node", node.id.value, node.name}}};
  }

  Status checkAttributes(const Node& node) const {
    const auto& infos = opInfo(node.kind).attributes;
    for (const auto& [key, value] : node.attributes) {
      const auto info = std::find_if(infos.begin(), infos.end(),
                                     [&](const AttributeInfo& i) { return i.name == key; });
      if (info == infos.end()) return error(node, "it has no attribute '" + key + "'");
      if (!hasDeclaredType(value, info->type))
        return error(node, "attribute '" + key + "' is no " + info->type);
      const auto* id = std::get_if<ConstantId>(&value);
      if (id && (!id->isValid() || id->value > m_graph.constants()->size()))
        return error(node, "attribute '" + key + "' names no constant");
    }
    for (const AttributeInfo& info : infos)
      if (!info.isOptional && info.defaultText.empty() && !node.hasAttribute(info.name))
        return error(node, "attribute '" + info.name + "' is missing");
    return {};
  }

  Status checkOrigins(const Node& node) const {
    for (size_t i = 1; i < node.origins.size(); ++i)
      if (node.origins[i - 1] >= node.origins[i]) return error(node, "its origins are not sorted");
    if (!node.origins.empty() && !m_graph.sources().empty() &&
        node.origins.back() >= m_graph.sources().size())
      return error(node, "an origin names no node of the source");
    return {};
  }

  // What inference finds and what the node says must be able to agree.
  Status checkTypes(const Node& node) const {
    if (node.types.size() != node.outputCount) return error(node, "it needs one type per output");
    std::vector<std::optional<TensorType>> types;
    std::vector<std::optional<Tensor>> values;
    for (const ValueRef& input : node.inputs) {
      types.push_back(input.isValid() ? m_graph.type(input) : std::nullopt);
      values.push_back(input.isValid() ? m_graph.constantValue(input) : std::nullopt);
    }
    int fresh = 0;
    auto inferred = inferTypes({node, types, values, *m_graph.constants(),
                                [&] { return Dim::symbol("?" + std::to_string(fresh++)); }});
    if (inferred.isError()) return error(node, messageText(inferred.error()));
    for (size_t i = 0; i < node.types.size(); ++i) {
      const auto &given = node.types[i], &found = inferred.value()[i];
      if (given && found && !agree(*given, *found))
        return error(node, "its type is " + text(*given) + ", inference finds " + text(*found));
    }
    return {};
  }

  static bool agree(const TensorType& a, const TensorType& b) {
    if (a.element != b.element || a.rank() != b.rank()) return false;
    for (size_t i = 0; i < a.rank(); ++i)
      if (a.shape[i].isConstant() && b.shape[i].isConstant() &&
          a.shape[i].constant() != b.shape[i].constant())
        return false;
    return true;
  }

  const Graph& m_graph;
};

}  // namespace

Status verifyGraph(const Graph& graph) { return Verifier(graph).run(); }

}  // namespace heddle::graph
