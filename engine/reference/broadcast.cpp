// Operators that combine inputs under numpy's broadcasting.
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

using graph::OpKind;

Result<Extents> commonExtents(const Call& call, const Extents& a, const Extents& b) {
  auto extents = broadcastExtents(a, b);
  if (!extents)
    return call.inputError("shapes " + text(a) + " and " + text(b) + " do not broadcast");
  return *extents;
}

// out[i] = f(a[i], b[i]) with operands of computing types.
template <class A, class B, class Out, class F>
Outputs combine(const Call& call, ElementType element, F&& f) {
  const Tensor &a = call.in(0), &b = call.in(1);
  HEDDLE_TRY(const Extents extents, commonExtents(call, a.extents(), b.extents()));
  HEDDLE_TRY(Tensor out, Tensor::allocate(element, extents));
  const auto x = valuesOf<A>(a);
  const auto y = valuesOf<B>(b);
  const auto z = valuesOf<Out>(out);
  walk<2>(extents, {broadcastStrides(a.extents(), extents), broadcastStrides(b.extents(), extents)},
          [&](int64_t i, const std::array<int64_t, 2>& at) {
            z[i] = store<Out>(f(load(x[at[0]]), load(y[at[1]])));
          });
  return single(std::move(out));
}

template <class F>
Outputs arithmetic(const Call& call, F&& f) {
  return onNumber<Outputs>(
      call.in(0).element(),
      [&]<class T>() { return combine<T, T, T>(call, call.in(0).element(), f); }, call.badType(0));
}
template <class F>
Outputs onIntegers(const Call& call, F&& f) {
  return onInteger<Outputs>(
      call.in(0).element(),
      [&]<class T>() { return combine<T, T, T>(call, call.in(0).element(), f); }, call.badType(0));
}
template <class F>
Outputs logical(const Call& call, F&& f) {
  if (call.in(0).element() != ElementType::boolean) return call.badType(0);
  return combine<Bool, Bool, Bool>(call, ElementType::boolean, f);
}
template <class F>
Outputs compare(const Call& call, F&& f) {
  return onNumber<Outputs>(
      call.in(0).element(),
      [&]<class T>() { return combine<T, T, Bool>(call, ElementType::boolean, f); },
      call.badType(0));
}

bool hasZero(const Tensor& tensor) {
  for (int64_t i = 0; i < tensor.elementCount(); ++i)
    if (tensor.valueAsInt(i) == 0) return true;
  return false;
}

Outputs divide(const Call& call) {
  if (isInteger(call.in(1).element()) && hasZero(call.in(1)))
    return call.inputError("an integer is divided by zero");
  return arithmetic(call, []<class C>(C a, C b) {
    if constexpr (std::is_signed_v<C> && std::is_integral_v<C>)
      if (b == C(-1)) return wrapSub(C{0}, a);
    return static_cast<C>(a / b);
  });
}

Outputs modulo(const Call& call) {
  if (isInteger(call.in(1).element()) && hasZero(call.in(1)))
    return call.inputError("the remainder of a division by zero");
  const bool followsDividend = call.integer("fmod") != 0;
  return arithmetic(call, [=]<class C>(C a, C b) {
    if constexpr (std::is_floating_point_v<C>) {
      const C r = std::fmod(a, b);
      return !followsDividend && r != 0 && (r < 0) != (b < 0) ? r + b : r;
    } else {
      if constexpr (std::is_signed_v<C>)
        if (b == C(-1)) return C{0};
      const C r = static_cast<C>(a % b);
      return static_cast<C>(!followsDividend && r != 0 && (r < 0) != (b < 0) ? r + b : r);
    }
  });
}

template <class T>
T integerPower(T base, int64_t exponent) {
  T result = 1;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result = wrapMul(result, base);
    base = wrapMul(base, base);
  }
  return result;
}

Outputs power(const Call& call) {
  const auto withTypes = [&]<class A, class B>() {
    return combine<A, B, A>(call, call.in(0).element(), []<class X, class Y>(X a, Y b) {
      if constexpr (std::is_integral_v<X> && std::is_integral_v<Y>) {
        if (std::is_unsigned_v<Y> || b >= Y{0})
          return integerPower(a, static_cast<int64_t>(static_cast<uint64_t>(b) & INT64_MAX));
      }
      return store<X>(std::pow(static_cast<double>(a), static_cast<double>(b)));
    });
  };
  return onNumber<Outputs>(
      call.in(0).element(),
      [&]<class A>() {
        return onNumber<Outputs>(
            call.in(1).element(), [&]<class B>() { return withTypes.template operator()<A, B>(); },
            call.badType(1));
      },
      call.badType(0));
}

Outputs shift(const Call& call) {
  if (!isUnsignedInteger(call.in(0).element())) return call.badType(0);
  const bool left = call.node.kind == OpKind::shift_left;
  return onIntegers(call, [=]<class C>(C a, C b) {
    if (static_cast<uint64_t>(b) >= sizeof(C) * 8) return C{0};
    return left ? static_cast<C>(static_cast<uint64_t>(a) << b)
                : static_cast<C>(static_cast<uint64_t>(a) >> b);
  });
}

Outputs equal(const Call& call) {
  return onAny<Outputs>(
      call.in(0).element(),
      [&]<class T>() {
        return combine<T, T, Bool>(call, ElementType::boolean,
                                   [](auto a, auto b) { return a == b; });
      },
      call.badType(0));
}

Outputs prelu(const Call& call) {
  // One way only: the slope broadcasts to x.
  const auto extents = broadcastExtents(call.in(0).extents(), call.in(1).extents());
  if (!extents || *extents != call.in(0).extents())
    return call.inputError("a slope of shape " + text(call.in(1).extents()) +
                           " does not broadcast to " + text(call.in(0).extents()));
  return arithmetic(call, []<class C>(C x, C slope) { return x < C{0} ? wrapMul(x, slope) : x; });
}

}  // namespace

Outputs evaluateBinary(const Call& call) {
  if (call.node.kind != OpKind::pow) HEDDLE_CHECK(requireSameType(call, 0, 1));
  switch (call.node.kind) {
    case OpKind::add:
      return arithmetic(call, []<class C>(C a, C b) { return wrapAdd(a, b); });
    case OpKind::sub:
      return arithmetic(call, []<class C>(C a, C b) { return wrapSub(a, b); });
    case OpKind::mul:
      return arithmetic(call, []<class C>(C a, C b) { return wrapMul(a, b); });
    case OpKind::div:
      return divide(call);
    case OpKind::mod:
      return modulo(call);
    case OpKind::pow:
      return power(call);
    case OpKind::minimum:
      return arithmetic(call, []<class C>(C a, C b) { return minOf(a, b); });
    case OpKind::maximum:
      return arithmetic(call, []<class C>(C a, C b) { return maxOf(a, b); });
    case OpKind::logical_and:
      return logical(call, [](bool a, bool b) { return a && b; });
    case OpKind::logical_or:
      return logical(call, [](bool a, bool b) { return a || b; });
    case OpKind::logical_xor:
      return logical(call, [](bool a, bool b) { return a != b; });
    case OpKind::bitwise_and:
      return onIntegers(call, []<class C>(C a, C b) { return static_cast<C>(a & b); });
    case OpKind::bitwise_or:
      return onIntegers(call, []<class C>(C a, C b) { return static_cast<C>(a | b); });
    case OpKind::bitwise_xor:
      return onIntegers(call, []<class C>(C a, C b) { return static_cast<C>(a ^ b); });
    case OpKind::shift_left:
    case OpKind::shift_right:
      return shift(call);
    case OpKind::equal:
      return equal(call);
    case OpKind::less:
      return compare(call, [](auto a, auto b) { return a < b; });
    case OpKind::less_equal:
      return compare(call, [](auto a, auto b) { return a <= b; });
    case OpKind::greater:
      return compare(call, [](auto a, auto b) { return a > b; });
    case OpKind::greater_equal:
      return compare(call, [](auto a, auto b) { return a >= b; });
    case OpKind::prelu:
      return prelu(call);
    default:
      return call.unsupported("is not a binary operator");
  }
}

Outputs evaluateWhere(const Call& call) {
  const Tensor &condition = call.in(0), &x = call.in(1), &y = call.in(2);
  if (condition.element() != ElementType::boolean) return call.badType(0);
  HEDDLE_CHECK(requireSameType(call, 1, 2));
  HEDDLE_TRY(const Extents values, commonExtents(call, x.extents(), y.extents()));
  HEDDLE_TRY(const Extents extents, commonExtents(call, condition.extents(), values));
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  onWidth(x.element(), [&]<class T>() {
    const auto c = valuesOf<Bool>(condition);
    const auto a = valuesOf<T>(x), b = valuesOf<T>(y);
    const auto z = valuesOf<T>(out);
    walk<3>(extents,
            {broadcastStrides(condition.extents(), extents), broadcastStrides(x.extents(), extents),
             broadcastStrides(y.extents(), extents)},
            [&](int64_t i, const std::array<int64_t, 3>& at) {
              z[i] = load(c[at[0]]) ? a[at[1]] : b[at[2]];
            });
  });
  return single(std::move(out));
}

Outputs evaluateClip(const Call& call) {
  const Tensor& x = call.in(0);
  for (const size_t bound : {1, 2}) {
    if (!call.has(bound)) continue;
    HEDDLE_CHECK(requireSameType(call, 0, bound));
    if (call.in(bound).elementCount() != 1)
      return call.inputError("the bound of input " + std::to_string(bound) + " is not a scalar");
  }
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), x.extents()));
  return onNumber<Outputs>(
      x.element(),
      [&]<class T>() -> Outputs {
        using C = Compute<T>;
        const C low = call.has(1) ? load(valuesOf<T>(call.in(1))[0]) : lowestOf<C>();
        const C high = call.has(2) ? load(valuesOf<T>(call.in(2))[0]) : highestOf<C>();
        const auto source = valuesOf<T>(x);
        const auto target = valuesOf<T>(out);
        for (size_t i = 0; i < source.size(); ++i)
          target[i] = store<T>(minOf(maxOf(load(source[i]), low), high));
        return single(out);
      },
      call.badType(0));
}

}  // namespace heddle::reference
