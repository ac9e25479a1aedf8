// SPDX-License-Identifier: Apache-2.0
#include "engine/session/rounding.h"

#include <algorithm>
#include <cmath>

#include "engine/reference/interpret_graph.h"

namespace heddle::session {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

namespace {

bool movesData(OpKind kind) {
  switch (kind) {
    case OpKind::identity:
    case OpKind::reshape:
    case OpKind::squeeze:
    case OpKind::unsqueeze:
    case OpKind::flatten:
    case OpKind::transpose:
    case OpKind::expand:
    case OpKind::tile:
    case OpKind::concat:
    case OpKind::split:
    case OpKind::slice:
    case OpKind::gather:
    case OpKind::pad:
    case OpKind::depth_to_space:
    case OpKind::space_to_depth:
      return true;
    default:
      return false;
  }
}

bool roundsOnce(OpKind kind) {
  switch (kind) {
    case OpKind::cast:
    case OpKind::abs:
    case OpKind::neg:
    case OpKind::relu:
    case OpKind::clip:
    case OpKind::minimum:
    case OpKind::maximum:
    case OpKind::add:
    case OpKind::sub:
    case OpKind::mul:
    case OpKind::div:
    case OpKind::max_pool:
    case OpKind::reduce_max:
    case OpKind::reduce_min:
    case OpKind::quantize_linear:
    case OpKind::dequantize_linear:
      return true;
    default:
      return false;
  }
}

bool areWholeNumbers(const std::vector<Tensor>& values) {
  return std::ranges::all_of(values, [](const Tensor& value) {
    return isInteger(value.element()) || value.element() == ElementType::boolean;
  });
}

// x moved by `by`, which x's type may not hold: then nothing moves.
Result<Tensor> shifted(const Tensor& x, double by) {
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), x.extents()));
  for (int64_t i = 0; i < x.elementCount(); ++i) out.setFromDouble(i, x.valueAsDouble(i) + by);
  return out;
}

bool haveEqualBytes(const Tensor& a, const Tensor& b) {
  return std::ranges::equal(a.bytes(), b.bytes());
}

}  // namespace

void Exactness::add(const Node& node, const std::vector<Tensor>& outputs) {
  const auto isInexact = [&](const ValueRef& v) { return v.isValid() && !isExact(v); };
  const auto isProduct = [&](const ValueRef& v) { return m_products.contains(v.op); };
  if (std::ranges::any_of(node.inputs, isInexact) || !keepsBits(node, outputs))
    m_inexact.insert(node.id);
  if ((node.kind == OpKind::mul && !areWholeNumbers(outputs)) ||
      (movesData(node.kind) && std::ranges::any_of(node.inputs, isProduct)))
    m_products.insert(node.id);
}

bool Exactness::keepsBits(const Node& node, const std::vector<Tensor>& outputs) const {
  if (movesData(node.kind)) return true;
  if (areWholeNumbers(outputs))
    return roundsOnce(node.kind) || node.kind == OpKind::conv || node.kind == OpKind::matmul ||
           node.kind == OpKind::gemm;
  const bool isSum = node.kind == OpKind::add || node.kind == OpKind::sub;
  if (isSum && std::ranges::any_of(node.inputs, [&](auto v) { return m_products.contains(v.op); }))
    return false;
  return roundsOnce(node.kind) && std::ranges::all_of(outputs, [](const Tensor& value) {
    return value.element() == ElementType::f32;
  });
}

const Tensor& Roundings::other(int64_t i) const {
  return low.valueAsInt(i) != nominal.valueAsInt(i) ? low : high;
}

Result<Roundings> roundingsOf(const Node& node, const std::vector<std::optional<Tensor>>& inputs,
                              const ConstantPool& constants, double tolerance) {
  const auto evaluated = [&](const Tensor& x) -> Result<Tensor> {
    std::vector<std::optional<Tensor>> with = inputs;
    with[0] = x;
    HEDDLE_TRY(const std::vector<Tensor> out, reference::evaluate(node, with, constants));
    return out[0];
  };
  const Tensor &x = *inputs[0], &scale = *inputs[1];
  Roundings out;
  HEDDLE_TRY(out.nominal, evaluated(x));
  out.low = out.high = out.nominal;
  if (tolerance <= 0 || !isFloat(x.element())) return out;
  double largest = 0, step = INFINITY;
  for (int64_t i = 0; i < x.elementCount(); ++i)
    if (const double value = std::fabs(x.valueAsDouble(i)); std::isfinite(value))
      largest = std::max(largest, value);
  for (int64_t i = 0; i < scale.elementCount(); ++i)
    step = std::min(step, std::fabs(scale.valueAsDouble(i)));
  const double by = std::min(tolerance * largest, step / 8);
  if (!(by > 0)) return out;
  HEDDLE_TRY(const Tensor less, shifted(x, -by));
  HEDDLE_TRY(const Tensor more, shifted(x, by));
  HEDDLE_TRY(out.low, evaluated(less));
  HEDDLE_TRY(out.high, evaluated(more));
  out.areEqual =
      haveEqualBytes(out.low, out.nominal) && haveEqualBytes(out.high, out.nominal);
  return out;
}

StepCount countSteps(const Tensor& actual, const Roundings& expected) {
  StepCount out;
  out.elements = actual.elementCount();
  for (int64_t i = 0; i < out.elements; ++i) {
    const int64_t a = actual.valueAsInt(i), e = expected.nominal.valueAsInt(i);
    if (a == e) continue;
    const bool isAtBorder = a == expected.low.valueAsInt(i) || a == expected.high.valueAsInt(i);
    ++(isAtBorder ? out.atBorder : out.wrong);
    out.largestStep = std::max(out.largestStep, std::fabs(static_cast<double>(a - e)));
  }
  return out;
}

}  // namespace heddle::session
