// Binary operations and comparisons. What a machine leaves undefined (division by zero, long
// shifts) gets a value here, so that no input stops a kernel.
// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "engine/codegen/llvm/expr_emitter.h"
#include "engine/codegen/llvm/half.h"
#include "engine/codegen/llvm/math.h"

namespace heddle::codegen {
using namespace loops;
using llvm::Value;

namespace {

bool isUnsigned(ElementType t) {
  return isUnsignedInteger(t) || t == ElementType::boolean;
}

bool convertsInteger(const Expr& e) {
  const auto* cast = as<Cast>(e);
  return cast && isInteger(cast->value->type.element);
}

}  // namespace

// a*b+c, a*b-c and c-a*b in one rounding; nothing when the expression is no such sum. A converted
// integer times its scale is a value of the model that ONNX rounds: it stays rounded, so that what
// is quantised again is the same to the bit.
Value* ExprEmitter::contracted(const Binary& e) {
  const bool isPlain = e.type.element == ElementType::f32 || e.type.element == ElementType::f64;
  if (!m_c.facts.hasFma || !isPlain || (e.op != BinaryOp::add && e.op != BinaryOp::sub))
    return nullptr;
  const auto product = [](const Expr& x) {
    const auto* p = as<Binary>(x);
    return p && p->op == BinaryOp::mul && !convertsInteger(p->a) && !convertsInteger(p->b) ? p
                                                                                          : nullptr;
  };
  auto& b = m_c.builder;
  if (const auto* p = product(e.b)) {
    Value* addend = emit(e.a);
    Value* x = emit(p->a);
    if (e.op == BinaryOp::sub) x = b.CreateFNeg(x);
    return multiplyAdd(m_c, x, emit(p->b), addend);
  }
  if (const auto* p = product(e.a)) {
    Value* x = emit(p->a);
    Value* y = emit(p->b);
    Value* addend = emit(e.b);
    if (e.op == BinaryOp::sub) addend = b.CreateFNeg(addend);
    return multiplyAdd(m_c, x, y, addend);
  }
  return nullptr;
}

Value* ExprEmitter::binary(const Binary& e) {
  if (Value* fused = contracted(e)) return fused;
  Value* a = emit(e.a);
  Value* b = emit(e.b);
  const ElementType element = e.type.element;
  if (isHalfWidth(element)) {
    Value* wide =
        floatBinary(e.op, floatFromHalfWidth(m_c, a, element), floatFromHalfWidth(m_c, b, element));
    return halfWidthFromFloat(m_c, wide, element);
  }
  return isFloat(element) ? floatBinary(e.op, a, b) : integerBinary(e, a, b);
}

Value* ExprEmitter::floatBinary(BinaryOp op, Value* a, Value* b) {
  auto& builder = m_c.builder;
  switch (op) {
    case BinaryOp::add:
      return builder.CreateFAdd(a, b);
    case BinaryOp::sub:
      return builder.CreateFSub(a, b);
    case BinaryOp::mul:
      return builder.CreateFMul(a, b);
    case BinaryOp::div:
      return builder.CreateFDiv(a, b);
    case BinaryOp::mod:
      return libraryCall(
          "fmod", a->getType()->getScalarType()->isFloatTy() ? ElementType::f32 : ElementType::f64,
          {a, b});
    case BinaryOp::min:
    case BinaryOp::max: {
      // min(constant, x) as the machine does it returns x when x is NaN, which is what is wanted.
      if (llvm::isa<llvm::Constant>(b) && !llvm::isa<llvm::Constant>(a)) std::swap(a, b);
      const auto order = op == BinaryOp::min ? llvm::CmpInst::FCMP_OLT : llvm::CmpInst::FCMP_OGT;
      Value* chosen = builder.CreateSelect(builder.CreateFCmp(order, a, b), a, b);
      if (llvm::isa<llvm::Constant>(a)) return chosen;
      return builder.CreateSelect(builder.CreateFCmpUNO(a, a), a, chosen);
    }
    default:
      return fail("an integer operation on floats", {ElementType::f32, 1});
  }
}

Value* ExprEmitter::integerBinary(const Binary& e, Value* a, Value* b) {
  auto& builder = m_c.builder;
  const bool isIndex = m_indexDepth > 0 && e.type.element == ElementType::i64;
  const bool isUnsignedType = isUnsigned(e.type.element);
  switch (e.op) {
    case BinaryOp::add:
      return builder.CreateAdd(a, b, "", false, isIndex);
    case BinaryOp::sub:
      return builder.CreateSub(a, b, "", false, isIndex);
    case BinaryOp::mul:
      return builder.CreateMul(a, b, "", false, isIndex);
    case BinaryOp::min:
      return builder.CreateBinaryIntrinsic(
          isUnsignedType ? llvm::Intrinsic::umin : llvm::Intrinsic::smin, a, b);
    case BinaryOp::max:
      return builder.CreateBinaryIntrinsic(
          isUnsignedType ? llvm::Intrinsic::umax : llvm::Intrinsic::smax, a, b);
    case BinaryOp::bitAnd:
    case BinaryOp::logicalAnd:
      return builder.CreateAnd(a, b);
    case BinaryOp::bitOr:
    case BinaryOp::logicalOr:
      return builder.CreateOr(a, b);
    case BinaryOp::bitXor:
      return builder.CreateXor(a, b);
    case BinaryOp::shiftLeft:
    case BinaryOp::shiftRight: {
      // Shifts by the width or more give zero (or the sign), not whatever the machine does.
      llvm::Type* type = a->getType();
      Value* width = llvm::ConstantInt::get(type, type->getScalarSizeInBits());
      Value* isShort = builder.CreateICmpULT(b, width);
      Value* amount = builder.CreateSelect(isShort, b, llvm::Constant::getNullValue(type));
      Value* zero = llvm::Constant::getNullValue(type);
      if (e.op == BinaryOp::shiftLeft)
        return builder.CreateSelect(isShort, builder.CreateShl(a, amount), zero);
      if (isUnsignedType) return builder.CreateSelect(isShort, builder.CreateLShr(a, amount), zero);
      Value* last = llvm::ConstantInt::get(type, type->getScalarSizeInBits() - 1);
      return builder.CreateAShr(a, builder.CreateSelect(isShort, b, last));
    }
    default:
      return division(e, a, b);
  }
}

Value* ExprEmitter::division(const Binary& e, Value* a, Value* b) {
  auto& builder = m_c.builder;
  llvm::Type* type = a->getType();
  const auto* constantDivisor = llvm::dyn_cast<llvm::Constant>(b);
  const auto divisor = constantInt(as<Broadcast>(e.b) ? as<Broadcast>(e.b)->value : e.b);
  const bool isSafe = constantDivisor && divisor && *divisor != 0 && *divisor != -1;
  const bool isQuotient = e.op == BinaryOp::div || e.op == BinaryOp::floorDiv;
  Value* one = llvm::ConstantInt::get(type, 1);
  Value* zero = llvm::Constant::getNullValue(type);
  if (isUnsigned(e.type.element)) {
    Value* d = isSafe ? b : builder.CreateSelect(builder.CreateICmpEQ(b, zero), one, b);
    return isQuotient ? builder.CreateUDiv(a, d) : builder.CreateURem(a, d);
  }
  const auto interval = e.a->type == ValueType{} ? intervalOf(e.a, m_c.bounds) : std::nullopt;
  if (isSafe && *divisor > 0 && interval && interval->min >= 0) {
    return isQuotient ? builder.CreateUDiv(a, b) : builder.CreateURem(a, b);
  }
  // The machine traps on zero and on the smallest value by -1; dividing by 1 instead is what
  // wrapping gives for the latter.
  Value* d = b;
  Value* isMinusOne = nullptr;
  if (!isSafe) {
    isMinusOne = builder.CreateICmpEQ(b, llvm::ConstantInt::getSigned(type, -1));
    d = builder.CreateSelect(builder.CreateOr(isMinusOne, builder.CreateICmpEQ(b, zero)), one, b);
  }
  Value* q = builder.CreateSDiv(a, d);
  Value* r = builder.CreateSRem(a, d);
  if (isMinusOne) q = builder.CreateSelect(isMinusOne, builder.CreateNeg(a), q);
  if (e.op == BinaryOp::div) return q;
  if (e.op == BinaryOp::mod) return r;
  Value* differs = builder.CreateICmpSLT(builder.CreateXor(r, d), zero);
  Value* adjust = builder.CreateAnd(builder.CreateICmpNE(r, zero), differs);
  if (e.op == BinaryOp::floorMod)
    return builder.CreateAdd(r, builder.CreateSelect(adjust, d, zero));
  return builder.CreateSub(q, builder.CreateZExt(adjust, type));
}

// ramp(base, 1) < bound as a test of lane numbers: cheaper than a comparison of wide indices.
Value* ExprEmitter::rangeMask(const Compare& e) {
  const auto *r = as<Ramp>(e.a), *bound = as<Ramp>(e.a) ? nullptr : as<Ramp>(e.b);
  const auto* limit = as<Broadcast>(e.b);
  if (bound || !r || !limit || e.op != CompareOp::lt || constantInt(r->stride) != 1) return nullptr;
  auto& b = m_c.builder;
  const int lanes = e.type.lanes;
  Value* count = b.CreateSub(emit(limit->value), emit(r->base), "", false, true);
  count = b.CreateBinaryIntrinsic(llvm::Intrinsic::smax, count, b.getInt64(0));
  count = b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, count,
                                  b.getInt64(static_cast<uint64_t>(lanes)));
  std::vector<uint32_t> numbers(static_cast<size_t>(lanes));
  std::iota(numbers.begin(), numbers.end(), 0u);
  Value* lane = llvm::ConstantDataVector::get(m_c.context(), numbers);
  return b.CreateICmpULT(lane, splat(b.CreateTrunc(count, b.getInt32Ty()), lanes));
}

Value* ExprEmitter::compare(const Compare& e) {
  using P = llvm::CmpInst::Predicate;
  if (e.a->type.element == ElementType::i64) {
    if (Value* mask = rangeMask(e)) return mask;
  }
  Value* a = emit(e.a);
  Value* b = emit(e.b);
  const ElementType element = e.a->type.element;
  const auto op = static_cast<size_t>(e.op);
  if (isFloat(element)) {
    if (isHalfWidth(element))
      a = floatFromHalfWidth(m_c, a, element), b = floatFromHalfWidth(m_c, b, element);
    static constexpr P floats[] = {P::FCMP_OEQ, P::FCMP_UNE, P::FCMP_OLT,
                                   P::FCMP_OLE, P::FCMP_OGT, P::FCMP_OGE};
    return m_c.builder.CreateFCmp(floats[op], a, b);
  }
  static constexpr P isSigned[] = {P::ICMP_EQ,  P::ICMP_NE,  P::ICMP_SLT,
                                   P::ICMP_SLE, P::ICMP_SGT, P::ICMP_SGE};
  static constexpr P isUnsignedOp[] = {P::ICMP_EQ,  P::ICMP_NE,  P::ICMP_ULT,
                                       P::ICMP_ULE, P::ICMP_UGT, P::ICMP_UGE};
  return m_c.builder.CreateICmp(isUnsigned(element) ? isUnsignedOp[op] : isSigned[op], a, b);
}

}  // namespace heddle::codegen
