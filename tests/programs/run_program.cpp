// SPDX-License-Identifier: Apache-2.0
#include "tests/programs/run_program.h"

#include <cmath>
#include <random>

#include "engine/loops/fold.h"

namespace heddle::test {
namespace {

int64_t valueOf(const loops::Expr& e, const std::map<VarId, int64_t>& values) {
  if (const auto imm = loops::constantInt(e)) return *imm;
  if (const auto* v = loops::as<loops::Var>(e)) return values.at(v->id);
  const auto* b = loops::as<loops::Binary>(e);
  return *loops::foldBinary(b->op, ElementType::i64, valueOf(b->a, values), valueOf(b->b, values));
}

Tensor rewritten(const Tensor& from, const schedule::State::LayoutRewrite& r) {
  Tensor to = Tensor::allocate(from.element(), r.newExtents).value();
  for (int64_t i = 0; i < from.elementCount(); ++i) {
    std::map<VarId, int64_t> values;
    int64_t rest = i;
    for (size_t d = from.rank(); d-- > 0;) {
      values[r.oldVars[d]->id] = rest % from.extents()[d];
      rest /= from.extents()[d];
    }
    int64_t position = 0;
    for (size_t d = 0; d < r.newIndices.size(); ++d) {
      position = position * r.newExtents[d] + valueOf(r.newIndices[d], values);
    }
    to.setFromDouble(position, from.valueAsDouble(i));
  }
  return to;
}

}  // namespace

std::vector<Tensor> inputsFor(const loops::Program& program, unsigned seed) {
  std::mt19937 random(seed);
  return tensorsFor(program, [&](const Tensor& t, int64_t) {
    return static_cast<double>(random() % 9) - (isUnsignedInteger(t.element()) ? 0 : 4);
  });
}

std::vector<Tensor> rearranged(const schedule::State& state, const loops::Program& original,
                               std::vector<Tensor> inputs) {
  for (const auto& r : state.layoutRewrites) {
    size_t i = 0;
    for (const loops::Param& p : original.params) {
      if (p.role == loops::ParamRole::output) continue;
      if (p.buffer->name == r.buffer) inputs[i] = rewritten(inputs[i], r);
      ++i;
    }
  }
  return inputs;
}

std::string compare(const std::vector<Tensor>& expected, const std::vector<Tensor>& actual) {
  for (size_t k = 0; k < expected.size(); ++k) {
    for (int64_t i = 0; i < expected[k].elementCount(); ++i) {
      const double a = expected[k].valueAsDouble(i), b = actual[k].valueAsDouble(i);
      const bool isSame = a == b || (a != a && b != b) || std::fabs(a - b) <= 1e-5 * std::fabs(a);
      if (!isSame) {
        return "output " + std::to_string(k) + " element " + std::to_string(i) + ": " +
               std::to_string(a) + " became " + std::to_string(b);
      }
    }
  }
  return "";
}

}  // namespace heddle::test
