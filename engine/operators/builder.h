// What emitters write operators with: values of the group, buffers, and nests of loops around a
// block.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>

#include "engine/operators/exprs.h"
#include "engine/operators/operators.h"

namespace heddle::operators {

// The program while it grows.
class GroupBuilder {
 public:
  explicit GroupBuilder(const GroupSource& group);

  const graph::Graph& graph() const { return m_graph; }
  loops::Program& program() { return m_program; }
  // The buffer of a value; makes a parameter called `name` for a value from outside.
  loops::Buffer bufferOf(graph::ValueRef value, const std::string& name);
  loops::Buffer makeTemp(const std::string& name, ElementType element, const Extents& extents);
  // Gives the value its buffer, an output parameter if it leaves the group.
  loops::Buffer defineValue(graph::ValueRef value, const std::string& name);
  std::string uniqueBlockName(const std::string& base) { return unique(m_blockNames, base); }
  void append(loops::Stmt nest, BlockId block, OpId origin);
  GroupProgram finish() &&;

 private:
  loops::Buffer makeBuffer(const std::string& name, ElementType element, const Extents& extents);
  static std::string unique(std::set<std::string>& taken, const std::string& base);

  const graph::Graph& m_graph;
  std::set<graph::ValueRef> m_leaving;  // values of members that the outside reads
  loops::Program m_program;
  std::map<graph::ValueRef, loops::Buffer> m_values;
  std::vector<std::pair<graph::ValueRef, loops::Param>> m_inputs, m_outputs;
  std::vector<loops::Stmt> m_nests;
  std::map<BlockId, OpId> m_origins;
  std::set<std::string> m_blockNames, m_bufferNames;
};

// One member while it is expanded. Loads give values in computeElement() of their type.
class OpContext {
 public:
  OpContext(GroupBuilder& builder, const graph::Node& node) : m_builder(builder), node(node) {}

  // Fails unless every type is static and every value input has a value.
  Status check() const;
  void registerInputs();

  bool hasInput(size_t i) const { return i < node.inputs.size() && node.inputs[i].isValid(); }
  const TensorType& inputType(size_t i) const;
  Extents extents(size_t i) const { return inputType(i).extents(); }
  ElementType element(size_t i) const { return inputType(i).element; }
  Extents outExtents(size_t i = 0) const { return node.types[i]->extents(); }
  ElementType outElement(size_t i = 0) const { return node.types[i]->element; }
  std::optional<Tensor> constantInput(size_t i) const;
  std::vector<int64_t> intsInput(size_t i) const;  // of a value input; empty when absent
  bool isChannelsLast() const;

  Expr load(size_t input, const Indices& indices);     // widened
  Expr loadRaw(size_t input, const Indices& indices);  // as stored
  Expr loadBroadcast(size_t input, const Indices& outIndices);
  loops::Buffer output(size_t i = 0);
  loops::Buffer temp(const std::string& suffix, ElementType element, const Extents& extents);
  std::string opName() const { return std::string(graph::name(node.kind)); }
  Diagnostic unsupported(const std::string& why) const;
  GroupBuilder& builder() { return m_builder; }

 private:
  GroupBuilder& m_builder;

 public:
  const graph::Node& node;
};

// Widened load and narrowing store of any buffer.
Expr loadWide(const loops::Buffer& buffer, const Indices& indices);
loops::Stmt storeNarrow(const loops::Buffer& buffer, const Indices& indices, const Expr& value);

struct Axis {
  std::string name;
  int64_t extent;
  loops::IterKind kind = loops::IterKind::spatial;
};
std::vector<Axis> plainAxes(const Extents& extents);  // i0, i1, ...

// Loops around one block, one loop for each axis. Regions are worked out from the accesses.
class Nest {
 public:
  // The block is called "<op>" or "<op>_<suffix>".
  Nest(OpContext& op, const std::string& suffix, const std::vector<Axis>& axes);

  Expr operator[](size_t axis) const { return m_iters[axis].var; }
  Indices indices(size_t begin, size_t count) const;
  Indices spatial() const;
  void annotate(const std::string& key, loops::Annotation value) {
    m_annotations[key] = std::move(value);
  }
  // `init` runs before the first reduction step; a reduction over nothing leaves only init.
  void finish(loops::Stmt body, loops::Stmt init = nullptr);

 private:
  OpContext& m_op;
  std::string m_name;
  std::vector<loops::BlockIter> m_iters;
  std::vector<loops::VarRef> m_loopVars;
  std::vector<int64_t> m_extents;
  loops::Annotations m_annotations;
};

// out[i] = value(i) over every index of `out`.
void pointwise(OpContext& op, const std::string& suffix, const loops::Buffer& out,
               const std::function<Expr(const Indices&)>& value);
// out[s] = combine over r of value(s, r), starting from `start`.
struct Reduction {
  std::string suffix;
  loops::Buffer out;
  std::vector<Axis> axes;  // spatial and reduce in loop order
  Expr start;
  std::function<Expr(const Expr& accumulator, const Indices& iters)> update;
  std::function<Indices(const Indices& iters)> outIndices;
};
void reduce(OpContext& op, const Reduction& reduction);

}  // namespace heddle::operators
