// Polynomials were fitted for the stated intervals by iteratively reweighted least squares on
// Chebyshev nodes, minimising the relative error of the result, coefficients rounded to f32 one
// after the other.
// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/math.h"

#include <llvm/IR/IntrinsicsX86.h>

#include <array>

namespace heddle::codegen {
namespace {
using llvm::Value;

Value* real(Value* like, double value) {
  return llvm::ConstantFP::get(like->getType(), value);
}

llvm::Type* intsLike(EmitContext& c, Value* v) {
  llvm::Type* scalar = c.builder.getInt32Ty();
  if (auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(v->getType())) {
    return llvm::FixedVectorType::get(scalar, vector->getNumElements());
  }
  return scalar;
}
Value* integer(Value* like, int32_t value) {
  return llvm::ConstantInt::get(like->getType(), static_cast<uint64_t>(static_cast<int64_t>(value)),
                                true);
}
Value* bitsOf(EmitContext& c, Value* v) {
  return c.builder.CreateBitCast(v, intsLike(c, v));
}

Value* absolute(EmitContext& c, Value* x) {
  return c.builder.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x);
}

// Coefficients from the constant upwards.
template <size_t N>
Value* polynomial(EmitContext& c, Value* x, const std::array<double, N>& coefficients) {
  Value* sum = real(x, coefficients[N - 1]);
  for (size_t i = N - 1; i-- > 0;) sum = multiplyAdd(c, sum, x, real(x, coefficients[i]));
  return sum;
}

// 2^n for n in [-126, 127].
Value* powerOfTwo(EmitContext& c, Value* n, llvm::Type* type) {
  auto& b = c.builder;
  return b.CreateBitCast(b.CreateShl(b.CreateAdd(n, integer(n, 127)), integer(n, 23)), type);
}

// ln 2 in two parts; products of the first with integers below 2^13 are exact.
constexpr double ln2High = 0.693359375, ln2Low = -2.12194440054690581e-4;

// A value as polynomial times 2^n; n as a float and, in its low bits, as an integer.
struct ExpParts {
  Value *mantissa, *n, *shifted, *magic;
};

// 1. n = x / ln 2 to the nearest, by adding 1.5 * 2^23; r = x - n ln 2 in two parts.
// 2. e^r = 1 + r + r^2 p(r) on [-0.35, 0.35].
ExpParts expParts(EmitContext& c, Value* x) {
  static constexpr std::array<double, 5> p = {0.5, 0x1.55549p-3, 0x1.5558bep-5, 0x1.123b5cp-7,
                                              0x1.6a421ep-10};
  auto& b = c.builder;
  Value* magic = real(x, 12582912.0);
  Value* shifted = multiplyAdd(c, x, real(x, 1.44269504088896341), magic);
  Value* n = b.CreateFSub(shifted, magic);
  Value* r = multiplyAdd(c, n, real(x, -ln2High), x);
  r = multiplyAdd(c, n, real(x, -ln2Low), r);
  Value* tail = multiplyAdd(c, b.CreateFMul(r, r), polynomial(c, r, p), r);
  return {b.CreateFAdd(tail, real(x, 1)), n, shifted, magic};
}

// AVX-512 multiplies by a power of two in one instruction, at any range; null on other machines.
Value* scaledInOne(EmitContext& c, Value* mantissa, Value* n) {
  auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(mantissa->getType());
  if (!c.facts.hasAvx512 || !vector || vector->getNumElements() != 16) return nullptr;
  auto& b = c.builder;
  constexpr uint64_t currentRounding = 4;
  return b.CreateIntrinsic(llvm::Intrinsic::x86_avx512_mask_scalef_ps_512, {},
                           {mantissa, n, llvm::Constant::getNullValue(vector), b.getInt16(0xffff),
                            b.getInt32(currentRounding)});
}

// e^x for x in [-87, 88] or NaN: one scaling will do.
Value* expInRange(EmitContext& c, Value* x) {
  auto& b = c.builder;
  const ExpParts e = expParts(c, x);
  if (Value* scaled = scaledInOne(c, e.mantissa, e.n)) return scaled;
  // The low bits of `shifted` are n; what stands above them leaves with the shift. A
  // multiplication, not an addition to the exponent, keeps NaN.
  Value* bits = bitsOf(c, e.shifted);
  Value* scale = b.CreateAdd(b.CreateShl(bits, integer(bits, 23)), integer(bits, 127 << 23));
  return b.CreateFMul(e.mantissa, b.CreateBitCast(scale, x->getType()));
}

}  // namespace

Value* multiplyAdd(EmitContext& c, Value* a, Value* x, Value* addend) {
  auto& b = c.builder;
  if (!c.facts.hasFma) return b.CreateFAdd(b.CreateFMul(a, x), addend);
  return b.CreateIntrinsic(llvm::Intrinsic::fma, {a->getType()}, {a, x, addend});
}

// Beyond the range of expInRange: two scalings, so that results near overflow and denormals come
// out right.
Value* emitExp(EmitContext& c, Value* x) {
  auto& b = c.builder;
  Value* clamped = b.CreateSelect(b.CreateFCmpOGT(x, real(x, 89)), real(x, 89), x);
  clamped = b.CreateSelect(b.CreateFCmpOLT(clamped, real(x, -104)), real(x, -104), clamped);
  const ExpParts e = expParts(c, clamped);
  if (Value* scaled = scaledInOne(c, e.mantissa, e.n)) return scaled;
  Value* exponent = b.CreateSub(bitsOf(c, e.shifted), bitsOf(c, e.magic));
  Value* half = b.CreateAShr(exponent, integer(exponent, 1));
  Value* result = b.CreateFMul(e.mantissa, powerOfTwo(c, half, x->getType()));
  return b.CreateFMul(result, powerOfTwo(c, b.CreateSub(exponent, half), x->getType()));
}

// x = 2^k m with m in [sqrt(1/2), sqrt(2)), f = m - 1: log x = k ln 2 + f - f^2/2 + f^3 p(f).
Value* emitLog(EmitContext& c, Value* x) {
  static constexpr std::array<double, 8> p = {0x1.555554p-2,  -0x1.000226p-2, 0x1.99a01ep-3,
                                              -0x1.54728cp-3, 0x1.22d8fap-3,  -0x1.0d81f6p-3,
                                              0x1.056016p-3,  -0x1.38ceb6p-4};
  auto& b = c.builder;
  Value* isSmall = b.CreateFCmpOLT(x, real(x, 0x1p-126));
  Value* scaled = b.CreateSelect(isSmall, b.CreateFMul(x, real(x, 0x1p23)), x);
  Value* bits = bitsOf(c, scaled);
  Value* k = b.CreateAShr(b.CreateSub(bits, integer(bits, 0x3f3504f3)), integer(bits, 23));
  Value* m = b.CreateBitCast(b.CreateSub(bits, b.CreateShl(k, integer(bits, 23))), x->getType());
  k = b.CreateSelect(isSmall, b.CreateSub(k, integer(k, 23)), k);
  Value* e = b.CreateSIToFP(k, x->getType());
  Value* f = b.CreateFSub(m, real(x, 1));
  Value* square = b.CreateFMul(f, f);
  Value* y = b.CreateFMul(b.CreateFMul(f, square), polynomial(c, f, p));
  y = multiplyAdd(c, e, real(x, ln2Low), y);
  y = multiplyAdd(c, square, real(x, -0.5), y);
  y = multiplyAdd(c, e, real(x, ln2High), b.CreateFAdd(f, y));
  const double infinity = std::numeric_limits<double>::infinity();
  Value* isFinite = b.CreateFCmpOLT(x, real(x, infinity));
  y = b.CreateSelect(isFinite, y, x);  // infinity and NaN
  y = b.CreateSelect(b.CreateFCmpOLT(x, real(x, 0)),
                     real(x, std::numeric_limits<double>::quiet_NaN()), y);
  return b.CreateSelect(b.CreateFCmpOEQ(x, real(x, 0)), real(x, -infinity), y);
}

// Below 0.625: x + x^3 p(x^2). Above, with t = min(|x|, 20): 1 - 2 / (e^2t + 1).
Value* emitTanh(EmitContext& c, Value* x) {
  static constexpr std::array<double, 5> p = {-0x1.555532p-2, 0x1.1107p-3, -0x1.b837ep-5,
                                              0x1.520c26p-6, -0x1.7574f8p-8};
  auto& b = c.builder;
  Value* a = absolute(c, x);
  Value* z = b.CreateFMul(x, x);
  Value* small = multiplyAdd(c, b.CreateFMul(x, z), polynomial(c, z, p), x);
  Value* t = b.CreateSelect(b.CreateFCmpOGT(a, real(x, 20)), real(x, 20), a);
  Value* e = expInRange(c, b.CreateFAdd(t, t));
  Value* large = b.CreateFSub(real(x, 1), b.CreateFDiv(real(x, 2), b.CreateFAdd(e, real(x, 1))));
  large = b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, large, x);
  return b.CreateSelect(b.CreateFCmpOLT(a, real(x, 0.625)), small, large);
}

// With e = e^-|x|: 1 / (1 + e), times e for negative x, so that small results keep their digits.
Value* emitSigmoid(EmitContext& c, Value* x) {
  auto& b = c.builder;
  Value* e = emitExp(c, b.CreateFNeg(absolute(c, x)));
  Value* d = b.CreateFDiv(real(x, 1), b.CreateFAdd(e, real(x, 1)));
  return b.CreateSelect(b.CreateFCmpOLT(x, real(x, 0)), b.CreateFMul(e, d), d);
}

// Below 475/512: x + x p(x^2). Above, with t = min(|x|, 4): 1 - e^(q(t) - t).
Value* emitErf(EmitContext& c, Value* x) {
  static constexpr std::array<double, 6> p = {0x1.06eba6p-3, -0x1.8126e4p-2, 0x1.ce19e6p-4,
                                              -0x1.b681bp-6, 0x1.46fbc4p-8,  -0x1.38ff62p-11};
  static constexpr std::array<double, 8> q = {0x1.72a5a2p-13, -0x1.09444cp-3, -0x1.444370p-1,
                                              -0x1.bb9ac8p-4, 0x1.9bc962p-6,  -0x1.11b3a6p-8,
                                              0x1.c8b438p-12, -0x1.637a20p-16};
  auto& b = c.builder;
  Value* a = absolute(c, x);
  Value* small = multiplyAdd(c, x, polynomial(c, b.CreateFMul(x, x), p), x);
  Value* t = b.CreateSelect(b.CreateFCmpOGT(a, real(x, 4)), real(x, 4), a);
  Value* e = expInRange(c, b.CreateFSub(polynomial(c, t, q), t));
  Value* large = b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, b.CreateFSub(real(x, 1), e), x);
  return b.CreateSelect(b.CreateFCmpOLT(a, real(x, 0.927734375)), small, large);
}

}  // namespace heddle::codegen
