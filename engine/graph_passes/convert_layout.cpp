// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/convert_layout.h"

#include <set>

#include "engine/graph_passes/follow_layout.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

// 1. In order: a convolution becomes channels last and its result is kept so; an operator that
//    reads such a value follows where it can.
// 2. Operators that cannot follow read the value transposed back, once per value.
// 3. The nodes that were replaced go, last first.
class Converter {
 public:
  Converter(const graph::Graph& graph, const PassContext& context)
      : m_graph(graph), m_rewriter(graph, context, "convert_layout"), m_state(m_rewriter) {}

  Result<PassResult> run() && {
    for (const OpId id : m_rewriter.order()) convert(m_graph.node(id));
    for (const graph::Output& output : m_graph.outputs())
      if (m_state.find(output.value)) m_rewriter.redirect(output.value, outputValue(output.value));
    for (auto it = m_replaced.rbegin(); it != m_replaced.rend(); ++it)
      if (m_rewriter.contains(it->first))
        m_rewriter.release(it->first, it->second, "channels last");
    return std::move(m_rewriter).finish();
  }

 private:
  // Every output of the model keeps a node of its own.
  ValueRef outputValue(ValueRef original) {
    const ValueRef plain = m_state.plain(original);
    if (m_outputs.insert(plain).second && m_rewriter.node(plain.op).kind != OpKind::input)
      return plain;
    return m_rewriter.add(OpKind::identity, {plain}, {}, m_graph.node(original.op));
  }

  void convert(const Node& node) {
    if (startsRegion(node)) return keep(node, {windowChannelsLast(m_rewriter, m_state, node)});
    bool readsPermuted = false, readsReplaced = false;
    for (const ValueRef& input : node.inputs) {
      readsPermuted = readsPermuted || m_state.isPermuted(input);
      readsReplaced = readsReplaced || m_state.find(input);
    }
    if (readsPermuted)
      if (auto followed = followLayout(m_rewriter, m_state, node))
        return keep(node, std::move(*followed));
    if (!readsReplaced) return;
    Node changed = node;
    for (ValueRef& input : changed.inputs)
      if (input.isValid()) input = m_state.plain(input);
    m_rewriter.update(std::move(changed), "reads a value that is kept channels last");
  }

  bool startsRegion(const Node& node) const {
    if (node.kind != OpKind::conv && node.kind != OpKind::conv_transpose) return false;
    if (node.stringAttribute("data_layout") == "channels_last") return false;
    const Laid* laid = m_state.find(node.inputs[0]);
    const auto& type = m_rewriter.type(laid ? laid->ref : node.inputs[0]);
    return type && type->rank() >= 3;
  }

  void keep(const Node& node, std::vector<Laid> laid) {
    m_replaced.emplace_back(node.id, laid[0].ref.op);
    m_rewriter.standIn(node.id, laid[0].ref.op);
    for (uint32_t i = 0; i < laid.size(); ++i) m_state.set({node.id, i}, std::move(laid[i]));
  }

  const graph::Graph& m_graph;
  Rewriter m_rewriter;
  LayoutState m_state;
  std::vector<std::pair<OpId, OpId>> m_replaced;
  std::set<ValueRef> m_outputs;
};

}  // namespace

Result<PassResult> convertLayout(const graph::Graph& graph, const PassContext& context) {
  return Converter(graph, context).run();
}

}  // namespace heddle::graph_passes
