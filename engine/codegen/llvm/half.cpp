// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/half.h"

#include <llvm/IR/IntrinsicsX86.h>

#include <numeric>
#include <vector>

namespace heddle::codegen {
namespace {
using llvm::Value;

llvm::Type* like(Value* v, llvm::Type* scalar) {
  if (auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(v->getType())) {
    return llvm::FixedVectorType::get(scalar, vector->getNumElements());
  }
  return scalar;
}
Value* bits32(EmitContext& c, Value* v, uint32_t value) {
  return llvm::ConstantInt::get(like(v, c.builder.getInt32Ty()), value);
}

Value* fromBfloat(EmitContext& c, Value* bits) {
  auto& b = c.builder;
  Value* wide = b.CreateZExt(bits, like(bits, b.getInt32Ty()));
  return b.CreateBitCast(b.CreateShl(wide, bits32(c, wide, 16)), like(bits, b.getFloatTy()));
}

// Adds half of the last place kept, ties to even; a NaN stays a quiet NaN.
Value* toBfloat(EmitContext& c, Value* value) {
  auto& b = c.builder;
  Value* u = b.CreateBitCast(value, like(value, b.getInt32Ty()));
  Value* last = b.CreateAnd(b.CreateLShr(u, bits32(c, u, 16)), bits32(c, u, 1));
  Value* rounded = b.CreateAdd(u, b.CreateAdd(last, bits32(c, u, 0x7fff)));
  Value* quiet = b.CreateOr(u, bits32(c, u, 0x400000));
  Value* chosen = b.CreateSelect(b.CreateFCmpUNO(value, value), quiet, rounded);
  return b.CreateTrunc(b.CreateLShr(chosen, bits32(c, u, 16)), like(value, b.getInt16Ty()));
}

// Without conversion instructions. Scaling by 2^112 moves the exponent and makes subnormals normal.
Value* fromHalfByBits(EmitContext& c, Value* bits) {
  auto& b = c.builder;
  llvm::Type* floats = like(bits, b.getFloatTy());
  Value* wide = b.CreateZExt(bits, like(bits, b.getInt32Ty()));
  Value* magnitude = b.CreateAnd(wide, bits32(c, wide, 0x7fff));
  Value* sign = b.CreateShl(b.CreateAnd(wide, bits32(c, wide, 0x8000)), bits32(c, wide, 16));
  // Subnormals: the integer times 2^-24, exact in f32 and never a denormal there.
  Value* small =
      b.CreateFMul(b.CreateUIToFP(magnitude, floats), llvm::ConstantFP::get(floats, 0x1p-24));
  Value* shifted = b.CreateShl(magnitude, bits32(c, wide, 13));
  Value* normal = b.CreateAdd(shifted, bits32(c, wide, 112u << 23));
  Value* special = b.CreateOr(shifted, bits32(c, wide, 0x7f800000));
  Value* isSpecial = b.CreateICmpUGE(magnitude, bits32(c, wide, 0x7c00));
  Value* isSmall = b.CreateICmpULT(magnitude, bits32(c, wide, 0x400));
  Value* result = b.CreateSelect(isSpecial, special, normal);
  result = b.CreateSelect(isSmall, b.CreateBitCast(small, result->getType()), result);
  return b.CreateBitCast(b.CreateOr(result, sign), floats);
}

Value* toHalfByBits(EmitContext& c, Value* value) {
  auto& b = c.builder;
  Value* u = b.CreateBitCast(value, like(value, b.getInt32Ty()));
  Value* sign = b.CreateAnd(b.CreateLShr(u, bits32(c, u, 16)), bits32(c, u, 0x8000));
  Value* m = b.CreateAnd(u, bits32(c, u, 0x7fffffff));
  // Normal results: rebias and round on bit 13.
  Value* odd = b.CreateAnd(b.CreateLShr(m, bits32(c, u, 13)), bits32(c, u, 1));
  Value* rebased = b.CreateAdd(m, bits32(c, u, 0u - (112u << 23) + 0xfff));
  Value* normal = b.CreateLShr(b.CreateAdd(rebased, odd), bits32(c, u, 13));
  // Subnormal results: adding 0.5 leaves the rounded multiple of 2^-24 in the low bits.
  Value* shifted = b.CreateFAdd(b.CreateBitCast(m, value->getType()),
                                llvm::ConstantFP::get(value->getType(), 0.5));
  Value* small = b.CreateSub(b.CreateBitCast(shifted, u->getType()), bits32(c, u, 126u << 23));
  Value* result = b.CreateSelect(b.CreateICmpULT(m, bits32(c, u, 113u << 23)), small, normal);
  result =
      b.CreateSelect(b.CreateICmpUGE(m, bits32(c, u, 0x477ff000)), bits32(c, u, 0x7c00), result);
  result =
      b.CreateSelect(b.CreateICmpUGT(m, bits32(c, u, 0x7f800000)), bits32(c, u, 0x7e00), result);
  return b.CreateTrunc(b.CreateOr(result, sign), like(value, b.getInt16Ty()));
}

// LLVM turns comparisons and extrema of what was a half into those of halves, which this processor has lane by lane
// only. The processor's own conversion it leaves alone. Null where vectors are not of 16 times a power of two.
Value* fromHalfInVectors(EmitContext& c, Value* bits) {
  auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(bits->getType());
  const unsigned lanes = vector ? vector->getNumElements() : 0;
  if (!c.facts.hasAvx512 || lanes < 16 || (lanes & (lanes - 1)) != 0) return nullptr;
  auto& b = c.builder;
  constexpr uint64_t currentRounding = 4;
  std::vector<Value*> parts;
  for (unsigned first = 0; first < lanes; first += 16) {
    std::vector<int> picked(16);
    std::iota(picked.begin(), picked.end(), static_cast<int>(first));
    Value* part = b.CreateShuffleVector(bits, picked);
    auto* wide = llvm::FixedVectorType::get(b.getFloatTy(), 16);
    parts.push_back(b.CreateIntrinsic(llvm::Intrinsic::x86_avx512_mask_vcvtph2ps_512, {},
                                      {part, llvm::Constant::getNullValue(wide),
                                       b.getInt16(0xffff), b.getInt32(currentRounding)}));
  }
  for (unsigned width = 16; parts.size() > 1; width *= 2) {
    std::vector<int> both(2 * width);
    std::iota(both.begin(), both.end(), 0);
    for (size_t i = 0; i < parts.size() / 2; ++i)
      parts[i] = b.CreateShuffleVector(parts[2 * i], parts[2 * i + 1], both);
    parts.resize(parts.size() / 2);
  }
  return parts[0];
}

}  // namespace

Value* floatFromHalfWidth(EmitContext& c, Value* bits, ElementType element) {
  if (element == ElementType::bf16) return fromBfloat(c, bits);
  if (!c.facts.hasF16c) return fromHalfByBits(c, bits);
  if (Value* wide = fromHalfInVectors(c, bits)) return wide;
  auto& b = c.builder;
  return b.CreateFPExt(b.CreateBitCast(bits, like(bits, b.getHalfTy())),
                       like(bits, b.getFloatTy()));
}

Value* halfWidthFromFloat(EmitContext& c, Value* value, ElementType element) {
  if (element == ElementType::bf16) return toBfloat(c, value);
  if (!c.facts.hasF16c) return toHalfByBits(c, value);
  auto& b = c.builder;
  return b.CreateBitCast(b.CreateFPTrunc(value, like(value, b.getHalfTy())),
                         like(value, b.getInt16Ty()));
}

}  // namespace heddle::codegen
