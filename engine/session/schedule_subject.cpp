// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_subject.h"

#include "engine/build/group_cost.h"
#include "engine/graph_passes/fuse.h"
#include "engine/loops/visit.h"

namespace heddle::session {
namespace {

using graph::ValueRef;

// The members with inputs for everything that other groups compute.
class Extraction {
 public:
  Extraction(const graph::Graph& source, const graph_passes::Group& group)
      : m_source(source),
        m_group(group),
        m_pool(std::make_shared<ConstantPool>()),
        m_editor(group.name, m_pool) {}

  Result<graph_passes::FusedGraph> run() {
    graph_passes::Group alone = m_group;
    alone.members.clear();
    for (const OpId member : m_group.members) {
      HEDDLE_TRY(const OpId copy, copyMember(member));
      alone.members.push_back(copy);
      if (member == m_group.anchor) alone.anchor = copy;
    }
    std::erase_if(alone.inputs, [&](ValueRef value) { return m_values.count(value) == 0; });
    for (ValueRef& value : alone.inputs) value = m_values.at(value);
    std::vector<graph::Output> outputs;
    for (ValueRef& value : alone.outputs) {
      value = m_values.at(value);
      outputs.push_back({"y" + std::to_string(outputs.size()), value});
    }
    m_editor.setOutputs(std::move(outputs));
    graph_passes::FusedGraph out;
    HEDDLE_TRY(out.graph, std::move(m_editor).finish());
    out.groups.push_back(std::move(alone));
    return out;
  }

 private:
  Result<OpId> copyMember(OpId member) {
    graph::Node node = m_source.node(member);
    for (ValueRef& value : node.inputs) {
      if (!value.isValid()) continue;
      if (m_values.count(value) == 0) HEDDLE_CHECK(addOutside(value));
      value = m_values.at(value);
    }
    for (auto& [key, attribute] : node.attributes)
      if (auto* constant = std::get_if<ConstantId>(&attribute))
        *constant = m_pool->add(m_source.constants()->tensor(*constant),
                                "group:attribute" + std::to_string(constant->value));
    const size_t results = node.types.size();
    node.origins.clear();
    const OpId id = m_editor.add(std::move(node));
    for (uint32_t i = 0; i < results; ++i) m_values[{member, i}] = {id, i};
    return id;
  }

  Status addOutside(ValueRef value) {
    const graph::Node& node = m_source.node(value.op);
    if (const auto tensor = m_source.constantValue(value)) {
      m_values[value] = {
          m_editor.addConstant(*tensor, node.name, "group:" + std::to_string(value.op.value)), 0};
      return {};
    }
    const auto& type = m_source.type(value);
    if (!type || !type->isStatic())
      return Diagnostic{"session.dynamic_shape",
                        "the shape of {0} is not known",
                        {{"value", 0, node.name}},
                        m_group.name,
                        "give the input shapes"};
    m_values[value] = {m_editor.addInput("x" + std::to_string(m_inputs++), *type), 0};
    return {};
  }

  const graph::Graph& m_source;
  const graph_passes::Group& m_group;
  std::shared_ptr<ConstantPool> m_pool;
  graph::GraphEditor m_editor;
  std::map<ValueRef, ValueRef> m_values;
  int m_inputs = 0;
};

}  // namespace

// Names, operators, forms and iterators of the blocks: not extents.
std::string programKind(const loops::Program& program) {
  std::string out;
  loops::walk(program.body, [&](const loops::Stmt& s) {
    const auto* block = loops::as<loops::Block>(s);
    if (!block) return true;
    out += block->f.name;
    for (const char* key : {"op", "form"})
      if (const auto it = block->f.annotations.find(key); it != block->f.annotations.end())
        if (const auto* text = std::get_if<std::string>(&it->second)) out += "/" + *text;
    for (const loops::BlockIter& iter : block->f.iters) out += " " + iter.var->name;
    out += ";";
    return false;
  });
  return out;
}

Result<ScheduleSubjectRef> finishSubject(graph_passes::FusedGraph alone, const Target& target,
                                         const std::string& workload) {
  auto subject = std::make_shared<ScheduleSubject>();
  const graph_passes::Group& group = alone.groups.front();
  HEDDLE_TRY(subject->group, operators::buildProgram({group.name, alone.graph, group.members}));
  subject->name = group.name;
  subject->workload = workload;
  if (!group.outputs.empty())
    if (const auto& type = alone.graph.type(group.outputs.front())) subject->shape = text(*type);
  subject->target = target;
  build::BuildOptions options;
  options.target = target;
  HEDDLE_TRY(const build::CompiledGroup byDefault, build::lowerGroup(alone, group, options));
  subject->defaultTrace = byDefault.trace;
  subject->programHash = build::programHash(subject->group.program);
  subject->kind = programKind(subject->group.program);
  subject->cost = build::groupCost(subject->group.program);
  subject->alone = std::move(alone);
  return ScheduleSubjectRef(std::move(subject));
}

Result<ScheduleSubjectRef> subjectOf(const graph_passes::FusedGraph& fused,
                                     const graph_passes::Group& group, const Target& target) {
  HEDDLE_TRY(graph_passes::FusedGraph alone, Extraction(fused.graph, group).run());
  return finishSubject(std::move(alone), target, {});
}

}  // namespace heddle::session
