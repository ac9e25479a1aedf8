// Type rules of matrix products, einsum, recurrences and normalizations.
// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "engine/graph/einsum.h"
#include "engine/graph/type_rule.h"
#include "engine/graph/window_axis.h"

namespace heddle::graph {
namespace {

struct Recurrence {
  Dim sequence, batch, directions, hidden;
  bool isBatchFirst;
};

Result<Recurrence> recurrenceOf(const RuleInput& in, int64_t gates) {
  HEDDLE_CHECK(in.requireRank(0, 3, 3));
  HEDDLE_CHECK(in.requireRank(1, 3, 3));
  HEDDLE_CHECK(in.requireRank(2, 3, 3));
  const std::string direction = in.node().stringAttribute("direction");
  if (direction != "forward" && direction != "reverse" && direction != "bidirectional")
    return in.error("direction is '" + direction + "'");
  const int64_t hidden = in.node().intAttribute("hidden_size");
  if (hidden < 1 || hidden > (int64_t{1} << 30))
    return in.error("hidden_size is " + std::to_string(hidden));
  const int64_t layout = in.node().intAttribute("layout");
  if (layout != 0 && layout != 1) return in.error("layout is " + std::to_string(layout));
  const int64_t directions = direction == "bidirectional" ? 2 : 1;
  const Shape &x = in.shape(0), &w = in.shape(1), &r = in.shape(2);
  if (!mayBeEqual(w[0], directions) || !mayBeEqual(r[0], directions) ||
      !mayBeEqual(w[1], gates * hidden) || !mayBeEqual(r[1], gates * hidden) ||
      !mayBeEqual(r[2], hidden) || !mayBeEqual(w[2], x[2]))
    return in.error("w or r does not match hidden_size, direction or x");
  const bool isBatchFirst = layout == 1;
  return Recurrence{isBatchFirst ? x[1] : x[0], isBatchFirst ? x[0] : x[1], directions, hidden,
                    isBatchFirst};
}

}  // namespace

Result<Types> inferMatmul(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 1));
  HEDDLE_CHECK(in.requireRank(1, 1));
  const bool isNarrow =
      in.type(0).element == ElementType::u8 && in.type(1).element == ElementType::i8;
  if (!isNarrow) HEDDLE_CHECK(in.requireSameElement(0, 1));
  Shape a = in.shape(0), b = in.shape(1);
  const bool isVectorA = a.size() == 1, isVectorB = b.size() == 1;
  if (isVectorA) a.insert(a.begin(), 1);
  if (isVectorB) b.push_back(1);
  if (!mayBeEqual(a.back(), b[b.size() - 2]))
    return in.error("the contracted extents are " + a.back().text() + " and " +
                    b[b.size() - 2].text());
  HEDDLE_TRY(Shape shape,
             broadcastShapes(in, Shape(a.begin(), a.end() - 2), Shape(b.begin(), b.end() - 2)));
  if (!isVectorA) shape.push_back(a[a.size() - 2]);
  if (!isVectorB) shape.push_back(b.back());
  return oneType(isNarrow ? ElementType::i32 : in.type(0).element, std::move(shape));
}

Result<Types> inferGemm(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 2, 2));
  HEDDLE_CHECK(in.requireRank(1, 2, 2));
  HEDDLE_CHECK(in.requireSameElement(0, 1));
  const bool isTransposedA = in.node().intAttribute("transA") != 0;
  const bool isTransposedB = in.node().intAttribute("transB") != 0;
  const Shape &a = in.shape(0), &b = in.shape(1);
  if (!mayBeEqual(a[isTransposedA ? 0 : 1], b[isTransposedB ? 1 : 0]))
    return in.error("the contracted extents are " + a[isTransposedA ? 0 : 1].text() + " and " +
                    b[isTransposedB ? 1 : 0].text());
  Shape shape = {a[isTransposedA ? 1 : 0], b[isTransposedB ? 0 : 1]};
  if (in.has(2)) {
    HEDDLE_CHECK(in.requireSameElement(0, 2));
    HEDDLE_TRY(const Shape sum, broadcastShapes(in, shape, in.shape(2)));
    if (sum.size() != 2 || !mayBeEqual(sum[0], shape[0]) || !mayBeEqual(sum[1], shape[1]))
      return in.error("c does not broadcast to the product");
  }
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferEinsum(const RuleInput& in) {
  std::vector<size_t> ranks;
  for (size_t i = 0; i < in.inputCount(); ++i) {
    if (!in.has(i)) return in.error("an input is absent");
    HEDDLE_CHECK(in.requireSameElement(0, i));
    ranks.push_back(in.rank(i));
  }
  auto equation = parseEinsum(in.node().stringAttribute("equation"), ranks);
  if (equation.isError()) return in.error(messageText(equation.error()));
  std::map<char, Dim> extents;
  for (size_t i = 0; i < in.inputCount(); ++i) {
    for (size_t axis = 0; axis < ranks[i]; ++axis) {
      const char label = equation.value().inputs[i][axis];
      const Dim& dim = in.shape(i)[axis];
      const auto [it, isNew] = extents.emplace(label, dim);
      if (isNew) continue;
      const bool isOne = it->second.isConstant() && it->second.constant() == 1;
      if (isOne)
        it->second = dim;
      else if (!mayBeEqual(it->second, dim) && !mayBeEqual(dim, 1))
        return in.error(std::string("label '") + label + "' has extents " + it->second.text() +
                        " and " + dim.text());
      else if (!(dim.isConstant() && dim.constant() == 1))
        it->second = better(it->second, dim);
    }
  }
  Shape shape;
  for (const char label : equation.value().output) shape.push_back(extents.at(label));
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferRecurrent(const RuleInput& in) {
  const OpKind kind = in.node().kind;
  HEDDLE_CHECK(in.requireFloat(0));
  HEDDLE_TRY(const Recurrence r, recurrenceOf(in, kind == OpKind::lstm  ? 4
                                                  : kind == OpKind::gru ? 3
                                                                        : 1));
  const size_t largest = kind == OpKind::lstm ? 3 : 2;
  if (in.node().outputCount < 1 || in.node().outputCount > largest)
    return in.error("it has one to " + std::to_string(largest) + " outputs");
  const ElementType element = in.type(0).element;
  const TensorType all{element, r.isBatchFirst
                                    ? Shape{r.batch, r.sequence, r.directions, r.hidden}
                                    : Shape{r.sequence, r.directions, r.batch, r.hidden}};
  const TensorType last{element, r.isBatchFirst ? Shape{r.batch, r.directions, r.hidden}
                                                : Shape{r.directions, r.batch, r.hidden}};
  Types types{all, last, last};
  types.resize(in.node().outputCount);
  return types;
}

Result<Types> inferNormalization(const RuleInput& in) {
  HEDDLE_CHECK(in.requireFloat(0));
  const OpKind kind = in.node().kind;
  if (kind == OpKind::layer_normalization || kind == OpKind::rms_normalization) {
    HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
    const Shape tail(in.shape(0).begin() + static_cast<ptrdiff_t>(axis), in.shape(0).end());
    for (size_t i = 1; i < in.inputCount(); ++i) {
      if (!in.has(i)) continue;
      HEDDLE_TRY(const Shape both, broadcastShapes(in, in.shape(0), in.shape(i)));
      if (both.size() != in.rank(0)) return in.error("scale or bias has a higher rank than x");
    }
    return Types{in.type(0)};
  }
  HEDDLE_CHECK(in.requireRank(0, kind == OpKind::batch_normalization ? 1 : 2));
  if (in.rank(0) < 2) return Types{in.type(0)};
  const size_t channel =
      kind == OpKind::batch_normalization ? channelAxis(in.node(), in.rank(0)) : 1;
  for (size_t i = 1; i < in.inputCount(); ++i) {
    HEDDLE_CHECK(in.requireRank(i, 1, 1));
    if (!mayBeEqual(in.shape(i)[0], in.shape(0)[channel]))
      return in.error("input " + std::to_string(i) + " needs one entry per channel");
  }
  if (kind == OpKind::group_normalization) {
    const int64_t groups = in.node().intAttribute("num_groups");
    const Dim& channels = in.shape(0)[1];
    if (groups < 1 || (channels.isConstant() && channels.constant() % groups != 0))
      return in.error("num_groups is " + std::to_string(groups));
  }
  return Types{in.type(0)};
}

}  // namespace heddle::graph
