// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/expr_emitter.h"

#include <functional>

#include "engine/codegen/llvm/half.h"
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

bool isUnsigned(ElementType t) {
  return isUnsignedInteger(t) || t == ElementType::boolean;
}

}  // namespace

Value* ExprEmitter::fail(const std::string& what, ValueType type) {
  if (!m_c.error)
    m_c.error =
        Diagnostic{"codegen.expression", "cannot generate code for {0}", {{"argument", 0, what}}};
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
      return llvm::ConstantInt::get(valueType(b.getContext(), n.type),
                                    static_cast<uint64_t>(n.value), true);
    }
    Value* operator()(const FloatImm& n) {
      if (n.type.element == ElementType::f16)
        return b.getInt16(halfFromFloat(static_cast<float>(n.value)));
      if (n.type.element == ElementType::bf16)
        return b.getInt16(bfloatFromFloat(static_cast<float>(n.value)));
      return llvm::ConstantFP::get(valueType(b.getContext(), n.type), n.value);
    }
    Value* operator()(const Var& n) {
      const auto v = self.m_c.vars.find(n.id);
      return v != self.m_c.vars.end() ? v->second
                                      : self.fail("the free variable " + n.name, n.type);
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
    return branch(
        c, [&] { return emit(e.whenTrue); }, [&] { return emit(e.whenFalse); });
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
    if (to == ElementType::boolean)
      return b.CreateFCmpUNE(v, llvm::Constant::getNullValue(v->getType()));
    if (Value* whole = saturated(e, v)) return whole;
    const auto id = isUnsigned(to) ? llvm::Intrinsic::fptoui_sat : llvm::Intrinsic::fptosi_sat;
    return b.CreateIntrinsic(id, {type, v->getType()}, {v});
  } else if (isFloat(middle)) {
    v = isUnsigned(source) ? b.CreateUIToFP(v, type) : b.CreateSIToFP(v, type);
  } else {
    if (to == ElementType::boolean)
      return b.CreateICmpNE(v, llvm::Constant::getNullValue(v->getType()));
    return b.CreateIntCast(v, type, !isUnsigned(source));
  }
  return isHalfWidth(to) ? halfWidthFromFloat(m_c, v, to) : v;
}

Value* ExprEmitter::ramp(const Ramp& e) {
  auto& b = m_c.builder;
  const int lanes = e.type.lanes;
  std::vector<llvm::Constant*> steps;
  llvm::Type* scalar = valueType(m_c.context(), e.type.withLanes(1));
  for (int i = 0; i < lanes; ++i)
    steps.push_back(llvm::ConstantInt::get(scalar, static_cast<uint64_t>(i)));
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
  for (size_t i = 0; i < mask.size(); ++i)
    result = b.CreateInsertElement(result, lane(mask[i]), static_cast<uint64_t>(i));
  return result;
}

}  // namespace heddle::codegen
