// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

struct SoftmaxAxes {
  size_t axis;
  std::vector<Axis> all;
  Extents kept;  // without the axis

  explicit SoftmaxAxes(OpContext& op) {
    const Extents x = op.extents(0);
    const int64_t given = op.node.intAttribute("axis");
    axis = static_cast<size_t>(given < 0 ? given + static_cast<int64_t>(x.size()) : given);
    all = plainAxes(x);
    all[axis] = {"k", x[axis], IterKind::reduce};
    kept = x;
    kept.erase(kept.begin() + static_cast<long>(axis));
  }
  Indices row(Indices i) const {
    i.erase(i.begin() + static_cast<long>(axis));
    return i;
  }
};

}  // namespace

// max, e = exp(x - max), sum of e, then e / sum (or x - max - log(sum)).
Status emitSoftmax(OpContext& op) {
  if (op.extents(0).empty()) return op.unsupported("a scalar has no axis");
  const SoftmaxAxes axes(op);
  const ElementType t = computeElement(op.outElement());
  const bool isLog = op.node.kind == OpKind::log_softmax;
  const Buffer top = op.temp("max", t, axes.kept), sum = op.temp("sum", t, axes.kept);
  const auto row = [&](const Indices& i) { return axes.row(i); };
  const auto shifted = [&](const Indices& i) { return op.load(0, i) - Load::make(top, row(i)); };
  reduce(op, {"max", top, axes.all, lowest(t),
              [&](const Expr& m, const Indices& i) { return max(m, op.load(0, i)); }, row});
  if (isLog) {
    reduce(op,
           {"sum", sum, axes.all, literal(0, t),
            [&](const Expr& s, const Indices& i) { return s + call(Intrinsic::exp, shifted(i)); },
            row});
    pointwise(op, "", op.output(), [&](const Indices& i) {
      return shifted(i) - call(Intrinsic::log, Load::make(sum, row(i)));
    });
    return {};
  }
  const Buffer e = op.temp("exp", t, op.outExtents());
  pointwise(op, "exp", e, [&](const Indices& i) { return call(Intrinsic::exp, shifted(i)); });
  reduce(op, {"sum", sum, axes.all, literal(0, t),
              [&](const Expr& s, const Indices& i) { return s + Load::make(e, i); }, row});
  pointwise(op, "", op.output(),
            [&](const Indices& i) { return divide(Load::make(e, i), Load::make(sum, row(i))); });
  return {};
}

}  // namespace heddle::operators
