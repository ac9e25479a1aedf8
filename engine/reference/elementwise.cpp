// Operators of one input that map each element by itself.
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

using graph::OpKind;

// Both sides of f are computing types; floats pass through double, so that the rounding to the
// element type is the only one.
template <class T, class F>
Outputs mapped(const Call& call, F&& f) {
  HEDDLE_TRY(Tensor out, Tensor::allocate(call.in(0).element(), call.in(0).extents()));
  const auto x = valuesOf<T>(call.in(0));
  const auto y = valuesOf<T>(out);
  for (size_t i = 0; i < x.size(); ++i) y[i] = store<T>(f(load(x[i])));
  return single(std::move(out));
}

template <class F>
Outputs mapFloat(const Call& call, F&& f) {
  return onFloat<Outputs>(
      call.in(0).element(),
      [&]<class T>() { return mapped<T>(call, [&](double v) { return f(v); }); }, call.badType(0));
}

// f is a template over the computing type.
template <class F>
Outputs mapNumber(const Call& call, F&& f) {
  return onNumber<Outputs>(
      call.in(0).element(), [&]<class T>() { return mapped<T>(call, f); }, call.badType(0));
}

template <class F>
Outputs testFloat(const Call& call, F&& f) {
  HEDDLE_TRY(Tensor out, Tensor::allocate(ElementType::boolean, call.in(0).extents()));
  const auto y = valuesOf<Bool>(out);
  return onFloat<Outputs>(
      call.in(0).element(),
      [&]<class T>() -> Outputs {
        const auto x = valuesOf<T>(call.in(0));
        for (size_t i = 0; i < x.size(); ++i)
          y[i] = store<Bool>(f(static_cast<double>(load(x[i]))));
        return single(out);
      },
      call.badType(0));
}

double softplus(double v) {
  return v > 0 ? v + std::log1p(std::exp(-v)) : std::log1p(std::exp(v));
}
double sigmoid(double v) {
  if (v >= 0) return 1 / (1 + std::exp(-v));
  const double e = std::exp(v);
  return e / (1 + e);
}

Outputs gelu(const Call& call) {
  const std::string how = call.node.stringAttribute("approximate");
  if (how == "none")
    return mapFloat(call,
                    [](double v) { return 0.5 * v * (1 + std::erf(v * 0.70710678118654752440)); });
  if (how == "tanh")
    return mapFloat(call, [](double v) {
      return 0.5 * v * (1 + std::tanh(0.79788456080286535588 * (v + 0.044715 * v * v * v)));
    });
  return call.unsupported("approximate is \"" + how + "\", expected none or tanh");
}

Outputs activation(const Call& call) {
  const auto alpha = [&] { return call.number("alpha"); };
  switch (call.node.kind) {
    case OpKind::sigmoid:
      return mapFloat(call, sigmoid);
    case OpKind::softplus:
      return mapFloat(call, softplus);
    case OpKind::softsign:
      return mapFloat(call, [](double v) { return v / (1 + std::fabs(v)); });
    case OpKind::hard_swish:
      return mapFloat(call, [](double v) { return v * minOf(1.0, maxOf(0.0, v / 6 + 0.5)); });
    case OpKind::mish:
      return mapFloat(call, [](double v) { return v * std::tanh(softplus(v)); });
    case OpKind::leaky_relu:
      return mapFloat(call, [a = alpha()](double v) { return v < 0 ? a * v : v; });
    case OpKind::elu:
      return mapFloat(call, [a = alpha()](double v) { return v < 0 ? a * std::expm1(v) : v; });
    case OpKind::celu:
      return mapFloat(call, [a = alpha()](double v) {
        return maxOf(0.0, v) + minOf(0.0, a * std::expm1(v / a));
      });
    case OpKind::selu:
      return mapFloat(call, [a = alpha(), g = call.number("gamma")](double v) {
        return v <= 0 ? g * (a * std::expm1(v)) : g * v;
      });
    case OpKind::thresholded_relu:
      return mapFloat(call, [a = alpha()](double v) { return v > a || v != v ? v : 0.0; });
    case OpKind::hard_sigmoid:
      return mapFloat(call, [a = alpha(), b = call.number("beta")](double v) {
        return maxOf(0.0, minOf(1.0, a * v + b));
      });
    case OpKind::swish:
      return mapFloat(call, [a = alpha()](double v) { return v * sigmoid(a * v); });
    case OpKind::gelu:
      return gelu(call);
    default:
      return call.unsupported("is not an activation");
  }
}

Outputs shrink(const Call& call) {
  return mapNumber(call, [bias = call.number("bias"), l = call.number("lambd")]<class C>(C v) {
    const double value = static_cast<double>(v);
    return store<C>(value < -l ? value + bias : value > l ? value - bias : 0.0);
  });
}

Outputs evaluateSimple(const Call& call) {
  switch (call.node.kind) {
    case OpKind::acos:
      return mapFloat(call, [](double v) { return std::acos(v); });
    case OpKind::acosh:
      return mapFloat(call, [](double v) { return std::acosh(v); });
    case OpKind::asin:
      return mapFloat(call, [](double v) { return std::asin(v); });
    case OpKind::asinh:
      return mapFloat(call, [](double v) { return std::asinh(v); });
    case OpKind::atan:
      return mapFloat(call, [](double v) { return std::atan(v); });
    case OpKind::atanh:
      return mapFloat(call, [](double v) { return std::atanh(v); });
    case OpKind::ceil:
      return mapFloat(call, [](double v) { return std::ceil(v); });
    case OpKind::cos:
      return mapFloat(call, [](double v) { return std::cos(v); });
    case OpKind::cosh:
      return mapFloat(call, [](double v) { return std::cosh(v); });
    case OpKind::erf:
      return mapFloat(call, [](double v) { return std::erf(v); });
    case OpKind::exp:
      return mapFloat(call, [](double v) { return std::exp(v); });
    case OpKind::floor:
      return mapFloat(call, [](double v) { return std::floor(v); });
    case OpKind::log:
      return mapFloat(call, [](double v) { return std::log(v); });
    case OpKind::reciprocal:
      return mapFloat(call, [](double v) { return 1 / v; });
    case OpKind::round:
      return mapFloat(call, [](double v) { return std::nearbyint(v); });
    case OpKind::rsqrt:
      return mapFloat(call, [](double v) { return 1 / std::sqrt(v); });
    case OpKind::sin:
      return mapFloat(call, [](double v) { return std::sin(v); });
    case OpKind::sinh:
      return mapFloat(call, [](double v) { return std::sinh(v); });
    case OpKind::sqrt:
      return mapFloat(call, [](double v) { return std::sqrt(v); });
    case OpKind::tan:
      return mapFloat(call, [](double v) { return std::tan(v); });
    case OpKind::tanh:
      return mapFloat(call, [](double v) { return std::tanh(v); });
    default:
      return activation(call);
  }
}

}  // namespace

Outputs evaluateUnary(const Call& call) {
  const ElementType element = call.in(0).element();
  switch (call.node.kind) {
    case OpKind::identity:
      return single(call.in(0));
    case OpKind::abs:
      return mapNumber(call, []<class C>(C v) {
        if constexpr (std::is_floating_point_v<C>)
          return std::fabs(v);
        else if constexpr (std::is_signed_v<C>)
          return v < 0 ? wrapSub(C{0}, v) : v;
        else
          return v;
      });
    case OpKind::neg:
      return mapNumber(call, []<class C>(C v) {
        if constexpr (std::is_floating_point_v<C>)
          return -v;
        else
          return wrapSub(C{0}, v);
      });
    case OpKind::sign:
      return mapNumber(
          call, []<class C>(C v) { return v != v ? v : static_cast<C>((v > C{0}) - (v < C{0})); });
    case OpKind::relu:
      return mapNumber(call, []<class C>(C v) { return maxOf(v, C{0}); });
    case OpKind::shrink:
      return shrink(call);
    case OpKind::is_nan:
      return testFloat(call, [](double v) { return v != v; });
    case OpKind::is_inf: {
      const bool negative = call.integer("detect_negative") != 0;
      const bool positive = call.integer("detect_positive") != 0;
      return testFloat(call,
                       [=](double v) { return std::isinf(v) && (v < 0 ? negative : positive); });
    }
    case OpKind::logical_not:
      if (element != ElementType::boolean) return call.badType(0);
      return mapped<Bool>(call, [](bool v) { return !v; });
    case OpKind::bitwise_not:
      return onInteger<Outputs>(
          element,
          [&]<class T>() { return mapped<T>(call, [](T v) { return static_cast<T>(~v); }); },
          call.badType(0));
    default:
      return evaluateSimple(call);
  }
}

Outputs evaluateCast(const Call& call) {
  const Tensor& x = call.in(0);
  const ElementType to = call.node.typeAttribute("to");
  if (!isComputable(to)) return call.unsupported("to " + std::string(name(to)));
  HEDDLE_TRY(Tensor out, Tensor::allocate(to, x.extents()));
  const auto convert = [&]<class From>() {
    const auto source = valuesOf<From>(x);
    return onAny<bool>(
        to,
        [&]<class To>() {
          const auto target = valuesOf<To>(out);
          for (size_t i = 0; i < source.size(); ++i) target[i] = store<To>(load(source[i]));
          return true;
        },
        false);
  };
  if (!onAny<bool>(x.element(), convert, false)) return call.badType(0);
  return single(std::move(out));
}

}  // namespace heddle::reference
