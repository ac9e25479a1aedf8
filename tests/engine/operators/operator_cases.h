// Small instances of operators, and how to run them both ways.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "engine/operators/operators.h"
#include "engine/reference/interpret_graph.h"
#include "engine/reference/interpret_loops.h"

namespace heddle::test {

// One input: random in [low, high], or given values; a constant where `isConstant` or values are
// given to a value input.
struct InputSpec {
  ElementType element = ElementType::f32;
  Extents extents = {};
  double low = -2, high = 2;
  std::vector<double> values = {};
  bool isConstant = false;
  bool isAbsent = false;
};

inline InputSpec floats(Extents e, double low = -2, double high = 2) {
  return {ElementType::f32, std::move(e), low, high};
}
inline InputSpec typed(ElementType t, Extents e, double low = -2, double high = 2) {
  return {t, std::move(e), low, high};
}
inline InputSpec ints(std::vector<double> values) {
  const auto n = static_cast<int64_t>(values.size());
  return {ElementType::i64, {n}, 0, 0, std::move(values), true};
}
inline InputSpec given(ElementType t, Extents e, std::vector<double> values) {
  return {t, std::move(e), 0, 0, std::move(values), true};
}
inline InputSpec data(ElementType t, Extents e, std::vector<double> values) {
  return {t, std::move(e), 0, 0, std::move(values), false};
}
inline InputSpec absent() {
  InputSpec s;
  s.isAbsent = true;
  return s;
}

struct OpCase {
  std::string label;
  graph::OpKind kind;
  std::vector<InputSpec> inputs;
  graph::Attributes attributes = {};
  uint32_t outputs = 1;
};

// The graph of one node (or a chain), its inputs' values and the reference's outputs.
struct BuiltCase {
  graph::Graph graph;
  std::vector<OpId> members;
  std::map<graph::ValueRef, Tensor> values;  // of inputs and constants, and of every member
};

Tensor randomTensor(const InputSpec& spec, std::mt19937_64& random);
Result<BuiltCase> buildCase(const OpCase& c, uint64_t seed);
// `floats` for f32 alone; more where f16 or bf16 take part.
double toleranceOf(const OpCase& c, double floats);

// Arguments of the program by its params, then the outputs compared. Empty text when equal within
// tolerance (relative to max(1, |expected|)); integers must be equal.
std::string compareOutputs(const operators::GroupProgram& group, const loops::Program& program,
                           const BuiltCase& built, double tolerance, uint64_t orderSeed = 0);
std::string compareTensors(const Tensor& actual, const Tensor& expected, double tolerance);

std::vector<OpCase> elementwiseCases();
std::vector<OpCase> movementCases();
std::vector<OpCase> reductionCases();
std::vector<OpCase> anchorCases();

}  // namespace heddle::test
