// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/expr_emitter.h"

#include <functional>
#include <numeric>

#include "engine/codegen/llvm/half.h"
#include "engine/codegen/llvm/math.h"
#include "engine/loops/visit.h"

namespace heddle::codegen {
using namespace loops;
using llvm::Value;

namespace {

// Whether evaluating the expression where it is not wanted would cost much or touch memory.
bool mustNotSpeculate(const Expr& e, const EmitContext& c) {
  bool found = false;
  walk(e, [&](const Expr& node) {
    if (const auto* load = as<Load>(node)) {
      const auto slot = c.buffers.find(load->buffer->id);
      found |= slot == c.buffers.end() || !slot->second.isRegister;
    }
    found |= node->kind == ExprKind::Call && as<Call>(node)->intrinsic != Intrinsic::fma;
    return !found;
  });
  return found;
}

bool isUnsigned(ElementType t) { return isUnsignedInteger(t) || t == ElementType::boolean; }

}  // namespace

Value* ExprEmitter::fail(const std::string& what, ValueType type) {
  if (!m_c.error) m_c.error = Diagnostic{"codegen.expression", "cannot generate code for {0}", {{"argument", 0, what}}};
  return llvm::PoisonValue::get(valueType(m_c.context(), type));
}

Value* ExprEmitter::emit(const Expr& e) {
  const auto found = m_memo.find(e.get());
  if (found != m_memo.end()) return found->second;
  Value* value = dispatchKind(e);
  m_memo[e.get()] = value;
  return value;
}

Value* ExprEmitter::dispatchKind(const Expr& e) {
  auto& b = m_c.builder;
  struct Visitor {
    ExprEmitter& self;
    llvm::IRBuilder<>& b;
    Value* operator()(const IntImm& n) {
      return llvm::ConstantInt::get(valueType(b.getContext(), n.type), static_cast<uint64_t>(n.value), true);
    }
    Value* operator()(const FloatImm& n) {
      if (n.type.element == ElementType::f16) return b.getInt16(halfFromFloat(static_cast<float>(n.value)));
      if (n.type.element == ElementType::bf16) return b.getInt16(bfloatFromFloat(static_cast<float>(n.value)));
      return llvm::ConstantFP::get(valueType(b.getContext(), n.type), n.value);
    }
    Value* operator()(const Var& n) {
      const auto v = self.m_c.vars.find(n.id);
      return v != self.m_c.vars.end() ? v->second : self.fail("the free variable " + n.name, n.type);
    }
    Value* operator()(const Binary& n) { return self.binary(n); }
    Value* operator()(const Compare& n) { return self.compare(n); }
    Value* operator()(const Not& n) { return b.CreateNot(self.emit(n.value)); }
    Value* operator()(const Select& n) { return self.select(n); }
    Value* operator()(const Cast& n) { return self.cast(n); }
    Value* operator()(const Load& n) { return self.load(n); }
    Value* operator()(const Call& n) { return self.call(n); }
    Value* operator()(const Ramp& n) { return self.ramp(n); }
    Value* operator()(const Broadcast& n) { return self.splat(self.emit(n.value), n.type.lanes); }
    Value* operator()(const Shuffle& n) { return self.shuffle(n); }
  };
  return dispatch(e, Visitor{*this, b});
}

Value* ExprEmitter::splat(Value* scalar, int lanes) {
  return m_c.builder.CreateVectorSplat(static_cast<unsigned>(lanes), scalar);
}

// a*b+c, a*b-c and c-a*b in one rounding; nothing when the expression is no such sum.
Value* ExprEmitter::contracted(const Binary& e) {
  const bool isPlain = e.type.element == ElementType::f32 || e.type.element == ElementType::f64;
  if (!m_c.facts.hasFma || !isPlain || (e.op != BinaryOp::add && e.op != BinaryOp::sub)) return nullptr;
  const auto product = [](const Expr& x) {
    const auto* p = as<Binary>(x);
    return p && p->op == BinaryOp::mul ? p : nullptr;
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
    Value* wide = floatBinary(e.op, floatFromHalfWidth(m_c, a, element), floatFromHalfWidth(m_c, b, element));
    return halfWidthFromFloat(m_c, wide, element);
  }
  return isFloat(element) ? floatBinary(e.op, a, b) : integerBinary(e, a, b);
}

Value* ExprEmitter::floatBinary(BinaryOp op, Value* a, Value* b) {
  auto& builder = m_c.builder;
  switch (op) {
    case BinaryOp::add: return builder.CreateFAdd(a, b);
    case BinaryOp::sub: return builder.CreateFSub(a, b);
    case BinaryOp::mul: return builder.CreateFMul(a, b);
    case BinaryOp::div: return builder.CreateFDiv(a, b);
    case BinaryOp::mod:
      return libraryCall("fmod", a->getType()->getScalarType()->isFloatTy() ? ElementType::f32 : ElementType::f64,
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
    default: return fail("an integer operation on floats", {ElementType::f32, 1});
  }
}

Value* ExprEmitter::integerBinary(const Binary& e, Value* a, Value* b) {
  auto& builder = m_c.builder;
  const bool isIndex = m_indexDepth > 0 && e.type.element == ElementType::i64;
  const bool isUnsignedType = isUnsigned(e.type.element);
  switch (e.op) {
    case BinaryOp::add: return builder.CreateAdd(a, b, "", false, isIndex);
    case BinaryOp::sub: return builder.CreateSub(a, b, "", false, isIndex);
    case BinaryOp::mul: return builder.CreateMul(a, b, "", false, isIndex);
    case BinaryOp::min:
      return builder.CreateBinaryIntrinsic(isUnsignedType ? llvm::Intrinsic::umin : llvm::Intrinsic::smin, a, b);
    case BinaryOp::max:
      return builder.CreateBinaryIntrinsic(isUnsignedType ? llvm::Intrinsic::umax : llvm::Intrinsic::smax, a, b);
    case BinaryOp::bitAnd:
    case BinaryOp::logicalAnd: return builder.CreateAnd(a, b);
    case BinaryOp::bitOr:
    case BinaryOp::logicalOr: return builder.CreateOr(a, b);
    case BinaryOp::bitXor: return builder.CreateXor(a, b);
    case BinaryOp::shiftLeft:
    case BinaryOp::shiftRight: {
      // Shifts by the width or more give zero (or the sign), not whatever the machine does.
      llvm::Type* type = a->getType();
      Value* width = llvm::ConstantInt::get(type, type->getScalarSizeInBits());
      Value* isShort = builder.CreateICmpULT(b, width);
      Value* amount = builder.CreateSelect(isShort, b, llvm::Constant::getNullValue(type));
      Value* zero = llvm::Constant::getNullValue(type);
      if (e.op == BinaryOp::shiftLeft) return builder.CreateSelect(isShort, builder.CreateShl(a, amount), zero);
      if (isUnsignedType) return builder.CreateSelect(isShort, builder.CreateLShr(a, amount), zero);
      Value* last = llvm::ConstantInt::get(type, type->getScalarSizeInBits() - 1);
      return builder.CreateAShr(a, builder.CreateSelect(isShort, b, last));
    }
    default: return division(e, a, b);
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
  // The machine traps on zero and on the smallest value by -1; dividing by 1 instead is what wrapping gives
  // for the latter.
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
  if (e.op == BinaryOp::floorMod) return builder.CreateAdd(r, builder.CreateSelect(adjust, d, zero));
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
  count = b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, count, b.getInt64(static_cast<uint64_t>(lanes)));
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
    if (isHalfWidth(element)) a = floatFromHalfWidth(m_c, a, element), b = floatFromHalfWidth(m_c, b, element);
    static constexpr P floats[] = {P::FCMP_OEQ, P::FCMP_UNE, P::FCMP_OLT, P::FCMP_OLE, P::FCMP_OGT, P::FCMP_OGE};
    return m_c.builder.CreateFCmp(floats[op], a, b);
  }
  static constexpr P isSigned[] = {P::ICMP_EQ, P::ICMP_NE, P::ICMP_SLT, P::ICMP_SLE, P::ICMP_SGT, P::ICMP_SGE};
  static constexpr P isUnsignedOp[] = {P::ICMP_EQ, P::ICMP_NE, P::ICMP_ULT, P::ICMP_ULE, P::ICMP_UGT, P::ICMP_UGE};
  return m_c.builder.CreateICmp(isUnsigned(element) ? isUnsignedOp[op] : isSigned[op], a, b);
}

Value* ExprEmitter::branch(Value* condition, const std::function<Value*()>& then,
                           const std::function<Value*()>& otherwise) {
  auto& b = m_c.builder;
  llvm::Function* function = b.GetInsertBlock()->getParent();
  auto* thenBlock = llvm::BasicBlock::Create(m_c.context(), "then", function);
  auto* elseBlock = llvm::BasicBlock::Create(m_c.context(), "else", function);
  auto* joinBlock = llvm::BasicBlock::Create(m_c.context(), "join", function);
  b.CreateCondBr(condition, thenBlock, elseBlock);
  const auto side = [&](llvm::BasicBlock* block, const std::function<Value*()>& emitSide) {
    b.SetInsertPoint(block);
    const auto saved = m_memo;
    Value* value = emitSide();
    m_memo = saved;
    b.CreateBr(joinBlock);
    return std::pair(value, b.GetInsertBlock());
  };
  const auto [x, xBlock] = side(thenBlock, then);
  const auto [y, yBlock] = side(elseBlock, otherwise);
  b.SetInsertPoint(joinBlock);
  if (!x || !y) return nullptr;
  auto* phi = b.CreatePHI(x->getType(), 2);
  phi->addIncoming(x, xBlock);
  phi->addIncoming(y, yBlock);
  return phi;
}

Value* ExprEmitter::select(const Select& e) {
  const auto* uniform = as<Broadcast>(e.condition);
  const Expr& condition = uniform ? uniform->value : e.condition;
  Value* c = emit(condition);
  const bool isUniform = condition->type.isScalar();
  if (isUniform && (mustNotSpeculate(e.whenTrue, m_c) || mustNotSpeculate(e.whenFalse, m_c))) {
    return branch(c, [&] { return emit(e.whenTrue); }, [&] { return emit(e.whenFalse); });
  }
  Value* x = emit(e.whenTrue);
  Value* y = emit(e.whenFalse);
  return m_c.builder.CreateSelect(c, x, y);
}

Value* ExprEmitter::cast(const Cast& e) {
  auto& b = m_c.builder;
  Value* v = emit(e.value);
  const ElementType from = e.value->type.element, to = e.type.element;
  if (from == to) return v;
  if (isHalfWidth(from)) v = floatFromHalfWidth(m_c, v, from);
  const ElementType source = isHalfWidth(from) ? ElementType::f32 : from;
  const ElementType middle = isHalfWidth(to) ? ElementType::f32 : to;
  llvm::Type* type = valueType(m_c.context(), {middle, e.type.lanes});
  if (isFloat(source) && isFloat(middle)) {
    v = b.CreateFPCast(v, type);
  } else if (isFloat(source)) {
    if (to == ElementType::boolean) return b.CreateFCmpUNE(v, llvm::Constant::getNullValue(v->getType()));
    const auto id = isUnsigned(to) ? llvm::Intrinsic::fptoui_sat : llvm::Intrinsic::fptosi_sat;
    return b.CreateIntrinsic(id, {type, v->getType()}, {v});
  } else if (isFloat(middle)) {
    v = isUnsigned(source) ? b.CreateUIToFP(v, type) : b.CreateSIToFP(v, type);
  } else {
    if (to == ElementType::boolean) return b.CreateICmpNE(v, llvm::Constant::getNullValue(v->getType()));
    return b.CreateIntCast(v, type, !isUnsigned(source));
  }
  return isHalfWidth(to) ? halfWidthFromFloat(m_c, v, to) : v;
}

Value* ExprEmitter::ramp(const Ramp& e) {
  auto& b = m_c.builder;
  const int lanes = e.type.lanes;
  std::vector<llvm::Constant*> steps;
  llvm::Type* scalar = valueType(m_c.context(), e.type.withLanes(1));
  for (int i = 0; i < lanes; ++i) steps.push_back(llvm::ConstantInt::get(scalar, static_cast<uint64_t>(i)));
  Value* offsets = b.CreateMul(llvm::ConstantVector::get(steps), splat(emit(e.stride), lanes));
  return b.CreateAdd(splat(emit(e.base), lanes), offsets);
}

Value* ExprEmitter::shuffle(const Shuffle& e) {
  auto& b = m_c.builder;
  const auto asVector = [&](const Expr& x) {
    Value* v = emit(x);
    return x->type.isScalar() ? b.CreateVectorSplat(1, v) : v;
  };
  const bool isScalar = e.type.isScalar();
  std::vector<int> mask(e.indices);
  Value* result = nullptr;
  if (e.vectors.size() <= 2) {
    Value* first = asVector(e.vectors[0]);
    Value* second = e.vectors.size() == 2 ? asVector(e.vectors[1]) : nullptr;
    if (second && second->getType() == first->getType()) {
      result = isScalar ? nullptr : b.CreateShuffleVector(first, second, mask);
    } else if (!second) {
      result = isScalar ? b.CreateExtractElement(first, static_cast<uint64_t>(mask[0]))
                        : b.CreateShuffleVector(first, mask);
    }
    if (result) return result;
  }
  // The general case: lane by lane.
  std::vector<std::pair<Value*, int>> lanes;
  for (const Expr& x : e.vectors) {
    Value* v = asVector(x);
    for (int i = 0; i < x->type.lanes; ++i) lanes.emplace_back(v, i);
  }
  const auto lane = [&](int i) {
    return b.CreateExtractElement(lanes[static_cast<size_t>(i)].first,
                                  static_cast<uint64_t>(lanes[static_cast<size_t>(i)].second));
  };
  if (isScalar) return lane(mask[0]);
  result = llvm::PoisonValue::get(valueType(m_c.context(), e.type));
  for (size_t i = 0; i < mask.size(); ++i) result = b.CreateInsertElement(result, lane(mask[i]), static_cast<uint64_t>(i));
  return result;
}

}  // namespace heddle::codegen
