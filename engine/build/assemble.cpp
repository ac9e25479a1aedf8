// SPDX-License-Identifier: Apache-2.0
#include "engine/build/assemble.h"

#include <algorithm>
#include <set>

#include "engine/build/memory_plan.h"
#include "engine/build/pack_constant.h"
#include "engine/runtime/plan.h"

namespace heddle::build {
namespace {

using graph::ValueRef;

int64_t bufferBytes(const loops::Buffer& buffer) {
  int64_t bytes = static_cast<int64_t>(sizeBytes(buffer->element));
  for (const loops::Expr& extent : buffer->shape) bytes *= loops::constantInt(extent).value_or(0);
  return bytes;
}

class Assembler {
 public:
  Assembler(const graph_passes::FusedGraph& fused, const std::vector<CompiledGroup>& groups)
      : m_fused(fused), m_groups(groups) {}

  Result<Module> run(const std::string& name, const Target& target) {
    m_module.name = name;
    m_module.target = target;
    m_module.pool = m_fused.graph.constants();
    HEDDLE_CHECK(declarePorts());
    declareBuffers();
    HEDDLE_CHECK(placeConstants());
    m_module.memory = planMemory(std::move(m_buffers));
    HEDDLE_CHECK(emitSteps());
    collectFeatures();
    return std::move(m_module);
  }

 private:
  Status declarePorts() {
    const graph::Graph& graph = m_fused.graph;
    for (const OpId input : graph.inputs()) {
      const auto& type = graph.type({input, 0});
      if (!type || !type->isStatic())
        return Diagnostic{"build.dynamic_input",
                          "the shape of input \"" + graph.node(input).name + "\" is not known",
                          {{"node", input.value, graph.node(input).name}},
                          "",
                          "give it with --input-shapes"};
      m_inputs[{input, 0}] = static_cast<uint32_t>(m_module.inputs.size());
      m_module.inputs.push_back({graph.node(input).name, *type});
    }
    for (const graph::Output& output : graph.outputs()) {
      const auto& type = graph.type(output.value);
      if (!type || !type->isStatic())
        return Diagnostic{"build.dynamic_output",
                          "the shape of output \"" + output.name + "\" depends on the data"};
      m_outputs[output.value] = static_cast<uint32_t>(m_module.outputs.size());
      m_module.outputs.push_back({output.name, *type});
    }
    return {};
  }

  // One buffer per value that passes between groups and per workspace, with its first and last step.
  void declareBuffers() {
    int step = 0;
    for (const CompiledGroup& group : m_groups) {
      const int first = step, last = step + static_cast<int>(group.lowered.kernels.size()) - 1;
      step = last + 1;
      for (size_t i = 0; i < group.source.params.size(); ++i)
        touch(group, i, first, last);
      for (const loops::Buffer& buffer : group.lowered.workspace) {
        m_workspaces[{group.id, buffer->id}] = m_buffers.size();
        m_buffers.push_back({{}, group.name + "." + buffer->name, 0, bufferBytes(buffer), first, last,
                             group.id});
      }
    }
  }

  void touch(const CompiledGroup& group, size_t param, int first, int last) {
    const ValueRef value = group.source.params[param].value;
    const bool isPort = m_inputs.count(value) || m_outputs.count(value);
    if (isPort || group.source.params[param].role == loops::ParamRole::constant) return;
    const auto [it, isNew] = m_values.emplace(value, m_buffers.size());
    if (isNew)
      m_buffers.push_back({value, m_fused.graph.node(value.op).name, 0,
                           bufferBytes(group.source.program.params[param].buffer), first, last,
                           group.id});
    m_buffers[it->second].lastStep = last;
  }

  Status placeConstants() {
    for (const CompiledGroup& group : m_groups)
      for (size_t i = 0; i < group.source.params.size(); ++i) {
        if (group.source.params[i].role != loops::ParamRole::constant) continue;
        HEDDLE_TRY(const uint32_t index, constantIndex(group, i));
        m_constantArgs[{group.id, i}] = index;
      }
    return {};
  }

  Result<uint32_t> constantIndex(const CompiledGroup& group, size_t param) {
    const graph::Node& node = m_fused.graph.node(group.source.params[param].value.op);
    ConstantId id = node.tensorAttribute("value");
    for (const auto& rewrite : group.layoutRewrites) {
      if (rewrite.buffer != group.source.program.params[param].buffer->name) continue;
      const std::string recipe = packRecipe(id, rewrite);
      if (const auto packed = m_module.pool->find(recipe)) {
        id = *packed;
        continue;
      }
      HEDDLE_TRY(Tensor tensor, packConstant(m_module.pool->tensor(id), rewrite));
      id = m_module.pool->add(std::move(tensor), recipe);
    }
    const auto [it, isNew] =
        m_constants.emplace(id, static_cast<uint32_t>(m_module.constants.size()));
    if (isNew) {
      m_module.constants.push_back(id);
      m_module.constantNames.push_back(node.name);
    }
    return it->second;
  }

  Status emitSteps() {
    for (const CompiledGroup& group : m_groups)
      for (size_t k = 0; k < group.lowered.kernels.size(); ++k) {
        const loop_passes::Kernel& kernel = group.lowered.kernels[k];
        PlanStep step;
        step.name = group.name;
        step.kernel = group.code->symbols[k];
        step.group = group.id;
        step.parallelExtent = kernel.parallelExtent;
        // The last kernel of a group is its main one; the earlier ones prepare its inputs.
        if (k + 1 == group.lowered.kernels.size()) step.cost = group.cost;
        for (const loops::Buffer& arg : kernel.args) {
          HEDDLE_TRY(const PlanStep::Arg place, locate(group, arg));
          step.args.push_back(place);
        }
        m_module.steps.push_back(std::move(step));
      }
    return {};
  }

  Result<PlanStep::Arg> locate(const CompiledGroup& group, const loops::Buffer& arg) const {
    if (const auto it = m_workspaces.find({group.id, arg->id}); it != m_workspaces.end())
      return PlanStep::Arg{HEDDLE_SPACE_ARENA, 0, m_module.memory.buffers[it->second].offsetBytes};
    for (size_t i = 0; i < group.scheduled.params.size(); ++i) {
      if (group.scheduled.params[i].buffer->id != arg->id) continue;
      const ValueRef value = group.source.params[i].value;
      if (const auto it = m_constantArgs.find({group.id, i}); it != m_constantArgs.end())
        return PlanStep::Arg{HEDDLE_SPACE_CONSTANT, it->second, 0};
      if (const auto it = m_inputs.find(value); it != m_inputs.end())
        return PlanStep::Arg{HEDDLE_SPACE_INPUT, it->second, 0};
      if (const auto it = m_outputs.find(value); it != m_outputs.end())
        return PlanStep::Arg{HEDDLE_SPACE_OUTPUT, it->second, 0};
      if (const auto it = m_values.find(value); it != m_values.end())
        return PlanStep::Arg{HEDDLE_SPACE_ARENA, 0, m_module.memory.buffers[it->second].offsetBytes};
    }
    return Diagnostic{"build.unknown_buffer",
                      "kernel argument {0} is neither a parameter nor a workspace",
                      {{"buffer", arg->id.value, arg->name}},
                      group.name};
  }

  void collectFeatures() {
    std::set<std::string> all;
    for (const CompiledGroup& group : m_groups) {
      const std::string& list = group.code->requiredFeatures;
      for (size_t begin = 0; begin < list.size();) {
        const size_t end = std::min(list.find(',', begin), list.size());
        if (end > begin) all.insert(list.substr(begin, end - begin));
        begin = end + 1;
      }
    }
    for (const std::string& feature : all)
      m_module.requiredFeatures += (m_module.requiredFeatures.empty() ? "" : ",") + feature;
  }

  const graph_passes::FusedGraph& m_fused;
  const std::vector<CompiledGroup>& m_groups;
  Module m_module;
  std::map<ValueRef, uint32_t> m_inputs, m_outputs;
  std::map<ValueRef, size_t> m_values;                          // into m_buffers
  std::map<std::pair<GroupId, BufferId>, size_t> m_workspaces;  // into m_buffers
  std::map<std::pair<GroupId, size_t>, uint32_t> m_constantArgs;
  std::map<ConstantId, uint32_t> m_constants;
  std::vector<BufferPlan> m_buffers;
};

}  // namespace

Result<Module> assemble(const graph_passes::FusedGraph& fused,
                        const std::vector<CompiledGroup>& groups, const std::string& name,
                        const Target& target) {
  return Assembler(fused, groups).run(name, target);
}

}  // namespace heddle::build
