// Reductions over axes, positions of extremes, and running sums and products.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

using graph::OpKind;

struct ReducedAxes {
  bool isNoop = false;
  std::vector<bool> isReduced;
};

Result<ReducedAxes> reducedAxes(const Call& call) {
  const size_t rank = call.in(0).rank();
  ReducedAxes out{false, std::vector<bool>(rank, false)};
  std::vector<int64_t> axes;
  if (call.has(1)) {
    HEDDLE_TRY(const auto named, integers(call, 1));
    HEDDLE_TRY(axes, normalAxes(call, named, static_cast<int64_t>(rank)));
  }
  for (const int64_t axis : axes) out.isReduced[axis] = true;
  if (axes.empty()) {
    out.isNoop = call.integer("noop_with_empty_axes") != 0;
    if (!out.isNoop) out.isReduced.assign(rank, true);
  }
  return out;
}

// A reduction of computing values: what it starts from, how it takes one, what it gives at the end.
// Floats are kept in double.
template <class C>
struct Fold {
  using A = std::conditional_t<std::is_floating_point_v<C>, double, C>;
  OpKind kind;

  A initial() const {
    switch (kind) {
      case OpKind::reduce_prod:
        return A(1);
      case OpKind::reduce_max:
        return lowestOf<A>();
      case OpKind::reduce_min:
        return highestOf<A>();
      default:
        return A(0);
    }
  }
  A take(A sum, C value) const {
    const A v = static_cast<A>(value);
    switch (kind) {
      case OpKind::reduce_prod:
        return wrapMul(sum, v);
      case OpKind::reduce_max:
        return maxOf(sum, v);
      case OpKind::reduce_min:
        return minOf(sum, v);
      case OpKind::reduce_l1:
        if constexpr (std::is_unsigned_v<A>)
          return wrapAdd(sum, v);
        else
          return wrapAdd(sum, v < A(0) ? wrapSub(A(0), v) : v);
      case OpKind::reduce_l2:
      case OpKind::reduce_sum_square:
        return wrapAdd(sum, wrapMul(v, v));
      default:
        return wrapAdd(sum, v);
    }
  }
  A finish(A sum, int64_t count) const {
    switch (kind) {
      case OpKind::reduce_l2:
        return store<A>(std::sqrt(static_cast<double>(sum)));
      case OpKind::reduce_log_sum:
        return store<A>(std::log(static_cast<double>(sum)));
      case OpKind::reduce_mean:
        if constexpr (std::is_floating_point_v<A>)
          return sum / static_cast<double>(count);
        else
          return count == 0 ? A(0)
                            : store<A>(static_cast<double>(sum) / static_cast<double>(count));
      default:
        return sum;
    }
  }
};

struct Plan {
  Extents kept, result, outStrides;  // outStrides: of the result, per axis of x, 0 where reduced
  int64_t perResult = 1;
};

Plan planOf(const Extents& x, const ReducedAxes& axes, bool keepsAxes) {
  Plan plan;
  for (size_t i = 0; i < x.size(); ++i) {
    plan.kept.push_back(axes.isReduced[i] ? 1 : x[i]);
    if (axes.isReduced[i]) plan.perResult *= x[i];
    if (keepsAxes || !axes.isReduced[i]) plan.result.push_back(plan.kept.back());
  }
  plan.outStrides = stridesOf(plan.kept);
  for (size_t i = 0; i < x.size(); ++i)
    if (axes.isReduced[i]) plan.outStrides[i] = 0;
  return plan;
}

template <class T>
Outputs reduceSimple(const Call& call, const Plan& plan) {
  using Folded = Fold<Compute<T>>;
  const Folded fold{call.node.kind};
  HEDDLE_TRY(Tensor out, Tensor::allocate(call.in(0).element(), plan.result));
  const auto x = valuesOf<T>(call.in(0));
  const auto y = valuesOf<T>(out);
  std::vector<typename Folded::A> sums(y.size(), fold.initial());
  walk<1>(call.in(0).extents(), {plan.outStrides},
          [&](int64_t i, const std::array<int64_t, 1>& at) {
            sums[at[0]] = fold.take(sums[at[0]], load(x[i]));
          });
  for (size_t i = 0; i < sums.size(); ++i) y[i] = store<T>(fold.finish(sums[i], plan.perResult));
  return single(std::move(out));
}

// log(sum(exp(x))), moved by the maximum so that nothing overflows.
template <class T>
Outputs reduceLogSumExp(const Call& call, const Plan& plan) {
  HEDDLE_TRY(Tensor out, Tensor::allocate(call.in(0).element(), plan.result));
  const auto x = valuesOf<T>(call.in(0));
  const auto y = valuesOf<T>(out);
  std::vector<double> top(y.size(), lowestOf<double>()), sums(y.size(), 0.0);
  const auto value = [&](int64_t i) { return static_cast<double>(load(x[i])); };
  const auto each = [&](auto&& f) {
    walk<1>(call.in(0).extents(), {plan.outStrides},
            [&](int64_t i, const std::array<int64_t, 1>& at) { f(i, at[0]); });
  };
  each([&](int64_t i, int64_t o) { top[o] = maxOf(top[o], value(i)); });
  each([&](int64_t i, int64_t o) {
    if (!std::isinf(top[o])) sums[o] += std::exp(value(i) - top[o]);
  });
  for (size_t i = 0; i < y.size(); ++i)
    y[i] = store<T>(std::isinf(top[i]) ? top[i] : top[i] + std::log(sums[i]));
  return single(std::move(out));
}

// Bool has only its extremes: or and and.
Outputs reduceBool(const Call& call, const Plan& plan) {
  const bool isMax = call.node.kind == OpKind::reduce_max;
  if (!isMax && call.node.kind != OpKind::reduce_min) return call.badType(0);
  HEDDLE_TRY(Tensor out, Tensor::allocate(ElementType::boolean, plan.result));
  const auto x = valuesOf<Bool>(call.in(0));
  const auto y = valuesOf<Bool>(out);
  std::fill(y.begin(), y.end(), store<Bool>(!isMax));
  walk<1>(call.in(0).extents(), {plan.outStrides},
          [&](int64_t i, const std::array<int64_t, 1>& at) {
            if (load(x[i]) == isMax) y[at[0]] = store<Bool>(isMax);
          });
  return single(std::move(out));
}

// The noop of an empty list of axes still applies the operator to each element alone.
bool isPlainWhenAlone(OpKind kind) {
  return kind == OpKind::reduce_sum || kind == OpKind::reduce_mean || kind == OpKind::reduce_max ||
         kind == OpKind::reduce_min || kind == OpKind::reduce_prod;
}

}  // namespace

Outputs evaluateReduce(const Call& call) {
  HEDDLE_TRY(const ReducedAxes axes, reducedAxes(call));
  if (axes.isNoop && isPlainWhenAlone(call.node.kind)) return single(call.in(0));
  const Plan plan =
      planOf(call.in(0).extents(), axes, call.integer("keepdims") != 0 || axes.isNoop);
  if (call.in(0).element() == ElementType::boolean) return reduceBool(call, plan);
  if (call.node.kind == OpKind::reduce_log_sum_exp)
    return onNumber<Outputs>(
        call.in(0).element(), [&]<class T>() { return reduceLogSumExp<T>(call, plan); },
        call.badType(0));
  return onNumber<Outputs>(
      call.in(0).element(), [&]<class T>() { return reduceSimple<T>(call, plan); },
      call.badType(0));
}

Outputs evaluateArg(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(x.rank())));
  const AxisView view = viewAxis(x.extents(), axis);
  if (view.size == 0) return call.inputError("an empty axis has no extreme");
  Extents extents = x.extents();
  if (call.integer("keepdims") != 0)
    extents[axis] = 1;
  else
    extents.erase(extents.begin() + axis);
  HEDDLE_TRY(Tensor out, Tensor::allocate(ElementType::i64, extents));
  const bool isMax = call.node.kind == OpKind::arg_max;
  const bool takesLast = call.integer("select_last_index") != 0;
  return onNumber<Outputs>(
      x.element(),
      [&]<class T>() -> Outputs {
        const auto from = valuesOf<T>(x);
        const auto to = valuesOf<int64_t>(out);
        const auto at = [&](int64_t r, int64_t k) {
          return load(from[(r / view.inner * view.size + k) * view.inner + r % view.inner]);
        };
        for (int64_t r = 0; r < view.outer * view.inner; ++r) {
          int64_t best = 0;
          for (int64_t k = 1; k < view.size; ++k) {
            const auto a = at(r, k), b = at(r, best);
            const bool isBetter = b == b && (a != a || (isMax ? a > b : a < b));
            if (isBetter || (takesLast && a == b)) best = k;
          }
          to[r] = best;
        }
        return single(out);
      },
      call.badType(0));
}

Outputs evaluateCumulative(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_TRY(const int64_t named, integer(call, 1));
  HEDDLE_TRY(const int64_t axis, normalAxis(call, named, static_cast<int64_t>(x.rank())));
  const AxisView view = viewAxis(x.extents(), axis);
  const bool isExclusive = call.integer("exclusive") != 0, isReverse = call.integer("reverse") != 0;
  const bool isSum = call.node.kind == OpKind::cumsum;
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), x.extents()));
  return onNumber<Outputs>(
      x.element(),
      [&]<class T>() -> Outputs {
        using A = std::conditional_t<IsFloat<T>, double, Compute<T>>;
        const auto from = valuesOf<T>(x);
        const auto to = valuesOf<T>(out);
        for (int64_t r = 0; r < view.outer * view.inner; ++r) {
          A sum = isSum ? A(0) : A(1);
          for (int64_t k = 0; k < view.size; ++k) {
            const int64_t place = isReverse ? view.size - 1 - k : k;
            const int64_t i = (r / view.inner * view.size + place) * view.inner + r % view.inner;
            const A before = sum, v = static_cast<A>(load(from[i]));
            sum = isSum ? wrapAdd(sum, v) : wrapMul(sum, v);
            to[i] = store<T>(isExclusive ? before : sum);
          }
        }
        return single(out);
      },
      call.badType(0));
}

}  // namespace heddle::reference
