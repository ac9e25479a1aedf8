// Operators whose result follows from shapes and positions.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {

Outputs evaluateShape(const Call& call) {
  if (call.node.kind == graph::OpKind::size)
    return single(
        Tensor::fromValues<int64_t>(ElementType::i64, {}, std::array{call.in(0).elementCount()}));
  const Extents& x = call.in(0).extents();
  const auto rank = static_cast<int64_t>(x.size());
  const auto clampAxis = [&](int64_t a) {
    return std::clamp(a < 0 ? a + rank : a, int64_t{0}, rank);
  };
  const int64_t start = clampAxis(std::max(call.integer("start"), -rank));
  const int64_t end =
      call.node.hasAttribute("end") ? clampAxis(std::max(call.integer("end"), -rank)) : rank;
  const Extents part = start < end ? Extents(x.begin() + start, x.begin() + end) : Extents();
  return single(Tensor::fromValues<int64_t>(ElementType::i64, {static_cast<int64_t>(part.size())},
                                            std::span<const int64_t>(part)));
}

Outputs evaluateFull(const Call& call) {
  const ConstantId id = call.node.tensorAttribute("value");
  if (!id.isValid() || id.value > call.constants.size())
    return call.inputError("its value is not in the constant pool");
  const Tensor value = call.constants.tensor(id);
  if (value.elementCount() != 1 || !isComputable(value.element()))
    return call.inputError("its value is not one number");
  HEDDLE_TRY(const Extents extents, integers(call, 0));
  HEDDLE_TRY(Tensor out, Tensor::allocate(value.element(), extents));
  onWidth(value.element(), [&]<class T>() {
    const auto y = valuesOf<T>(out);
    T filler;
    std::copy_n(value.bytes().begin(), sizeof(T), reinterpret_cast<std::byte*>(&filler));
    std::fill(y.begin(), y.end(), filler);
  });
  return single(std::move(out));
}

Outputs evaluateRange(const Call& call) {
  HEDDLE_CHECK(requireSameType(call, 0, 1));
  HEDDLE_CHECK(requireSameType(call, 0, 2));
  for (size_t i = 0; i < 3; ++i)
    if (call.in(i).elementCount() != 1) return call.inputError("an input is not a scalar");
  const ElementType element = call.in(0).element();
  return onNumber<Outputs>(
      element,
      [&]<class T>() -> Outputs {
        using C = Compute<T>;
        const C start = load(valuesOf<T>(call.in(0))[0]), limit = load(valuesOf<T>(call.in(1))[0]);
        const C delta = load(valuesOf<T>(call.in(2))[0]);
        if (delta == C{0}) return call.inputError("the step is 0");
        const double count = std::ceil((static_cast<double>(limit) - static_cast<double>(start)) /
                                       static_cast<double>(delta));
        if (!(count < 1e12)) return call.inputError("the range is too long");
        const auto n = static_cast<int64_t>(std::max(0.0, count));
        HEDDLE_TRY(Tensor out, Tensor::allocate(element, {n}));
        const auto y = valuesOf<T>(out);
        for (int64_t i = 0; i < n; ++i)
          y[i] = store<T>(wrapAdd(start, wrapMul(store<C>(i), delta)));
        return single(std::move(out));
      },
      call.badType(0));
}

Outputs evaluateEyeLike(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 2, 2));
  const Extents& extents = call.in(0).extents();
  const ElementType element =
      call.node.hasAttribute("dtype") ? call.node.typeAttribute("dtype") : call.in(0).element();
  const int64_t k = call.integer("k");
  if (!isComputable(element)) return call.unsupported("to " + std::string(name(element)));
  HEDDLE_TRY(Tensor out, Tensor::allocate(element, extents));
  const __int128 shift = k;
  for (int64_t row = 0; row < extents[0]; ++row) {
    const __int128 column = row + shift;
    if (column >= 0 && column < extents[1])
      out.setFromDouble(row * extents[1] + static_cast<int64_t>(column), 1);
  }
  return single(std::move(out));
}

Outputs evaluateTrilu(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_CHECK(requireRank(call, 0, 2, SIZE_MAX));
  int64_t k = 0;
  if (call.has(1)) {
    HEDDLE_TRY(k, integer(call, 1));
  }
  const bool isUpper = call.integer("upper") != 0;
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), x.extents()));
  const int64_t rows = x.extents()[x.rank() - 2], columns = x.extents()[x.rank() - 1];
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    const auto to = valuesOf<T>(out);
    for (int64_t i = 0; i < x.elementCount(); ++i) {
      const __int128 distance = static_cast<__int128>(i % columns) - i / columns % rows - k;
      if (isUpper ? distance >= 0 : distance <= 0) to[i] = from[i];
    }
  });
  return single(std::move(out));
}

Outputs evaluateOneHot(const Call& call) {
  const Tensor &indices = call.in(0), &values = call.in(2);  // values: [off, on]
  if (values.rank() != 1 || values.elementCount() != 2)
    return call.inputError("values are not the two of off and on");
  if (call.in(1).elementCount() != 1) return call.inputError("the depth is not one number");
  const int64_t depth = call.in(1).valueAsInt(0);
  if (depth < 0) return call.inputError("the depth is negative");
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(indices.rank()) + 1));
  Extents extents = indices.extents();
  extents.insert(extents.begin() + axis, depth);
  HEDDLE_TRY(Tensor out, Tensor::allocate(values.element(), extents));
  const AxisView view = viewAxis(extents, axis);
  onWidth(values.element(), [&]<class T>() {
    const auto pair = valuesOf<T>(values);
    const auto to = valuesOf<T>(out);
    std::fill(to.begin(), to.end(), pair[0]);
    for (int64_t o = 0; o < view.outer; ++o)
      for (int64_t i = 0; i < view.inner; ++i) {
        int64_t index = indices.valueAsInt(o * view.inner + i);
        if (index < 0) index += depth;
        if (index >= 0 && index < depth) to[(o * depth + index) * view.inner + i] = pair[1];
      }
  });
  return single(std::move(out));
}

}  // namespace heddle::reference
