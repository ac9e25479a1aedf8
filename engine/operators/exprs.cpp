// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/exprs.h"

#include <algorithm>
#include <limits>

namespace heddle::operators {

using namespace loops;

Expr literal(double value, ElementType element) {
  if (isFloat(element)) return FloatImm::make(value, element);
  return IntImm::make(static_cast<int64_t>(value), element);
}

Expr lowest(ElementType element) {
  if (isFloat(element)) return FloatImm::make(-std::numeric_limits<double>::infinity(), element);
  if (!isSignedInteger(element)) return IntImm::make(0, element);
  const int bits = static_cast<int>(sizeBytes(element)) * 8;
  return IntImm::make(
      bits == 64 ? std::numeric_limits<int64_t>::min() : -(int64_t{1} << (bits - 1)), element);
}

Expr highest(ElementType element) {
  if (isFloat(element)) return FloatImm::make(std::numeric_limits<double>::infinity(), element);
  if (element == ElementType::boolean) return IntImm::make(1, element);
  const int bits = static_cast<int>(sizeBytes(element)) * 8;
  if (element == ElementType::u64) return IntImm::make(-1, element);
  if (bits == 64) return IntImm::make(std::numeric_limits<int64_t>::max(), element);
  return IntImm::make((int64_t{1} << (isSignedInteger(element) ? bits - 1 : bits)) - 1, element);
}

Expr cast(const Expr& value, ElementType element) {
  if (value->type.element == element) return value;
  if (const auto* imm = as<IntImm>(value); imm && value->type.element != ElementType::u64) {
    if (isFloat(element)) return FloatImm::make(static_cast<double>(imm->value), element);
  }
  return Cast::make({element, value->type.lanes}, value);
}

Expr select(const Expr& condition, const Expr& whenTrue, const Expr& whenFalse) {
  if (const auto known = constantInt(condition)) return *known ? whenTrue : whenFalse;
  return Select::make(condition, whenTrue, whenFalse);
}

Expr compare(CompareOp op, const Expr& a, const Expr& b) {
  return Compare::make(op, a, b);
}
Expr binary(BinaryOp op, const Expr& a, const Expr& b) {
  return Binary::make(op, a, b);
}

Expr logicalOr(const Expr& a, const Expr& b) {
  return binary(BinaryOp::logicalOr, a, b);
}

Expr call(Intrinsic intrinsic, const Expr& a) {
  const bool isTest = intrinsic == Intrinsic::isNan || intrinsic == Intrinsic::isInf;
  return Call::make(isTest ? ValueType{ElementType::boolean, a->type.lanes} : a->type, intrinsic,
                    {a});
}

Expr call(Intrinsic intrinsic, const Expr& a, const Expr& b) {
  return Call::make(a->type, intrinsic, {a, b});
}

Expr inRange(const Expr& index, int64_t low, int64_t high) {
  return logicalAnd(compare(CompareOp::ge, index, constant(low)), lessThan(index, constant(high)));
}

Expr clampIndex(const Expr& index, int64_t extent) {
  return min(max(index, constant(0)), constant(std::max<int64_t>(extent - 1, 0)));
}

Expr safeIndex(const Expr& index, int64_t extent) {
  const Expr wide = cast(index, ElementType::i64);
  return clampIndex(select(lessThan(wide, constant(0)), wide + constant(extent), wide), extent);
}

ElementType computeElement(ElementType element) {
  return element == ElementType::f16 || element == ElementType::bf16 ? ElementType::f32 : element;
}

Indices broadcastIndices(const Indices& out, const std::vector<int64_t>& extents) {
  Indices in;
  const size_t offset = out.size() - extents.size();
  for (size_t d = 0; d < extents.size(); ++d) {
    in.push_back(extents[d] == 1 ? constant(0) : out[offset + d]);
  }
  return in;
}

}  // namespace heddle::operators
