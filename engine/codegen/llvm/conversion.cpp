// Vectors of floats to vectors of integers. LLVM takes its saturating conversions apart lane by
// lane.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "engine/codegen/llvm/expr_emitter.h"

namespace heddle::codegen {
using namespace loops;
using llvm::Value;

namespace {

struct Range {
  double low, high;
};
Range rangeOf(ElementType to) {
  const int bits = static_cast<int>(8 * sizeBytes(to));
  const double count = std::ldexp(1.0, bits);
  return isUnsignedInteger(to) ? Range{0, count - 1} : Range{-count / 2, count / 2 - 1};
}

std::optional<double> number(const Expr& e) {
  const auto* b = as<Broadcast>(e);
  const auto* f = as<FloatImm>(b ? b->value : e);
  return f ? std::optional(f->value) : std::nullopt;
}

// min(max(x, a), b) with both inside the range, or the other way round.
bool isClamped(const Expr& e, const Range& range) {
  const auto inside = [&](const Binary* b) {
    const auto limit = b ? number(b->b) : std::nullopt;
    return limit && *limit >= range.low && *limit <= range.high;
  };
  const auto* outer = as<Binary>(e);
  if (!outer || !inside(outer)) return false;
  const auto* inner = as<Binary>(outer->a);
  if (!inner || !inside(inner)) return false;
  return (outer->op == BinaryOp::min && inner->op == BinaryOp::max) ||
         (outer->op == BinaryOp::max && inner->op == BinaryOp::min);
}

}  // namespace

// 1. Up to 16 bits: NaN to zero, clamp as floats, convert by way of i32.
// 2. i32 and i64: convert what is in range, then choose the end of the range for the rest.
Value* ExprEmitter::saturated(const Cast& e, Value* v) {
  auto& b = m_c.builder;
  const ElementType to = e.type.element;
  const bool isNarrow = sizeBytes(to) <= 2;
  if (e.type.isScalar() || (!isNarrow && isUnsignedInteger(to))) return nullptr;
  llvm::Type* floats = v->getType();
  const auto constant = [&](double x) { return llvm::ConstantFP::get(floats, x); };
  Value* zero = llvm::Constant::getNullValue(floats);
  llvm::Type* type = valueType(m_c.context(), e.type);
  const Range range = rangeOf(to);
  if (isNarrow) {
    v = b.CreateSelect(b.CreateFCmpORD(v, v), v, zero);
    if (!isClamped(e.value, range)) {
      v = b.CreateSelect(b.CreateFCmpOGT(v, constant(range.low)), v, constant(range.low));
      v = b.CreateSelect(b.CreateFCmpOLT(v, constant(range.high)), v, constant(range.high));
    }
    llvm::Type* words = valueType(m_c.context(), {ElementType::i32, e.type.lanes});
    return b.CreateTrunc(b.CreateFPToSI(v, words), type);
  }
  // The ends are exact: a power of two each.
  const double end = -range.low;
  Value* isHigh = b.CreateFCmpOGE(v, constant(end));
  Value* isLow = b.CreateFCmpOLT(v, constant(-end));
  Value* isInside =
      b.CreateAnd(b.CreateFCmpOGE(v, constant(-end)), b.CreateFCmpOLT(v, constant(end)));
  Value* whole = b.CreateFPToSI(b.CreateSelect(isInside, v, zero), type);
  const auto bits = static_cast<unsigned>(8 * sizeBytes(to));
  Value* most = llvm::ConstantInt::get(type, llvm::APInt::getSignedMaxValue(bits));
  Value* least = llvm::ConstantInt::get(type, llvm::APInt::getSignedMinValue(bits));
  return b.CreateSelect(isHigh, most, b.CreateSelect(isLow, least, whole));
}

}  // namespace heddle::codegen
