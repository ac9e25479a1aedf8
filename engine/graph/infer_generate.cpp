// Type rules of operators that make tensors from shapes and numbers.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "engine/graph/type_rule.h"

namespace heddle::graph {
namespace {

Result<Tensor> tensorAttribute(const RuleInput& in) {
  const ConstantId id = in.node().tensorAttribute("value");
  if (!id.isValid() || id.value > in.constants().size())
    return in.error("its value is not in the constant pool");
  return in.constants().tensor(id);
}

}  // namespace

Result<Types> inferConstant(const RuleInput& in) {
  HEDDLE_TRY(const Tensor value, tensorAttribute(in));
  return Types{value.type()};
}

Result<Types> inferFull(const RuleInput& in) {
  HEDDLE_TRY(const Tensor value, tensorAttribute(in));
  if (value.elementCount() != 1) return in.error("value must hold one element");
  if (!in.value(0)) {
    const auto length = in.staticLength(0);
    if (!length) return Types{std::nullopt};
    return oneType(value.element(), in.freshShape(*length));
  }
  HEDDLE_TRY(const std::vector<int64_t> extents, in.integers(0));
  if (extents.size() > kLargestRank) return in.error("the shape has too many axes");
  for (const int64_t extent : extents)
    if (extent < 0) return in.error("the shape holds " + std::to_string(extent));
  return oneType(value.element(), toShape(extents));
}

Result<Types> inferRange(const RuleInput& in) {
  HEDDLE_CHECK(in.requireSameElement(0, 1));
  HEDDLE_CHECK(in.requireSameElement(0, 2));
  const Tensor *start = in.value(0), *limit = in.value(1), *delta = in.value(2);
  if (!start || !limit || !delta) return oneType(in.type(0).element, {in.fresh()});
  for (const Tensor* value : {start, limit, delta})
    if (value->elementCount() != 1) return in.error("start, limit and delta must be scalars");
  if (isInteger(in.type(0).element)) {
    const int64_t step = delta->valueAsInt(0);
    if (step == 0) return in.error("delta is 0");
    // Wider than any difference of two i64.
    const __int128 span = static_cast<__int128>(limit->valueAsInt(0)) - start->valueAsInt(0);
    const __int128 steps = span / step + (span % step != 0 && (span > 0) == (step > 0) ? 1 : 0);
    if (steps > INT64_MAX / 16) return in.error("the range is too long");
    return oneType(in.type(0).element, {Dim(steps < 0 ? 0 : static_cast<int64_t>(steps))});
  }
  const double count =
      std::ceil((limit->valueAsDouble(0) - start->valueAsDouble(0)) / delta->valueAsDouble(0));
  if (!(std::abs(count) < 1e15)) return in.error("the range is not finite");
  return oneType(in.type(0).element, {Dim(std::max<int64_t>(0, static_cast<int64_t>(count)))});
}

Result<Types> inferEyeLike(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 2, 2));
  const ElementType element =
      in.node().hasAttribute("dtype") ? in.node().typeAttribute("dtype") : in.type(0).element;
  return oneType(element, in.shape(0));
}

Result<Types> inferTrilu(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 2));
  return Types{in.type(0)};
}

Result<Types> inferShape(const RuleInput& in) {
  const auto rank = static_cast<int64_t>(in.rank(0));
  const auto clamp = [&](int64_t at) {
    return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const int64_t start = clamp(in.node().intAttribute("start"));
  const int64_t end = in.node().hasAttribute("end") ? clamp(in.node().intAttribute("end")) : rank;
  return oneType(ElementType::i64, {Dim(std::max<int64_t>(0, end - start))});
}

Result<Types> inferSize(const RuleInput&) {
  return oneType(ElementType::i64, {});
}

}  // namespace heddle::graph
