// Operators whose result is mostly not data: one_hot, trilu, full, range, eye_like, shape, size.
// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

Expr oneHot(OpContext& op, const Indices& o) {
  const int64_t rank = static_cast<int64_t>(o.size());
  const int64_t given = op.node.intAttribute("axis");
  const auto axis = static_cast<long>(given < 0 ? given + rank : given);
  const int64_t depth = op.outExtents()[static_cast<size_t>(axis)];
  Indices at(o.begin(), o.begin() + axis);
  at.insert(at.end(), o.begin() + axis + 1, o.end());
  const Expr index = cast(op.load(0, at), ElementType::i64);
  const Expr wrapped = select(lessThan(index, constant(0)), index + constant(depth), index);
  const Expr isHot = compare(CompareOp::eq, wrapped, o[static_cast<size_t>(axis)]);
  return select(isHot, op.loadRaw(2, {constant(1)}), op.loadRaw(2, {constant(0)}));
}

Expr triangle(OpContext& op, const Indices& o) {
  const auto k = op.intsInput(1);
  const Expr diagonal = o[o.size() - 1] - o[o.size() - 2];
  const Expr offset = constant(k.empty() ? 0 : k[0]);
  const bool isUpper = op.node.intAttribute("upper") != 0;
  return select(compare(isUpper ? CompareOp::ge : CompareOp::le, diagonal, offset),
                op.loadRaw(0, o), literal(0, op.outElement()));
}

Expr scalarOf(const Tensor& tensor, int64_t index, ElementType element) {
  if (isFloat(element)) return FloatImm::make(tensor.valueAsDouble(index), element);
  return IntImm::make(tensor.valueAsInt(index), element);
}

// start + i * delta, in the wide type so that half-width results round once.
Expr rangeValue(OpContext& op, const Indices& o) {
  const ElementType t = computeElement(op.outElement());
  const Expr start = scalarOf(*op.constantInput(0), 0, t),
             delta = scalarOf(*op.constantInput(2), 0, t);
  return start + cast(o[0], t) * delta;
}

Expr eye(OpContext& op, const Indices& o) {
  const ElementType t = op.outElement();
  const Expr onDiagonal = compare(CompareOp::eq, o[1] - o[0], constant(op.node.intAttribute("k")));
  return select(onDiagonal, literal(1, t), literal(0, t));
}

Expr shapeValue(OpContext& op, const Indices& o) {
  const Extents x = op.extents(0);
  const int64_t rank = static_cast<int64_t>(x.size());
  int64_t start = op.node.intAttribute("start");
  start = std::clamp<int64_t>(start < 0 ? start + rank : start, 0, rank);
  Expr value = constant(0);
  for (int64_t i = op.outExtents()[0]; i-- > 0;) {
    const Expr extent = constant(x[static_cast<size_t>(start + i)]);
    value = select(compare(CompareOp::eq, o[0], constant(i)), extent, value);
  }
  return value;
}

}  // namespace

Status emitGenerate(OpContext& op) {
  const auto emit = [&](const std::function<Expr(const Indices&)>& value) {
    pointwise(op, "", op.output(), value);
    return Status();
  };
  switch (op.node.kind) {
    case OpKind::one_hot:
      return emit([&](const Indices& o) { return oneHot(op, o); });
    case OpKind::trilu:
      return emit([&](const Indices& o) { return triangle(op, o); });
    case OpKind::range:
      return emit([&](const Indices& o) { return rangeValue(op, o); });
    case OpKind::eye_like:
      return emit([&](const Indices& o) { return eye(op, o); });
    case OpKind::shape:
      return emit([&](const Indices& o) { return shapeValue(op, o); });
    case OpKind::size:
      return emit([&](const Indices&) { return constant(*elementCount(op.extents(0))); });
    default:
      break;
  }
  const Tensor fill = op.builder().graph().constants()->tensor(op.node.tensorAttribute("value"));
  if (fill.elementCount() != 1) return op.unsupported("value must have one element");
  return emit([&](const Indices&) { return scalarOf(fill, 0, op.outElement()); });
}

}  // namespace heddle::operators
