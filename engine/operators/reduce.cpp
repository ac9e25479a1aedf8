// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// Which axes of x are reduced; noop_with_empty_axes is the identity on positions.
std::vector<bool> reducedAxes(OpContext& op) {
  const size_t rank = op.extents(0).size();
  std::vector<bool> reduced(rank, false);
  const auto axes = op.intsInput(1);
  if (axes.empty()) {
    const bool isNoop = op.node.intAttribute("noop_with_empty_axes") != 0;
    return std::vector<bool>(rank, !isNoop);
  }
  for (int64_t axis : axes)
    reduced[static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(rank) : axis)] = true;
  return reduced;
}

struct Plan {
  std::vector<Axis> axes;  // one per axis of x
  Extents keptExtents;     // of the kept axes
  std::vector<bool> reduced;
  bool keepDims;
};

Plan planOf(OpContext& op, std::vector<bool> reduced) {
  Plan plan{{}, {}, std::move(reduced), op.node.intAttribute("keepdims") != 0};
  const Extents x = op.extents(0);
  for (size_t d = 0; d < x.size(); ++d) {
    plan.axes.push_back({(plan.reduced[d] ? "k" : "i") + std::to_string(d), x[d],
                         plan.reduced[d] ? IterKind::reduce : IterKind::spatial});
    if (!plan.reduced[d] || plan.keepDims) plan.keptExtents.push_back(plan.reduced[d] ? 1 : x[d]);
  }
  return plan;
}

Indices outIndices(const Plan& plan, const Indices& iters) {
  Indices out;
  for (size_t d = 0; d < iters.size(); ++d) {
    if (!plan.reduced[d])
      out.push_back(iters[d]);
    else if (plan.keepDims)
      out.push_back(constant(0));
  }
  return out;
}

// The position among x's axes of an index into the result: reduced axes get 0.
using Combine = std::function<Expr(const Expr& accumulator, const Expr& x)>;
using Map = std::function<Expr(const Expr& x, const Indices& out)>;

struct Reducer {
  Expr start;
  Combine combine;
};

Reducer sumReducer(ElementType t) {
  return {literal(0, t), [](const Expr& a, const Expr& x) { return a + x; }};
}

Reducer extremeReducer(ElementType t, bool isMax) {
  if (t == ElementType::boolean) {
    return {literal(isMax ? 0 : 1, t), [isMax](const Expr& a, const Expr& x) {
              return binary(isMax ? BinaryOp::logicalOr : BinaryOp::logicalAnd, a, x);
            }};
  }
  return {isMax ? lowest(t) : highest(t),
          [isMax](const Expr& a, const Expr& x) { return isMax ? max(a, x) : min(a, x); }};
}

// Arithmetic that is real-valued on integers happens in f64.
ElementType accumulatorElement(OpKind kind, ElementType element) {
  const ElementType t = computeElement(element);
  const bool isReal = kind == OpKind::reduce_l2 || kind == OpKind::reduce_log_sum ||
                      kind == OpKind::reduce_log_sum_exp;
  return isReal && !isFloat(t) ? ElementType::f64 : t;
}

Map mapOf(OpKind kind) {
  switch (kind) {
    case OpKind::reduce_l1:
      return [](const Expr& x, const Indices&) {
        return isUnsignedInteger(x->type.element) ? x : call(Intrinsic::abs, x);
      };
    case OpKind::reduce_l2:
    case OpKind::reduce_sum_square:
      return [](const Expr& x, const Indices&) { return x * x; };
    default:
      return [](const Expr& x, const Indices&) { return x; };
  }
}

void emitPass(OpContext& op, const Plan& plan, const std::string& suffix, const Buffer& out,
              const Reducer& reducer, const Map& map) {
  const ElementType t = reducer.start->type.element;
  reduce(op, {suffix, out, plan.axes, reducer.start,
              [&](const Expr& accumulator, const Indices& iters) {
                const Expr x = cast(op.load(0, iters), t);
                return reducer.combine(accumulator, map(x, outIndices(plan, iters)));
              },
              [&](const Indices& iters) { return outIndices(plan, iters); }});
}

Reducer reducerOf(OpKind kind, ElementType t) {
  if (kind == OpKind::reduce_max) return extremeReducer(t, true);
  if (kind == OpKind::reduce_min) return extremeReducer(t, false);
  if (kind == OpKind::reduce_prod) {
    return {literal(1, t), [](const Expr& a, const Expr& x) { return a * x; }};
  }
  return sumReducer(t);
}

// What is left to do with the accumulated value; null when nothing.
std::function<Expr(const Expr&)> finisherOf(OpContext& op, const Plan& plan) {
  switch (op.node.kind) {
    case OpKind::reduce_mean: {
      int64_t count = 1;
      for (const Axis& axis : plan.axes) count *= axis.kind == IterKind::reduce ? axis.extent : 1;
      return [count](const Expr& x) {
        const ElementType t = x->type.element;
        return isFloat(t) || count != 0 ? divide(x, literal(static_cast<double>(count), t)) : x;
      };
    }
    case OpKind::reduce_l2:
      return [](const Expr& x) { return call(Intrinsic::sqrt, x); };
    case OpKind::reduce_log_sum:
      return [](const Expr& x) { return call(Intrinsic::log, x); };
    default:
      return {};
  }
}

// max, then sum of exp(x - max), then log(sum) + max; an infinite max is left out of the shift.
void emitLogSumExp(OpContext& op, const Plan& plan, ElementType t) {
  const Buffer top = op.temp("max", t, plan.keptExtents);
  const Buffer sum = op.temp("sum", t, plan.keptExtents);
  const auto shift = [&](const Indices& o) {
    const Expr m = Load::make(top, o);
    return select(call(Intrinsic::isInf, m), literal(0, t), m);
  };
  emitPass(op, plan, "max", top, extremeReducer(t, true), mapOf(OpKind::reduce_max));
  emitPass(op, plan, "sum", sum, sumReducer(t),
           [&](const Expr& x, const Indices& o) { return call(Intrinsic::exp, x - shift(o)); });
  pointwise(op, "", op.output(),
            [&](const Indices& o) { return call(Intrinsic::log, Load::make(sum, o)) + shift(o); });
}

}  // namespace

Status emitReduce(OpContext& op) {
  const Plan plan = planOf(op, reducedAxes(op));
  const OpKind kind = op.node.kind;
  const ElementType t = accumulatorElement(kind, op.element(0));
  if (t == ElementType::boolean && kind != OpKind::reduce_max && kind != OpKind::reduce_min) {
    return op.unsupported("arithmetic on booleans");
  }
  if (kind == OpKind::reduce_log_sum_exp) return emitLogSumExp(op, plan, t), Status();
  const auto finish = finisherOf(op, plan);
  const bool isDirect = !finish && t == op.outElement();
  const Buffer sums = isDirect ? op.output() : op.temp("sum", t, plan.keptExtents);
  emitPass(op, plan, isDirect ? "" : "sum", sums, reducerOf(kind, t), mapOf(kind));
  if (isDirect) return {};
  pointwise(op, "", op.output(), [&](const Indices& o) {
    const Expr value = Load::make(sums, o);
    return finish ? finish(value) : value;
  });
  return {};
}

// The best value so far stands in a buffer beside its index.
Status emitArgReduce(OpContext& op) {
  const size_t rank = op.extents(0).size();
  const int64_t given = op.node.intAttribute("axis");
  const auto axis = static_cast<size_t>(given < 0 ? given + static_cast<int64_t>(rank) : given);
  if (rank == 0 || op.extents(0)[axis] == 0) return op.unsupported("it reduces nothing");
  std::vector<bool> reduced(rank, false);
  reduced[axis] = true;
  const Plan plan = planOf(op, reduced);
  const bool isMax = op.node.kind == OpKind::arg_max;
  const bool takesLast = op.node.intAttribute("select_last_index") != 0;
  const ElementType t = computeElement(op.element(0));
  const Buffer best = op.temp("best", t, plan.keptExtents), out = op.output();
  Nest nest(op, "", plan.axes);
  const Indices iters = nest.indices(0, rank), o = outIndices(plan, iters);
  const Expr x = op.load(0, iters), k = iters[axis], value = Load::make(best, o);
  const CompareOp better = isMax ? (takesLast ? CompareOp::ge : CompareOp::gt)
                                 : (takesLast ? CompareOp::le : CompareOp::lt);
  const Expr isBetter = compare(better, x, value);
  nest.finish(Seq::make({Store::make(out, o, select(isBetter, k, Load::make(out, o))),
                         Store::make(best, o, select(isBetter, x, value))}),
              Seq::make({Store::make(out, o, constant(0)),
                         Store::make(best, o, isMax ? lowest(t) : highest(t))}));
  return {};
}

}  // namespace heddle::operators
