// Type rules of reductions.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/graph/type_rule.h"

namespace heddle::graph {
namespace {

Shape reduced(const Shape& x, const std::vector<size_t>& axes, bool keepsAxes) {
  Shape shape;
  for (size_t i = 0; i < x.size(); ++i) {
    const bool isReduced = std::find(axes.begin(), axes.end(), i) != axes.end();
    if (!isReduced) shape.push_back(x[i]);
    else if (keepsAxes) shape.push_back(1);
  }
  return shape;
}

}  // namespace

Result<Types> inferReduce(const RuleInput& in) {
  const bool keeps = in.node().intAttribute("keepdims") != 0;
  const ElementType element = in.type(0).element;
  std::vector<size_t> axes;
  if (in.has(1) && !in.value(1)) {
    const auto length = in.staticLength(1);
    if (keeps) return oneType(element, in.freshShape(in.rank(0)));
    if (!length || *length == 0 || *length > in.rank(0)) return Types{std::nullopt};
    return oneType(element, in.freshShape(in.rank(0) - *length));
  }
  if (in.has(1)) {
    HEDDLE_TRY(const std::vector<int64_t> raw, in.integers(1));
    HEDDLE_TRY(axes, in.axes(raw, in.rank(0)));
  }
  if (axes.empty()) {
    if (in.node().intAttribute("noop_with_empty_axes") != 0) return Types{in.type(0)};
    for (size_t i = 0; i < in.rank(0); ++i) axes.push_back(i);
  }
  return oneType(element, reduced(in.shape(0), axes, keeps));
}

Result<Types> inferArg(const RuleInput& in) {
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
  const Dim& extent = in.shape(0)[axis];
  if (extent.isConstant() && extent.constant() == 0) return in.error("the axis is empty");
  return oneType(ElementType::i64,
                 reduced(in.shape(0), {axis}, in.node().intAttribute("keepdims") != 0));
}

Result<Types> inferAxisSame(const RuleInput& in) {
  HEDDLE_CHECK(in.requireFloat(0));
  HEDDLE_TRY([[maybe_unused]] const size_t axis,
             in.axis(in.node().intAttribute("axis"), std::max<size_t>(in.rank(0), 1)));
  return Types{in.type(0)};
}

}  // namespace heddle::graph
