// The discrete Fourier transform as a product with a matrix of sines and cosines.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::OpKind;
using graph::ValueRef;

namespace {

constexpr int64_t kMaxLength = 2048;  // beyond, the matrix is too large to be worth it

struct Transform {
  int64_t axis = 0, samples = 0, length = 0, bins = 0;
  bool isInverse = false;
};

// Element (s, k) is wave(2 pi s k / length) * factor. [samples, bins]
template <class Wave>
ValueRef waves(NodeContext& n, const Transform& t, ElementType element, double factor, Wave wave) {
  Tensor table = Tensor::allocate(element, {t.samples, t.bins}).value();
  for (int64_t s = 0; s < t.samples; ++s)
    for (int64_t k = 0; k < t.bins; ++k) {
      const double turn = static_cast<double>(s * k % t.length) / static_cast<double>(t.length);
      table.setFromDouble(s * t.bins + k, factor * wave(2 * std::numbers::pi * turn));
    }
  return n.constant(table);
}

ValueRef part(NodeContext& n, ValueRef x, int64_t axis, int64_t begin, int64_t end) {
  return n.emit(OpKind::slice,
                {x, n.intsConstant({begin}), n.intsConstant({end}), n.intsConstant({axis})});
}

std::optional<Transform> readTransform(NodeContext& n, ValueRef x, int64_t axis) {
  const auto type = n.type(x);
  if (!type) return n.refuseUnknown("its shape must be known before the model runs"), std::nullopt;
  Transform t;
  const int64_t rank = static_cast<int64_t>(type->rank());
  t.axis = axis < 0 ? axis + rank : axis;
  t.isInverse = n.intAttribute("inverse", 0) != 0;
  const bool isOneSided = n.intAttribute("onesided", 0) != 0;
  if (t.axis < 0 || t.axis >= rank - 1)
    return n.refuse("its axis is outside its input's shape"), std::nullopt;
  if (isOneSided && t.isInverse)
    return n.refuse("an inverse transform of one side is not supported"), std::nullopt;
  const Dim& samples = type->shape[static_cast<size_t>(t.axis)];
  if (!samples.isConstant() || !type->shape.back().isConstant())
    return n.refuse("its number of samples must be known before the model runs"), std::nullopt;
  t.samples = t.length = samples.constant();
  if (n.hasInput(1)) {
    const auto length = n.intsOf(n.input(1));
    if (!length || length->size() != 1)
      return n.refuse("its length is known only when the model runs"), std::nullopt;
    t.length = length->front();
    t.samples = std::min(t.samples, t.length);
  }
  if (t.length < 1 || t.length > kMaxLength)
    return n.refuse("its length is not 1 to 2048"), std::nullopt;
  t.bins = isOneSided ? t.length / 2 + 1 : t.length;
  return t;
}

// X[k] = sum over s of x[s] exp(-2 pi i s k / length); exp(+...) / length for the inverse.
// x: [..., samples, ..., 1 or 2]
void emitTransform(NodeContext& n, int64_t axis) {
  const ValueRef x = n.need(0);
  const ElementType element = n.element(x);
  const auto t = readTransform(n, x, axis);
  if (!t || n.isRefused()) return;
  const int64_t rank = n.rank(x);
  const bool isComplex = n.type(x)->shape.back() == Dim(2);
  std::vector<int64_t> perm;
  for (int64_t i = 0; i < rank; ++i) perm.push_back(i);
  perm.erase(perm.begin() + t->axis);
  perm.push_back(t->axis);  // [..., 1 or 2, samples]
  std::vector<int64_t> back(perm.size());
  for (size_t i = 0; i < perm.size(); ++i)
    back[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
  const ValueRef rows =
      part(n, n.emit(OpKind::transpose, {x}, {{"perm", perm}}), rank - 1, 0, t->samples);
  const double factor = t->isInverse ? 1.0 / static_cast<double>(t->length) : 1.0;
  const double sign = t->isInverse ? factor : -factor;
  const ValueRef cosines = waves(n, *t, element, factor, [](double a) { return std::cos(a); });
  const ValueRef sines = waves(n, *t, element, sign, [](double a) { return std::sin(a); });
  const auto product = [&](ValueRef a, ValueRef b) { return n.emit(OpKind::matmul, {a, b}); };
  const ValueRef real = part(n, rows, rank - 2, 0, 1);
  ValueRef outReal = product(real, cosines), outImaginary = product(real, sines);
  if (isComplex) {
    const ValueRef imaginary = part(n, rows, rank - 2, 1, 2);
    outReal = n.emit(OpKind::sub, {outReal, product(imaginary, sines)});
    outImaginary = n.emit(OpKind::add, {outImaginary, product(imaginary, cosines)});
  }
  const ValueRef both = n.emit(OpKind::concat, {outReal, outImaginary}, {{"axis", rank - 2}});
  n.setOutput(0, n.emit(OpKind::transpose, {both}, {{"perm", back}}));
}

}  // namespace

void dft17(NodeContext& n) {
  emitTransform(n, n.intAttribute("axis", 1));
}

void dft20(NodeContext& n) {
  if (!n.hasInput(2)) return emitTransform(n, -2);
  const auto axis = n.intsOf(n.input(2));
  if (!axis || axis->size() != 1) return n.refuse("its axis is known only when the model runs");
  emitTransform(n, axis->front());
}

}  // namespace heddle::import::handlers
