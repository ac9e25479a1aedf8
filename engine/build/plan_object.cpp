// SPDX-License-Identifier: Apache-2.0
#include "engine/build/plan_object.h"

#include "engine/codegen/data_object.h"

namespace heddle::build {
namespace {

using codegen::PlanData;

PlanData::TensorInfo port(const NamedType& named) {
  const Extents extents = named.type.extents();
  const int64_t count = elementCount(extents).value_or(0);
  return {named.name, static_cast<uint32_t>(named.type.element), extents,
          static_cast<uint64_t>(count) * sizeBytes(named.type.element)};
}

}  // namespace

std::vector<uint64_t> constantOffsets(const Module& module) {
  constexpr uint64_t kAlignment = 64;
  std::vector<uint64_t> offsets = {0};
  for (const ConstantId id : module.constants) {
    const uint64_t end = offsets.back() + module.pool->tensor(id).sizeBytes();
    offsets.push_back((end + kAlignment - 1) / kAlignment * kAlignment);
  }
  return offsets;
}

Result<std::vector<std::byte>> planObject(const Module& module) {
  PlanData plan;
  plan.name = module.name;
  plan.metadataJson = module.metadataJson;
  plan.requiredFeatures = module.requiredFeatures;
  for (const NamedType& input : module.inputs) plan.inputs.push_back(port(input));
  for (const NamedType& output : module.outputs) plan.outputs.push_back(port(output));
  const std::vector<uint64_t> offsets = constantOffsets(module);
  for (size_t i = 0; i < module.constants.size(); ++i)
    plan.constants.push_back({module.constantNames[i], {}, false, offsets[i],
                              module.pool->tensor(module.constants[i]).sizeBytes()});
  for (const PlanStep& step : module.steps) {
    PlanData::Step out;
    out.kernel = step.kernel;
    out.group = static_cast<uint32_t>(step.group.value);
    out.parallelExtent = step.parallelExtent;
    out.flops = step.cost.flops;
    out.bytes = step.cost.bytes;
    for (const PlanStep::Arg& arg : step.args)
      out.args.push_back({arg.space, arg.index, static_cast<uint64_t>(arg.offsetBytes)});
    plan.steps.push_back(std::move(out));
  }
  plan.arenaBytes = static_cast<uint64_t>(module.memory.arenaBytes);
  return codegen::emitPlanObject(plan, module.target);
}

}  // namespace heddle::build
