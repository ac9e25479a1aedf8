// What rewrites share: an editor that infers types as it adds, counts uses and records provenance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph_passes/pass.h"

namespace heddle::graph_passes {

// Nodes that nothing reads any more go when their last reader is replaced. An error in any call is
// kept and returned by finish().
class Rewriter {
 public:
  Rewriter(const graph::Graph& graph, const PassContext& context, std::string passName);

  // Of the graph as it is now. `order` is that of the graph as it was; a node of it may be gone.
  std::span<const OpId> order() const { return m_base.order(); }
  bool contains(OpId id) const { return m_editor.contains(id); }
  const graph::Node& node(OpId id) const { return m_editor.node(id); }
  // The node that makes the value if it is of this kind, else null.
  const graph::Node* producer(graph::ValueRef value, graph::OpKind kind) const;
  const std::optional<TensorType>& type(graph::ValueRef value) const;
  std::optional<Tensor> constant(graph::ValueRef value) const;
  // The number of a constant with one element, converted.
  std::optional<double> scalar(graph::ValueRef value) const;
  // Readers and graph outputs, counted together for all outputs of the node.
  uint32_t uses(OpId id) const { return id.value < m_uses.size() ? m_uses[id.value] : 0; }

  // The new node takes name and origins from `like`.
  graph::ValueRef add(graph::OpKind kind, std::vector<graph::ValueRef> inputs,
                      graph::Attributes attributes, const graph::Node& like,
                      uint32_t outputCount = 1);
  graph::ValueRef addConstant(Tensor tensor, std::string name, std::string recipe);
  graph::ValueRef addIntegers(const std::vector<int64_t>& values, const std::string& name);
  // Readers of `from` read `to` instead; `from` goes, and with it what only it read. Its origins
  // are added to the node of `to` unless that is a constant or an input.
  void replace(graph::ValueRef from, graph::ValueRef to, const std::string& reason);
  // The node changes in place and keeps its id; types are inferred anew.
  void update(graph::Node node, const std::string& reason);
  void note(OpId from, OpId to, const std::string& reason) {
    m_rewrites.push_back({from, to, reason});
  }
  void redirect(graph::ValueRef from, graph::ValueRef to);
  // What release() says took the place of `gone`, should it be dragged along with another node.
  void standIn(OpId gone, OpId by) { m_standIns[gone] = by; }
  // Takes away a node that nothing reads, and what only it read.
  void release(OpId id, OpId standIn, const std::string& reason);
  void fail(Diagnostic error) {
    if (!m_error) m_error = std::move(error);
  }
  bool isCancelled() const { return m_context.cancel.isCancelled(); }
  const PassContext& context() const { return m_context; }
  const ConstantPool& pool() const { return *m_base.constants(); }

  Result<PassResult> finish() &&;

 private:
  void infer(graph::Node& node);
  void countUse(OpId id);
  void mergeOrigins(OpId into, const std::vector<uint32_t>& origins);

  const graph::Graph m_base;
  const PassContext& m_context;
  std::string m_passName;
  graph::GraphEditor m_editor;
  std::map<OpId, OpId> m_standIns;
  std::vector<uint32_t> m_uses;
  std::vector<Rewrite> m_rewrites;
  std::optional<Diagnostic> m_error;
  int m_freshSymbols = 0;
};

std::vector<uint32_t> mergedOrigins(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);

}  // namespace heddle::graph_passes
