// The graph IR: an immutable directed acyclic graph of operators.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/graph/node.h"
#include "engine/support/result.h"
#include "engine/tensor/constant_pool.h"

namespace heddle::graph {

// A node of the file that the graph was imported from.
struct SourceNode {
  std::string name;
  std::string domain;
  std::string opType;
};

struct Output {
  std::string name;
  ValueRef value;
};

// Copies share storage: nodes live in chunks of 64 ids, and a pass that changes a few nodes copies a
// few chunks. Order is topological: a node stands after its inputs.
class Graph {
 public:
  Graph();  // without nodes
  const std::string& name() const;
  std::span<const OpId> order() const;  // every node, inputs and constants included
  size_t size() const { return order().size(); }
  bool contains(OpId id) const;
  // The same nodes in the same order, as seen by where they are stored: may miss equal graphs.
  bool sharesNodesWith(const Graph& other) const;
  const Node& node(OpId id) const;  // requires contains(id)
  const std::optional<TensorType>& type(ValueRef value) const;
  std::vector<OpId> inputs() const;  // nodes of kind input, in the model's order (that of their ids)
  const std::vector<Output>& outputs() const;
  const std::shared_ptr<ConstantPool>& constants() const;
  const std::vector<SourceNode>& sources() const;
  // Nothing unless the value is a constant node's.
  std::optional<Tensor> constantValue(ValueRef value) const;

  // For every node the nodes that read one of its outputs, in order, without repeats. O(size).
  class Users {
   public:
    std::span<const OpId> of(OpId id) const;
   private:
    friend class Graph;
    std::vector<std::pair<uint64_t, uint32_t>> m_begin;  // sorted by id
    std::vector<OpId> m_users;
  };
  Users users() const;

 private:
  friend class GraphEditor;
  struct Storage;
  std::shared_ptr<const Storage> m_storage;
};

// Makes a new graph, from nothing or from an older one. Ids continue where the older graph's
// lineage stopped and are never reused.
class GraphEditor {
 public:
  GraphEditor(std::string name, std::shared_ptr<ConstantPool> constants);
  explicit GraphEditor(const Graph& base);
  ~GraphEditor();
  GraphEditor(GraphEditor&&) noexcept;

  // Gives the node a fresh id (node.id is ignored).
  OpId add(Node node);
  OpId addInput(std::string name, TensorType type);
  OpId addConstant(Tensor tensor, std::string name, std::string recipe);
  // Keeps the id. A node with an id that the graph lacks is added under it (the parser does so).
  void replace(Node node);
  void erase(OpId id);
  const Node& node(OpId id) const;
  bool contains(OpId id) const;
  // Every use of `from`, in nodes and outputs, becomes `to`; so a node that is to read `from` and
  // stand for it is added after. The first call is O(size), later ones cost the uses of `from`.
  void redirect(ValueRef from, ValueRef to);
  void setOutputs(std::vector<Output> outputs);
  void setSources(std::vector<SourceNode> sources);
  // Sorts topologically (stable) and checks: every reference exists, no cycle.
  Result<Graph> finish() &&;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace heddle::graph
