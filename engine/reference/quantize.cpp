// Linear quantisation: per tensor, or per slice along one axis.
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

// Where in scale and zero point an element of x finds its parameters: (i / inner) % size.
struct Slices {
  int64_t size = 1, inner = 1;
  int64_t of(int64_t i) const { return i / inner % size; }
};

Result<Slices> slicesOf(const Call& call) {
  const Tensor &x = call.in(0), &scale = call.in(1);
  if (call.has(2) && call.in(2).elementCount() != scale.elementCount())
    return call.inputError("scale " + text(scale.extents()) + " and zero point " +
                           text(call.in(2).extents()) + " differ in size");
  if (scale.elementCount() == 1 && scale.rank() <= 1) return Slices{};
  if (scale.rank() != 1) return call.unsupported("blocked scales of rank above 1");
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.rank())));
  const AxisView view = viewAxis(x.extents(), axis);
  if (view.size != scale.elementCount())
    return call.inputError("scale " + text(scale.extents()) + " does not fit axis " +
                           std::to_string(axis) + " of " + text(x.extents()));
  return Slices{view.size, view.inner};
}

bool isQuantized(ElementType type) {
  return type == ElementType::i8 || type == ElementType::u8 || type == ElementType::i16 ||
         type == ElementType::u16;
}

}  // namespace

Outputs evaluateQuantize(const Call& call) {
  const Tensor &x = call.in(0), &scale = call.in(1);
  if (!isFloat(x.element()) && x.element() != ElementType::i32) return call.badType(0);
  if (!isFloat(scale.element())) return call.badType(1);
  const ElementType to = call.has(2)                    ? call.in(2).element()
                         : call.node.hasAttribute("to") ? call.node.typeAttribute("to")
                                                        : ElementType::u8;
  if (!isQuantized(to)) return call.unsupported("to " + std::string(name(to)));
  HEDDLE_TRY(const Slices slices, slicesOf(call));
  HEDDLE_TRY(Tensor out, Tensor::allocate(to, x.extents()));
  onInteger<bool>(
      to,
      [&]<class T>() {
        const auto y = valuesOf<T>(out);
        constexpr double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
        const bool isWide = x.element() == ElementType::f64;
        for (int64_t i = 0; i < x.elementCount(); ++i) {
          const int64_t s = slices.of(i);
          // The quotient is rounded to the type of x, as ONNX defines it; ties depend on it.
          const double quotient = isWide ? x.valueAsDouble(i) / scale.valueAsDouble(s)
                                         : static_cast<float>(x.valueAsDouble(i)) /
                                               static_cast<float>(scale.valueAsDouble(s));
          const double zero = call.has(2) ? call.in(2).valueAsDouble(s) : 0;
          const double value = std::nearbyint(quotient) + zero;
          y[static_cast<size_t>(i)] =
              store<T>(value != value ? 0 : std::min(high, std::max(low, value)));
        }
        return true;
      },
      false);
  return single(std::move(out));
}

Outputs evaluateDequantize(const Call& call) {
  const Tensor &x = call.in(0), &scale = call.in(1);
  if (!isQuantized(x.element()) && x.element() != ElementType::i32) return call.badType(0);
  if (call.has(2)) HEDDLE_CHECK(requireSameType(call, 0, 2));
  HEDDLE_TRY(const Slices slices, slicesOf(call));
  HEDDLE_TRY(Tensor out, Tensor::allocate(scale.element(), x.extents()));
  return onFloat<Outputs>(
      scale.element(),
      [&]<class T>() -> Outputs {
        const auto y = valuesOf<T>(out);
        for (int64_t i = 0; i < x.elementCount(); ++i) {
          const int64_t s = slices.of(i);
          const int64_t zero = call.has(2) ? call.in(2).valueAsInt(s) : 0;
          // A sum of 32 bits becomes a float before it is scaled.
          const auto whole = static_cast<float>(x.valueAsInt(i) - zero);
          y[static_cast<size_t>(i)] = store<T>(whole * scale.valueAsDouble(s));
        }
        return single(out);
      },
      call.badType(1));
}

}  // namespace heddle::reference
