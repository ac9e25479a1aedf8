// Type rules of operators that look up, scatter, sort or select.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/type_rule.h"

namespace heddle::graph {
namespace {

// The last extent of the indices of gather_nd and scatter_nd: how many axes they address.
Result<size_t> tupleLength(const RuleInput& in, size_t available) {
  HEDDLE_CHECK(in.requireRank(1, 1));
  HEDDLE_CHECK(in.requireInteger(1));
  const Dim& last = in.shape(1).back();
  if (!last.isConstant()) return in.error("the last axis of the indices must be known");
  if (last.constant() < 0 || last.constant() > static_cast<int64_t>(available))
    return in.error("the indices address " + last.text() + " axes of " + std::to_string(available));
  return static_cast<size_t>(last.constant());
}

}  // namespace

Result<Types> inferGather(const RuleInput& in) {
  HEDDLE_CHECK(in.requireInteger(1));
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
  const Shape &x = in.shape(0), &indices = in.shape(1);
  Shape shape(x.begin(), x.begin() + static_cast<ptrdiff_t>(axis));
  shape.insert(shape.end(), indices.begin(), indices.end());
  shape.insert(shape.end(), x.begin() + static_cast<ptrdiff_t>(axis) + 1, x.end());
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferGatherElements(const RuleInput& in) {
  HEDDLE_CHECK(in.requireInteger(1));
  HEDDLE_TRY([[maybe_unused]] const size_t axis,
             in.axis(in.node().intAttribute("axis"), in.rank(0)));
  HEDDLE_CHECK(in.requireRank(1, in.rank(0), in.rank(0)));
  return oneType(in.type(0).element, in.shape(1));
}

Result<Types> inferGatherNd(const RuleInput& in) {
  const int64_t batch = in.node().intAttribute("batch_dims");
  if (batch < 0 || batch >= static_cast<int64_t>(std::min(in.rank(0), in.rank(1))))
    return in.error("batch_dims is " + std::to_string(batch));
  const auto batchDims = static_cast<size_t>(batch);
  HEDDLE_TRY(const size_t length, tupleLength(in, in.rank(0) - batchDims));
  for (size_t i = 0; i < batchDims; ++i)
    if (!mayBeEqual(in.shape(0)[i], in.shape(1)[i])) return in.error("the batch axes differ");
  Shape shape(in.shape(1).begin(), in.shape(1).end() - 1);
  shape.insert(shape.end(), in.shape(0).begin() + static_cast<ptrdiff_t>(batchDims + length),
               in.shape(0).end());
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferScatterElements(const RuleInput& in) {
  HEDDLE_CHECK(in.requireInteger(1));
  HEDDLE_CHECK(in.requireSameElement(0, 2));
  HEDDLE_TRY([[maybe_unused]] const size_t axis,
             in.axis(in.node().intAttribute("axis"), in.rank(0)));
  HEDDLE_CHECK(in.requireRank(1, in.rank(0), in.rank(0)));
  HEDDLE_CHECK(in.requireRank(2, in.rank(0), in.rank(0)));
  for (size_t i = 0; i < in.rank(0); ++i)
    if (!mayBeEqual(in.shape(1)[i], in.shape(2)[i]))
      return in.error("indices and updates differ in shape");
  return Types{in.type(0)};
}

Result<Types> inferScatterNd(const RuleInput& in) {
  HEDDLE_CHECK(in.requireSameElement(0, 2));
  HEDDLE_TRY(const size_t length, tupleLength(in, in.rank(0)));
  const size_t rank = in.rank(1) - 1 + in.rank(0) - length;
  HEDDLE_CHECK(in.requireRank(2, rank, rank));
  return Types{in.type(0)};
}

Result<Types> inferOneHot(const RuleInput& in) {
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0) + 1));
  Dim depth = 0;
  if (const Tensor* value = in.value(1)) {
    if (value->elementCount() != 1) return in.error("depth must be one number");
    depth = value->valueAsInt(0);
  } else {
    depth = in.fresh();
  }
  Shape shape = in.shape(0);
  shape.insert(shape.begin() + static_cast<ptrdiff_t>(axis), depth);
  HEDDLE_CHECK(in.requireRank(2, 1, 1));
  if (!mayBeEqual(in.shape(2)[0], 2)) return in.error("values must hold two entries");
  return oneType(in.type(2).element, std::move(shape));
}

Result<Types> inferReverseSequence(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 2));
  HEDDLE_CHECK(in.requireRank(1, 1, 1));
  HEDDLE_CHECK(in.requireInteger(1));
  const int64_t batch = in.node().intAttribute("batch_axis");
  const int64_t time = in.node().intAttribute("time_axis");
  if (batch < 0 || batch > 1 || time < 0 || time > 1 || batch == time)
    return in.error("batch_axis and time_axis must be 0 and 1 in some order");
  if (!mayBeEqual(in.shape(1)[0], in.shape(0)[static_cast<size_t>(batch)]))
    return in.error("sequence_lens needs one entry per batch");
  return Types{in.type(0)};
}

Result<Types> inferGridSample(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 3));
  HEDDLE_CHECK(in.requireRank(1, in.rank(0), in.rank(0)));
  const size_t spatial = in.rank(0) - 2;
  if (!mayBeEqual(in.shape(1).back(), static_cast<int64_t>(spatial)))
    return in.error("the grid's last axis needs one entry per spatial axis");
  if (!mayBeEqual(in.shape(0)[0], in.shape(1)[0])) return in.error("x and grid differ in batch");
  Shape shape = {better(in.shape(0)[0], in.shape(1)[0]), in.shape(0)[1]};
  shape.insert(shape.end(), in.shape(1).begin() + 1, in.shape(1).end() - 1);
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferCumulative(const RuleInput& in) {
  if (const Tensor* value = in.value(1)) {
    if (value->elementCount() != 1) return in.error("axis must be one number");
    HEDDLE_TRY([[maybe_unused]] const size_t axis, in.axis(value->valueAsInt(0), in.rank(0)));
  }
  return Types{in.type(0)};
}

Result<Types> inferTopK(const RuleInput& in) {
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
  Shape shape = in.shape(0);
  if (const Tensor* value = in.value(1)) {
    if (value->elementCount() != 1) return in.error("k must be one number");
    const int64_t k = value->valueAsInt(0);
    if (k < 0 || (shape[axis].isConstant() && k > shape[axis].constant()))
      return in.error("k is " + std::to_string(k) + " on an axis of " + shape[axis].text());
    shape[axis] = k;
  } else {
    shape[axis] = in.fresh();
  }
  return Types{TensorType{in.type(0).element, shape}, TensorType{ElementType::i64, shape}};
}

Result<Types> inferNonZero(const RuleInput& in) {
  return oneType(ElementType::i64, {Dim(static_cast<int64_t>(in.rank(0))), in.fresh()});
}

Result<Types> inferUnique(const RuleInput& in) {
  const Dim count = in.fresh();
  const TensorType list{ElementType::i64, {count}};
  TensorType values{in.type(0).element, {count}};
  Dim inverse = product(in.shape(0));
  if (in.node().hasAttribute("axis")) {
    HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
    values.shape = in.shape(0);
    inverse = values.shape[axis];
    values.shape[axis] = count;
  }
  Types types{values, list, TensorType{ElementType::i64, {inverse}}, list};
  if (in.node().outputCount < 1 || in.node().outputCount > 4)
    return in.error("unique has one to four outputs");
  types.resize(in.node().outputCount);
  return types;
}

Result<Types> inferCompress(const RuleInput& in) {
  if (in.type(1).element != ElementType::boolean) return in.error("the condition must be bool");
  HEDDLE_CHECK(in.requireRank(1, 1, 1));
  Dim count = in.fresh();
  if (const Tensor* condition = in.value(1)) {
    int64_t kept = 0;
    for (int64_t i = 0; i < condition->elementCount(); ++i) kept += condition->valueAsInt(i) != 0;
    count = kept;
  }
  if (!in.node().hasAttribute("axis")) return oneType(in.type(0).element, {count});
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
  Shape shape = in.shape(0);
  shape[axis] = count;
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferNonMaxSuppression(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 3, 3));
  HEDDLE_CHECK(in.requireRank(1, 3, 3));
  return oneType(ElementType::i64, {in.fresh(), 3});
}

Result<Types> inferRoiAlign(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 4, 4));
  HEDDLE_CHECK(in.requireRank(1, 2, 2));
  HEDDLE_CHECK(in.requireRank(2, 1, 1));
  return oneType(in.type(0).element,
                 {better(in.shape(1)[0], in.shape(2)[0]), in.shape(0)[1],
                  in.node().intAttribute("output_height"), in.node().intAttribute("output_width")});
}

Result<Types> inferMaxRoiPool(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 4, 4));
  HEDDLE_CHECK(in.requireRank(1, 2, 2));
  const auto pooled = in.node().intsAttribute("pooled_shape");
  if (pooled.size() != 2) return in.error("pooled_shape needs two entries");
  return oneType(in.type(0).element, {in.shape(1)[0], in.shape(0)[1], pooled[0], pooled[1]});
}

Result<Types> inferDet(const RuleInput& in) {
  HEDDLE_CHECK(in.requireFloat(0));
  HEDDLE_CHECK(in.requireRank(0, 2));
  const Shape& x = in.shape(0);
  if (!mayBeEqual(x[x.size() - 1], x[x.size() - 2])) return in.error("the matrices are not square");
  return oneType(in.type(0).element, Shape(x.begin(), x.end() - 2));
}

}  // namespace heddle::graph
