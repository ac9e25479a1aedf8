// Intrinsics of the loop IR: instructions where there are, polynomials for the frequent ones of
// f32, libm lane by lane for the rest.
// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include <llvm/IR/IntrinsicsX86.h>

#include <limits>

#include "engine/codegen/llvm/expr_emitter.h"
#include "engine/codegen/llvm/half.h"
#include "engine/codegen/llvm/math.h"

namespace heddle::codegen {
using namespace loops;
using llvm::Value;

namespace {

const char* libraryName(Intrinsic i) {
  switch (i) {
    case Intrinsic::exp:
      return "exp";
    case Intrinsic::log:
      return "log";
    case Intrinsic::sin:
      return "sin";
    case Intrinsic::cos:
      return "cos";
    case Intrinsic::tan:
      return "tan";
    case Intrinsic::asin:
      return "asin";
    case Intrinsic::acos:
      return "acos";
    case Intrinsic::atan:
      return "atan";
    case Intrinsic::sinh:
      return "sinh";
    case Intrinsic::cosh:
      return "cosh";
    case Intrinsic::tanh:
      return "tanh";
    case Intrinsic::asinh:
      return "asinh";
    case Intrinsic::acosh:
      return "acosh";
    case Intrinsic::atanh:
      return "atanh";
    case Intrinsic::erf:
      return "erf";
    case Intrinsic::pow:
      return "pow";
    default:
      return nullptr;
  }
}

std::optional<llvm::Intrinsic::ID> instructionFor(Intrinsic i) {
  switch (i) {
    case Intrinsic::abs:
      return llvm::Intrinsic::fabs;
    case Intrinsic::sqrt:
      return llvm::Intrinsic::sqrt;
    case Intrinsic::floor:
      return llvm::Intrinsic::floor;
    case Intrinsic::ceil:
      return llvm::Intrinsic::ceil;
    case Intrinsic::roundEven:
      return llvm::Intrinsic::roundeven;
    case Intrinsic::trunc:
      return llvm::Intrinsic::trunc;
    default:
      return {};
  }
}

}  // namespace

// Lane by lane; exported modules link libm and nothing else.
Value* ExprEmitter::libraryCall(const std::string& name, ElementType element,
                                const std::vector<Value*>& args) {
  auto& b = m_c.builder;
  llvm::Type* scalar = valueType(m_c.context(), {element, 1});
  const std::vector<llvm::Type*> types(args.size(), scalar);
  auto callee = m_c.module.getOrInsertFunction(element == ElementType::f32 ? name + "f" : name,
                                               llvm::FunctionType::get(scalar, types, false));
  auto* function = llvm::cast<llvm::Function>(callee.getCallee());
  function->setDoesNotThrow();
  function->setWillReturn();
  function->setDoesNotAccessMemory();
  auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(args[0]->getType());
  if (!vector) return b.CreateCall(callee, args);
  Value* result = llvm::PoisonValue::get(vector);
  for (uint64_t i = 0; i < vector->getNumElements(); ++i) {
    std::vector<Value*> lane;
    for (Value* a : args) lane.push_back(b.CreateExtractElement(a, i));
    result = b.CreateInsertElement(result, b.CreateCall(callee, lane), i);
  }
  return result;
}

Value* ExprEmitter::floatCall(const Call& e, Intrinsic intrinsic, ElementType element,
                              const std::vector<Value*>& args) {
  auto& b = m_c.builder;
  Value* x = args[0];
  llvm::Type* type = x->getType();
  if (auto id = instructionFor(intrinsic)) return b.CreateUnaryIntrinsic(*id, x);
  if (intrinsic == Intrinsic::isNan) return b.CreateFCmpUNO(x, x);
  if (intrinsic == Intrinsic::isInf) {
    Value* a = b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x);
    return b.CreateFCmpOEQ(a, llvm::ConstantFP::getInfinity(type));
  }
  if (intrinsic == Intrinsic::fma) {
    if (m_c.facts.hasFma) return multiplyAdd(m_c, args[0], args[1], args[2]);
    return libraryCall("fma", element, args);
  }
  if (element == ElementType::f32) {
    if (intrinsic == Intrinsic::exp) return emitExp(m_c, x);
    if (intrinsic == Intrinsic::log) return emitLog(m_c, x);
    if (intrinsic == Intrinsic::tanh) return emitTanh(m_c, x);
    if (intrinsic == Intrinsic::sigmoid) return emitSigmoid(m_c, x);
    if (intrinsic == Intrinsic::erf) return emitErf(m_c, x);
  } else if (intrinsic == Intrinsic::sigmoid) {
    Value* one = llvm::ConstantFP::get(type, 1);
    Value* a = b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x);
    Value* exponential = libraryCall("exp", element, {b.CreateFNeg(a)});
    Value* d = b.CreateFDiv(one, b.CreateFAdd(one, exponential));
    return b.CreateSelect(b.CreateFCmpOLT(x, llvm::Constant::getNullValue(type)),
                          b.CreateFMul(exponential, d), d);
  }
  if (const char* name = libraryName(intrinsic)) return libraryCall(name, element, args);
  return fail("an intrinsic on floats", e.type);
}

Value* ExprEmitter::halfWidthCall(const Call& e, std::vector<Value*> args) {
  const ElementType element = e.args[0]->type.element;
  for (Value*& a : args) a = floatFromHalfWidth(m_c, a, element);
  Value* result = floatCall(e, e.intrinsic, ElementType::f32, args);
  return e.type.element == element ? halfWidthFromFloat(m_c, result, element) : result;
}

Value* ExprEmitter::reduction(const Call& e, Value* vector) {
  auto& b = m_c.builder;
  const ElementType element = e.args[0]->type.element;
  const bool isSum = e.intrinsic == Intrinsic::reduceAdd;
  if (e.args[0]->type.isScalar()) return vector;
  if (!isFloat(element)) {
    return isSum ? b.CreateAddReduce(vector)
                 : b.CreateIntMaxReduce(vector, !isUnsignedInteger(element));
  }
  if (isHalfWidth(element)) vector = floatFromHalfWidth(m_c, vector, element);
  llvm::Type* scalar = vector->getType()->getScalarType();
  Value* result = nullptr;
  if (isSum) {
    auto* sum = llvm::cast<llvm::Instruction>(
        b.CreateFAddReduce(llvm::ConstantFP::getNegativeZero(scalar), vector));
    sum->setHasAllowReassoc(true);
    result = sum;
  } else {
    result = b.CreateUnaryIntrinsic(llvm::Intrinsic::vector_reduce_fmaximum, vector);
  }
  return isHalfWidth(element) ? halfWidthFromFloat(m_c, result, element) : result;
}

Value* ExprEmitter::dotU8I8(const std::vector<Value*>& args, int lanes) {
  auto& b = m_c.builder;
  if (m_c.facts.hasVnni && lanes > 16 && lanes % 2 == 0) {  // more than one register
    std::vector<Value*> halves;
    for (int half = 0; half < 2; ++half) {
      std::vector<Value*> parts;
      for (Value* arg : args) {
        const int count = parts.empty() ? lanes / 2 : 2 * lanes;
        std::vector<int> order(static_cast<size_t>(count));
        std::iota(order.begin(), order.end(), half * count);
        parts.push_back(b.CreateShuffleVector(arg, order));
      }
      halves.push_back(dotU8I8(parts, lanes / 2));
    }
    std::vector<int> order(static_cast<size_t>(lanes));
    std::iota(order.begin(), order.end(), 0);
    return b.CreateShuffleVector(halves[0], halves[1], order);
  }
  if (m_c.facts.hasVnni && (lanes == 4 || lanes == 8 || lanes == 16)) {
    const auto id = lanes == 16  ? llvm::Intrinsic::x86_avx512_vpdpbusd_512
                    : lanes == 8 ? llvm::Intrinsic::x86_avx512_vpdpbusd_256
                                 : llvm::Intrinsic::x86_avx512_vpdpbusd_128;
    llvm::Type* words = args[0]->getType();
    return b.CreateIntrinsic(
        id, {}, {args[0], b.CreateBitCast(args[1], words), b.CreateBitCast(args[2], words)});
  }
  auto* wide = llvm::FixedVectorType::get(b.getInt32Ty(), static_cast<unsigned>(4 * lanes));
  Value* products = b.CreateMul(b.CreateZExt(args[1], wide), b.CreateSExt(args[2], wide));
  Value* sum = args[0];
  for (int j = 0; j < 4; ++j) {
    std::vector<int> mask;
    for (int i = 0; i < lanes; ++i) mask.push_back(4 * i + j);
    sum = b.CreateAdd(sum, lanes == 1 ? b.CreateExtractElement(products, static_cast<uint64_t>(j))
                                      : b.CreateShuffleVector(products, mask));
  }
  return sum;
}

Value* ExprEmitter::call(const Call& e) {
  auto& b = m_c.builder;
  if (e.intrinsic == Intrinsic::prefetch) {
    if (const auto* target = as<Load>(e.args[0])) prefetch(*target);
    return b.getInt32(0);
  }
  std::vector<Value*> args;
  for (const Expr& a : e.args) args.push_back(emit(a));
  const ElementType element = e.args[0]->type.element;
  switch (e.intrinsic) {
    case Intrinsic::reduceAdd:
    case Intrinsic::reduceMax:
      return reduction(e, args[0]);
    case Intrinsic::dotU8I8:
      return dotU8I8(args, e.type.lanes);
    case Intrinsic::reinterpret: {
      if (element == ElementType::boolean) args[0] = toStorage(args[0], e.args[0]->type);
      Value* bits = b.CreateBitCast(args[0], storageType(m_c.context(), e.type));
      return fromStorage(bits, e.type);
    }
    case Intrinsic::popcount:
      return b.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, args[0]);
    case Intrinsic::abs:
      if (isUnsignedInteger(element)) return args[0];
      if (isInteger(element))
        return b.CreateIntrinsic(llvm::Intrinsic::abs, {args[0]->getType()},
                                 {args[0], b.getFalse()});
      break;
    default:
      break;
  }
  if (!isFloat(element)) return fail("a float intrinsic on integers", e.type);
  return isHalfWidth(element) ? halfWidthCall(e, args) : floatCall(e, e.intrinsic, element, args);
}

}  // namespace heddle::codegen
