// Selection without sorting: an element's rank is the number of elements that come before it, which
// is a reduction; then every element whose rank is below k goes to its place.
// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;

namespace {

constexpr double maxComparisons = 4e9;  // ranks are quadratic in the axis

// Whether a (at j) comes before b (at i): better first, of equals the lower index, NaN as the
// largest.
Expr comesBefore(const Expr& a, const Expr& j, const Expr& b, const Expr& i, bool isLargest) {
  const CompareOp better = isLargest ? CompareOp::gt : CompareOp::lt;
  Expr isBetter = compare(better, a, b), isEqual = compare(CompareOp::eq, a, b);
  if (isFloat(a->type.element)) {
    const Expr aNan = call(Intrinsic::isNan, a), bNan = call(Intrinsic::isNan, b);
    isBetter = logicalOr(isBetter, isLargest ? logicalAnd(aNan, Not::make(bNan))
                                             : logicalAnd(bNan, Not::make(aNan)));
    isEqual = logicalOr(isEqual, logicalAnd(aNan, bNan));
  }
  return logicalOr(isBetter, logicalAnd(isEqual, lessThan(j, i)));
}

}  // namespace

Status emitTopK(OpContext& op) {
  const Extents x = op.extents(0);
  const int64_t given = op.node.intAttribute("axis"), rank = static_cast<int64_t>(x.size());
  if (rank == 0) return op.unsupported("a scalar has no axis");
  const auto axis = static_cast<size_t>(given < 0 ? given + rank : given);
  const double elements = static_cast<double>(elementCount(x).value_or(0));
  if (elements * static_cast<double>(x[axis]) > maxComparisons) {
    return op.unsupported("an axis of " + std::to_string(x[axis]) +
                          " elements is too long to rank");
  }
  const bool isLargest = op.node.intAttribute("largest") != 0;
  const Buffer ranks = op.temp("rank", ElementType::i64, x);
  auto axes = plainAxes(x);
  axes.push_back({"j", x[axis], IterKind::reduce});
  reduce(op, {"rank",
              ranks,
              axes,
              constant(0),
              [&](const Expr& count, const Indices& iters) {
                Indices i(iters.begin(), iters.end() - 1), j = i;
                j[axis] = iters.back();
                const Expr before =
                    comesBefore(op.load(0, j), j[axis], op.load(0, i), i[axis], isLargest);
                return count + select(before, constant(1), constant(0));
              },
              {}});
  auto places = plainAxes(x);
  for (Axis& a : places) a.kind = IterKind::opaque;
  const Buffer values = op.output(0), indices = op.output(1);
  Nest nest(op, "", places);
  const Indices i = nest.indices(0, x.size());
  const Expr place = Load::make(ranks, i);
  Indices to = i;
  to[axis] = place;
  nest.finish(If::make(
      lessThan(place, constant(op.outExtents()[axis])),
      Seq::make({Store::make(values, to, op.loadRaw(0, i)), Store::make(indices, to, i[axis])})));
  return {};
}

// The condition is known when compiling: one block for each slice that stays.
Status emitCompress(OpContext& op) {
  Extents x = op.extents(0);
  std::vector<int64_t> kept;
  const auto condition = op.intsInput(1);
  for (size_t i = 0; i < condition.size(); ++i) {
    if (condition[i] != 0) kept.push_back(static_cast<int64_t>(i));
  }
  if (kept.size() > 256) return op.unsupported("more than 256 slices stay");
  const bool isFlat = !op.node.hasAttribute("axis");
  const int64_t given = isFlat ? 0 : op.node.intAttribute("axis");
  const auto axis = static_cast<size_t>(given < 0 ? given + static_cast<int64_t>(x.size()) : given);
  const Buffer out = op.output();
  for (size_t k = 0; k < kept.size() && static_cast<int64_t>(k) < op.outExtents()[axis]; ++k) {
    Extents slice = isFlat ? Extents{1} : x;
    if (!isFlat) slice[axis] = 1;
    Nest nest(op, "", plainAxes(slice));
    Indices to = nest.spatial(), from = to;
    to[axis] = constant(static_cast<int64_t>(k));
    if (isFlat) {
      from.assign(x.size(), constant(0));
      int64_t flat = kept[k];
      for (size_t d = x.size(); d-- > 0; flat /= x[d]) from[d] = constant(flat % x[d]);
    } else {
      from[axis] = constant(kept[k]);
    }
    nest.finish(Store::make(out, to, op.loadRaw(0, from)));
  }
  return {};
}

}  // namespace heddle::operators
