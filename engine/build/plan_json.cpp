// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "engine/build/module.h"
#include "engine/runtime/plan.h"

namespace heddle::build {
namespace {

using nlohmann::json;

json ports(const std::vector<NamedType>& list) {
  json out = json::array();
  for (const NamedType& port : list)
    out.push_back({{"name", port.name},
                   {"element", std::string(heddle::name(port.type.element))},
                   {"extents", port.type.extents()}});
  return out;
}

const char* spaceName(uint32_t space) {
  switch (space) {
    case HEDDLE_SPACE_INPUT: return "input";
    case HEDDLE_SPACE_OUTPUT: return "output";
    case HEDDLE_SPACE_CONSTANT: return "constant";
    default: return "arena";
  }
}

}  // namespace

std::string planJson(const Module& module) {
  json steps = json::array();
  for (const PlanStep& step : module.steps) {
    json args = json::array();
    for (const PlanStep::Arg& arg : step.args)
      args.push_back({{"space", spaceName(arg.space)}, {"index", arg.index}, {"offset", arg.offsetBytes}});
    steps.push_back({{"name", step.name}, {"kernel", step.kernel}, {"group", step.group.value},
                     {"parallel_extent", step.parallelExtent}, {"flops", step.cost.flops},
                     {"bytes", step.cost.bytes}, {"args", args}});
  }
  json constants = json::array();
  for (size_t i = 0; i < module.constants.size(); ++i) {
    const Tensor tensor = module.pool->tensor(module.constants[i]);
    constants.push_back({{"name", module.constantNames[i]},
                         {"element", std::string(heddle::name(tensor.element()))},
                         {"extents", tensor.extents()}});
  }
  const json plan = {{"format", "heddle-plan"}, {"version", HEDDLE_PLAN_VERSION},
                     {"name", module.name}, {"model_hash", module.modelHash},
                     {"target", codegen::toText(module.target)},
                     {"required_features", module.requiredFeatures},
                     {"inputs", ports(module.inputs)}, {"outputs", ports(module.outputs)},
                     {"constants", constants}, {"steps", steps},
                     {"arena_bytes", module.memory.arenaBytes}};
  return plan.dump();
}

}  // namespace heddle::build
