// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/builder.h"

#include "engine/loops/visit.h"

namespace heddle::operators {

using namespace loops;
using graph::ValueRef;

namespace {

std::set<ValueRef> leavingValues(const GroupSource& group) {
  if (!group.outputs.empty()) return {group.outputs.begin(), group.outputs.end()};
  const std::set<OpId> members(group.members.begin(), group.members.end());
  std::set<ValueRef> leaving;
  for (OpId id : group.graph.order()) {
    if (members.contains(id)) continue;
    for (const ValueRef& input : group.graph.node(id).inputs) {
      if (input.isValid() && members.contains(input.op)) leaving.insert(input);
    }
  }
  for (const graph::Output& output : group.graph.outputs()) {
    if (members.contains(output.value.op)) leaving.insert(output.value);
  }
  return leaving;
}

}  // namespace

GroupBuilder::GroupBuilder(const GroupSource& group)
    : m_graph(group.graph), m_leaving(leavingValues(group)) {
  m_program.name = group.name;
}

std::string GroupBuilder::unique(std::set<std::string>& taken, const std::string& base) {
  std::string name = base;
  for (int i = 2; !taken.insert(name).second; ++i) name = base + "_" + std::to_string(i);
  return name;
}

Buffer GroupBuilder::makeBuffer(const std::string& name, ElementType element,
                                const Extents& extents) {
  BufferNode node;
  node.id = m_program.freshId<BufferId>();
  node.name = unique(m_bufferNames, name);
  node.element = element;
  for (int64_t extent : extents) node.shape.push_back(constant(extent));
  return loops::makeBuffer(std::move(node));
}

Buffer GroupBuilder::makeTemp(const std::string& name, ElementType element,
                              const Extents& extents) {
  m_program.allocs.push_back(makeBuffer(name, element, extents));
  return m_program.allocs.back();
}

Buffer GroupBuilder::bufferOf(ValueRef value, const std::string& name) {
  if (auto it = m_values.find(value); it != m_values.end()) return it->second;
  const TensorType& type = *m_graph.type(value);
  const bool isConstant = m_graph.node(value.op).kind == graph::OpKind::constant;
  Buffer buffer = makeBuffer(name, type.element, type.extents());
  m_inputs.push_back({value, {buffer, isConstant ? ParamRole::constant : ParamRole::input}});
  m_values[value] = buffer;
  return buffer;
}

Buffer GroupBuilder::defineValue(ValueRef value, const std::string& name) {
  if (auto it = m_values.find(value); it != m_values.end()) return it->second;
  const TensorType& type = *m_graph.type(value);
  Buffer buffer = makeBuffer(name, type.element, type.extents());
  if (m_leaving.contains(value)) {
    m_outputs.push_back({value, {buffer, ParamRole::output}});
  } else {
    m_program.allocs.push_back(buffer);
  }
  m_values[value] = buffer;
  return buffer;
}

void GroupBuilder::append(Stmt nest, BlockId block, OpId origin) {
  m_nests.push_back(std::move(nest));
  m_origins[block] = origin;
}

GroupProgram GroupBuilder::finish() && {
  GroupProgram result;
  m_program.body = Seq::make(std::move(m_nests));
  std::set<BufferId> touched;
  walk(
      m_program.body,
      [&](const Stmt& s) {
        if (const auto* store = as<Store>(s)) touched.insert(store->buffer->id);
        return true;
      },
      [&](const Expr& e) {
        if (const auto* load = as<Load>(e)) touched.insert(load->buffer->id);
        return true;
      });
  for (const auto& [value, param] : m_inputs) {
    if (!touched.contains(param.buffer->id)) continue;  // folded into the program
    m_program.params.push_back(param);
    result.params.push_back({value, param.role});
  }
  for (const auto& [value, param] : m_outputs) {
    m_program.params.push_back(param);
    result.params.push_back({value, param.role});
  }
  std::erase_if(m_program.allocs, [&](const Buffer& b) { return !touched.contains(b->id); });
  result.program = std::move(m_program);
  result.blockOrigins = std::move(m_origins);
  return result;
}

Expr loadWide(const Buffer& buffer, const Indices& indices) {
  return cast(Load::make(buffer, indices), computeElement(buffer->element));
}

Stmt storeNarrow(const Buffer& buffer, const Indices& indices, const Expr& value) {
  return Store::make(buffer, indices, cast(value, buffer->element));
}

}  // namespace heddle::operators
