// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "engine/session/measure.h"
#include "engine/session/shapes.h"

namespace heddle::session {

Result<std::map<std::string, Tensor>> fillInputs(const ModelState& state, uint64_t seed,
                                                 const std::string& mode) {
  if (mode != "random" && mode != "zeros" && mode != "ones")
    return Diagnostic{"session.fill_mode",
                      "fill mode \"{0}\" is not one of random, zeros, ones",
                      {{"value", 0, mode}}};
  std::map<std::string, Tensor> inputs;
  const graph::Graph& graph = state.fused.graph;
  for (const OpId id : graph.inputs()) {
    const auto& type = graph.type({id, 0});
    const std::string& name = graph.node(id).name;
    if (!type || !type->isStatic())
      return Diagnostic{"session.dynamic_shape", type ? "the shape of input \"{0}\" is open: {1}" : "the shape of input \"{0}\" is open",
                        {{"value", 0, name}, {"value", 0, type ? text(*type) : ""}, {"value", 0, exampleShapes(graph)}}, "",
                        "give it, for example with --input-shapes \"{2}\""};
    HEDDLE_TRY(Tensor tensor, Tensor::allocate(type->element, type->extents()));
    std::mt19937_64 random(seed + std::hash<std::string>{}(name));
    for (int64_t i = 0; i < tensor.elementCount() && mode != "zeros"; ++i) {
      // 24 bits, so that f32 holds every value exactly.
      const double uniform = static_cast<double>(random() >> 40) / static_cast<double>(1 << 24);
      const double value = mode == "ones" ? 1 : isFloat(type->element) ? uniform : uniform >= 0.5;
      tensor.setFromDouble(i, value);
    }
    inputs[name] = std::move(tensor);
  }
  return inputs;
}

}  // namespace heddle::session
