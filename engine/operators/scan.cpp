// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// The scanned axis runs in order: its iterator is opaque, so that nothing reorders it.
void emitSequence(OpContext& op, const Buffer& out, size_t axis) {
  const Extents x = op.extents(0);
  const bool isReverse = op.node.intAttribute("reverse") != 0;
  const bool isExclusive = op.node.intAttribute("exclusive") != 0;
  const bool isSum = op.node.kind == OpKind::cumsum;
  auto axes = plainAxes(x);
  axes[axis].kind = IterKind::opaque;
  Nest nest(op, "", axes);
  const Indices step = nest.indices(0, x.size());
  const auto at = [&](const Expr& s) {
    Indices i = step;
    i[axis] = isReverse ? constant(x[axis] - 1) - s : s;
    return i;
  };
  const Expr s = step[axis], before = s - constant(1);
  const Expr isFirst = compare(CompareOp::eq, s, constant(0));
  const ElementType t = out->element;
  const Expr start = literal(isSum ? 0 : 1, t);
  const Expr soFar = Load::make(out, at(before));
  const Expr x0 = cast(op.load(0, at(isExclusive ? before : s)), t);
  const Expr next = isSum ? soFar + x0 : soFar * x0;
  nest.finish(Store::make(out, at(s), select(isFirst, isExclusive ? start : x0, next)));
}

}  // namespace

Status emitScan(OpContext& op) {
  const Extents x = op.extents(0);
  const auto given = op.intsInput(1);
  if (x.empty() || given.size() != 1) return op.unsupported("the axis");
  const int64_t rank = static_cast<int64_t>(x.size());
  const int64_t axis = given[0] < 0 ? given[0] + rank : given[0];
  if (axis < 0 || axis >= rank) return op.unsupported("the axis is out of range");
  const ElementType t = computeElement(op.outElement());
  if (t == op.outElement())
    return emitSequence(op, op.output(), static_cast<size_t>(axis)), Status();
  const Buffer sums = op.temp("sum", t, x);
  emitSequence(op, sums, static_cast<size_t>(axis));
  pointwise(op, "cast", op.output(), [&](const Indices& i) { return Load::make(sums, i); });
  return {};
}

}  // namespace heddle::operators
