// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/operators/operator_cases.h"

#include <cmath>

namespace heddle::test {

using namespace graph;

Tensor randomTensor(const InputSpec& spec, std::mt19937_64& random) {
  Tensor tensor = Tensor::allocate(spec.element, spec.extents).value();
  std::uniform_real_distribution<double> uniform(spec.low, spec.high);
  for (int64_t i = 0; i < tensor.elementCount(); ++i) {
    double value = spec.values.empty() ? uniform(random) : spec.values[static_cast<size_t>(i)];
    if (spec.element == ElementType::boolean)
      value = value > 0 ? 1 : 0;
    else if (!isFloat(spec.element))
      value = std::round(value);
    tensor.setFromDouble(i, value);
  }
  return tensor;
}

Result<BuiltCase> buildCase(const OpCase& c, uint64_t seed) {
  std::mt19937_64 random(seed);
  auto pool = std::make_shared<ConstantPool>();
  GraphEditor editor("case", pool);
  BuiltCase built;
  Node node;
  node.kind = c.kind;
  node.name = c.label;
  node.attributes = c.attributes;
  node.outputCount = c.outputs;
  std::vector<std::optional<Tensor>> inputs;
  for (size_t i = 0; i < c.inputs.size(); ++i) {
    const InputSpec& spec = c.inputs[i];
    if (spec.isAbsent) {
      node.inputs.push_back({});
      inputs.push_back({});
      continue;
    }
    const Tensor tensor = randomTensor(spec, random);
    const OpId id = spec.isConstant ? editor.addConstant(tensor, "c" + std::to_string(i), "test")
                                    : editor.addInput("x" + std::to_string(i), tensor.type());
    node.inputs.push_back({id, 0});
    inputs.push_back(tensor);
    built.values[{id, 0}] = tensor;
  }
  HEDDLE_TRY(const auto expected, reference::evaluate(node, inputs, *pool));
  std::vector<Output> outputs;
  for (const Tensor& tensor : expected) node.types.push_back(tensor.type());
  const OpId id = editor.add(node);
  for (uint32_t k = 0; k < c.outputs; ++k) {
    outputs.push_back({"y" + std::to_string(k), {id, k}});
    built.values[{id, k}] = expected[k];
  }
  editor.setOutputs(outputs);
  HEDDLE_TRY(built.graph, std::move(editor).finish());
  built.members = {id};
  return built;
}

std::string compareTensors(const Tensor& actual, const Tensor& expected, double tolerance) {
  if (actual.element() != expected.element()) return "element types differ";
  if (actual.extents() != expected.extents()) {
    return "extents differ: " + text(actual.extents()) + " for " + text(expected.extents());
  }
  for (int64_t i = 0; i < expected.elementCount(); ++i) {
    const double a = actual.valueAsDouble(i), e = expected.valueAsDouble(i);
    if (std::isnan(e) ? std::isnan(a) : a == e) continue;
    if (isFloat(expected.element()) && std::abs(a - e) <= tolerance * std::max(1.0, std::abs(e)))
      continue;
    return "element " + std::to_string(i) + " is " + std::to_string(a) + ", expected " +
           std::to_string(e);
  }
  return {};
}

std::string compareOutputs(const operators::GroupProgram& group, const loops::Program& program,
                           const BuiltCase& built, double tolerance, uint64_t orderSeed) {
  std::vector<Tensor> arguments, expected;
  for (const auto& param : group.params) {
    (param.role == loops::ParamRole::output ? expected : arguments)
        .push_back(built.values.at(param.value));
  }
  const auto outputs = reference::interpret(program, arguments, orderSeed);
  if (outputs.isError()) return toText(outputs.error());
  if (outputs.value().size() != expected.size()) return "number of outputs";
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::string difference = compareTensors(outputs.value()[i], expected[i], tolerance);
    if (!difference.empty()) return "output " + std::to_string(i) + ": " + difference;
  }
  return {};
}

double toleranceOf(const OpCase& c, double floats) {
  double tolerance = floats;
  for (const InputSpec& input : c.inputs) {
    if (input.element == ElementType::f16) tolerance = std::max(tolerance, 4e-3);
    if (input.element == ElementType::bf16) tolerance = std::max(tolerance, 3e-2);
  }
  return tolerance;
}

}  // namespace heddle::test
