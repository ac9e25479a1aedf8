// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/infer_types.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "engine/graph/infer.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

// Larger values are data, not shapes.
constexpr int64_t kLargestKnown = 64 << 10;

// 1. Backwards: mark the nodes whose values a value input depends on.
// 2. Forwards: infer each node; evaluate the marked ones whose inputs are known.
// 3. Known value inputs become constants.
class Inference {
 public:
  Inference(const graph::Graph& graph, const PassContext& context)
      : m_graph(graph), m_context(context), m_editor(graph) {}

  Result<PassResult> run() {
    markNeeded();
    for (const OpId id : m_graph.order()) {
      if (m_context.cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
      HEDDLE_CHECK(inferNode(id));
    }
    HEDDLE_TRY(graph::Graph graph, std::move(m_editor).finish());
    return PassResult{std::move(graph), std::move(m_rewrites)};
  }

 private:
  static uint64_t key(ValueRef value) { return value.op.value << 16 | (value.index & 0xffff); }

  void markNeeded() {
    const auto order = m_graph.order();
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
      const Node& node = m_graph.node(*it);
      const bool isMarked = m_needed.contains(node.id);
      if (isMarked && (node.kind == OpKind::shape || node.kind == OpKind::size)) continue;
      for (size_t i = 0; i < node.inputs.size(); ++i)
        if (node.inputs[i].isValid() && (isMarked || graph::opInfo(node.kind).needsValue(i)))
          m_needed.insert(node.inputs[i].op);
    }
  }

  std::optional<Tensor> knownValue(ValueRef value) const {
    if (!value.isValid()) return std::nullopt;
    if (auto constant = m_graph.constantValue(value)) return constant;
    const auto it = m_known.find(key(value));
    return it == m_known.end() ? std::nullopt : std::optional(it->second);
  }

  Status inferNode(OpId id) {
    const Node& node = m_graph.node(id);
    if (node.kind == OpKind::input) return bindInput(node);
    std::vector<std::optional<TensorType>> types;
    std::vector<std::optional<Tensor>> values;
    for (const ValueRef& input : node.inputs) {
      types.push_back(input.isValid() ? typeOf(input) : std::nullopt);
      values.push_back(knownValue(input));
    }
    int fresh = 0;
    HEDDLE_TRY(auto inferred, graph::inferTypes({node, types, values, *m_graph.constants(), [&] {
                 return Dim::symbol("u" + std::to_string(id.value) + "." + std::to_string(fresh++));
               }}));
    if (m_needed.contains(id)) evaluate(node, types, values, inferred);
    settle(node, std::move(inferred), values);
    return {};
  }

  const std::optional<TensorType>& typeOf(ValueRef value) const {
    static const std::optional<TensorType> none;
    const auto& types = m_editor.node(value.op).types;
    return value.index < types.size() ? types[value.index] : none;
  }

  Status bindInput(const Node& node) {
    if (node.types.empty() || !node.types[0]) return {};
    TensorType type = *node.types[0];
    for (Dim& dim : type.shape) {
      const auto value = dim.evaluate(m_context.shapes);
      if (value && *value < 0)
        return Diagnostic{"graph.shape", "{0} would have an extent of " + std::to_string(*value),
                          {{"node", node.id.value, node.name}}};
      if (value) dim = *value;
    }
    if (type == *node.types[0]) return {};
    Node bound = node;
    bound.types[0] = std::move(type);
    m_editor.replace(std::move(bound));
    return {};
  }

  void evaluate(const Node& node, const std::vector<std::optional<TensorType>>& types,
                const std::vector<std::optional<Tensor>>& values,
                const std::vector<std::optional<TensorType>>& outputs) {
    if (node.kind == OpKind::constant) return;
    for (const auto& output : outputs) {
      if (!output || !output->isStatic()) return;
      if (elementCount(output->extents()).value_or(INT64_MAX) > kLargestKnown) return;
    }
    if (node.kind == OpKind::shape || node.kind == OpKind::size)
      return evaluateShape(node, *types[0], *outputs[0]);
    if (!m_context.evaluate) return;
    for (size_t i = 0; i < values.size(); ++i)
      if (node.inputs[i].isValid() && (!values[i] || values[i]->elementCount() > kLargestKnown))
        return;
    auto results = m_context.evaluate(node, values, *m_graph.constants());
    if (results.isError()) return;  // the node stays; whoever runs it will say why
    for (size_t i = 0; i < results.value().size() && i < outputs.size(); ++i)
      if (results.value()[i].type() == *outputs[i])
        m_known.emplace(key({node.id, static_cast<uint32_t>(i)}), results.value()[i]);
  }

  void evaluateShape(const Node& node, const TensorType& x, const TensorType& result) {
    if (node.kind == OpKind::size) {
      if (!x.isStatic()) return;
      const auto count = elementCount(x.extents());
      if (count)
        m_known.emplace(key({node.id, 0}),
                        Tensor::fromValues<int64_t>(ElementType::i64, {}, std::span(&*count, 1)));
      return;
    }
    const auto rank = static_cast<int64_t>(x.rank());
    int64_t start = node.intAttribute("start");
    start = std::clamp<int64_t>(start < 0 ? start + rank : start, 0, rank);
    std::vector<int64_t> extents;
    for (int64_t i = 0; i < result.shape[0].constant(); ++i) {
      const Dim& dim = x.shape[static_cast<size_t>(start + i)];
      if (!dim.isConstant()) return;
      extents.push_back(dim.constant());
    }
    const auto length = static_cast<int64_t>(extents.size());
    m_known.emplace(key({node.id, 0}),
                    Tensor::fromValues<int64_t>(ElementType::i64, {length}, extents));
  }

  // Writes types and known value inputs into the node where they differ.
  void settle(const Node& node, std::vector<std::optional<TensorType>> types,
              const std::vector<std::optional<Tensor>>& values) {
    bool isChanged = types != node.types;
    std::vector<ValueRef> inputs = node.inputs;
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (!values[i] || !graph::opInfo(node.kind).needsValue(i)) continue;
      if (m_graph.node(inputs[i].op).kind == OpKind::constant) continue;
      inputs[i] = constantFor(inputs[i], *values[i]);
      isChanged = true;
    }
    if (!isChanged) return;
    Node changed = node;
    changed.types = std::move(types);
    changed.inputs = std::move(inputs);
    m_editor.replace(std::move(changed));
  }

  ValueRef constantFor(ValueRef value, const Tensor& tensor) {
    const auto [it, isNew] = m_constants.try_emplace(key(value));
    if (isNew) {
      const Node& producer = m_graph.node(value.op);
      it->second = {m_editor.addConstant(tensor, producer.name, "shape:" + producer.name), 0};
      m_rewrites.push_back({value.op, it->second.op, "its value follows from the shapes"});
    }
    return it->second;
  }

  const graph::Graph& m_graph;
  const PassContext& m_context;
  graph::GraphEditor m_editor;
  std::vector<Rewrite> m_rewrites;
  std::unordered_set<OpId> m_needed;
  std::unordered_map<uint64_t, Tensor> m_known;
  std::unordered_map<uint64_t, ValueRef> m_constants;
};

}  // namespace

Result<PassResult> inferTypes(const graph::Graph& graph, const PassContext& context) {
  return Inference(graph, context).run();
}

}  // namespace heddle::graph_passes
