// Running programs on seeded inputs and comparing results.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/reference/interpret_loops.h"
#include "engine/schedule/step.h"

namespace heddle::test {

// A tensor for each input and constant, filled by value(tensor, position).
template <class Value>
std::vector<Tensor> tensorsFor(const loops::Program& program, Value value) {
  std::vector<Tensor> out;
  for (const loops::Param& p : program.params) {
    if (p.role == loops::ParamRole::output) continue;
    Extents extents;
    for (const auto& e : p.buffer->shape) extents.push_back(loops::constantInt(e).value());
    Tensor t = Tensor::allocate(p.buffer->element, extents).value();
    for (int64_t i = 0; i < t.elementCount(); ++i) t.setFromDouble(i, value(t, i));
    out.push_back(std::move(t));
  }
  return out;
}

// Small whole numbers, so that sums are exact in any order.
std::vector<Tensor> inputsFor(const loops::Program& program, unsigned seed);

// The constants as the state's layout rewrites want them.
std::vector<Tensor> rearranged(const schedule::State& state, const loops::Program& original,
                               std::vector<Tensor> inputs);

// An empty string when all outputs agree within 1e-5 relative, else what differs.
std::string compare(const std::vector<Tensor>& expected, const std::vector<Tensor>& actual);

}  // namespace heddle::test
