// Loads and stores. Index kinds, cheapest first: scalar, ramp of stride 1, broadcast, anything
// (gather).
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "engine/codegen/llvm/expr_emitter.h"

namespace heddle::codegen {
using namespace loops;
using llvm::Value;

namespace {

bool isDense(const Expr& index) {
  const auto* r = as<Ramp>(index);
  return r && constantInt(r->stride) == 1;
}
llvm::Align elementAlign(ElementType element) {
  return llvm::Align(sizeBytes(element));
}

}  // namespace

llvm::Instruction* ExprEmitter::withAlias(llvm::Instruction* access, const BufferSlot& slot) {
  if (slot.scope) access->setMetadata(llvm::LLVMContext::MD_alias_scope, slot.scope);
  if (slot.noAlias) access->setMetadata(llvm::LLVMContext::MD_noalias, slot.noAlias);
  return access;
}

Value* ExprEmitter::fromStorage(Value* stored, ValueType type) {
  if (type.element != ElementType::boolean) return stored;
  return m_c.builder.CreateICmpNE(stored, llvm::Constant::getNullValue(stored->getType()));
}

Value* ExprEmitter::toStorage(Value* value, ValueType type) {
  if (type.element != ElementType::boolean) return value;
  return m_c.builder.CreateZExt(value, storageType(m_c.context(), type));
}

Value* ExprEmitter::emitIndex(const Expr& e) {
  ++m_indexDepth;
  Value* value = emit(e);
  --m_indexDepth;
  return value;
}

// Of the first element for a ramp, of each lane for other vectors.
Value* ExprEmitter::address(const BufferSlot& slot, ElementType element, const Expr& index) {
  llvm::Type* type = storageType(m_c.context(), {element, 1});
  const Expr& at = isDense(index) ? as<Ramp>(index)->base : index;
  const auto* strided = as<Ramp>(at);
  if (!strided) return m_c.builder.CreateInBoundsGEP(type, slot.pointer, emitIndex(at));
  // A scalar base and constant offsets, so that the machine's addressing takes the base.
  Value* base = m_c.builder.CreateInBoundsGEP(type, slot.pointer, emitIndex(strided->base));
  const Expr offsets = Ramp::make(constant(0), strided->stride, at->type.lanes);
  m_keep.push_back(offsets);
  Value* steps = emitIndex(offsets);
  return m_c.builder.CreateInBoundsGEP(type, base, steps);
}

Value* ExprEmitter::load(const Load& e) {
  const auto found = m_c.buffers.find(e.buffer->id);
  if (found == m_c.buffers.end() || e.indices.size() != 1)
    return fail("a load of " + e.buffer->name, e.type);
  const BufferSlot& slot = found->second;
  if (slot.isRegister) {
    return m_c.builder.CreateLoad(valueType(m_c.context(), e.type), slot.pointer);
  }
  if (!e.predicate || !e.type.isScalar()) return loadMemory(e, slot);
  return branch(
      emit(e.predicate), [&] { return loadMemory(e, slot); },
      [&]() -> Value* { return llvm::Constant::getNullValue(valueType(m_c.context(), e.type)); });
}

// The elements from `begin` of those that loadStrided walks over; under a mask only the lanes' own,
// because others may lie outside of the buffer.
llvm::Instruction* ExprEmitter::loadPart(Value* at, const Load& e, Value* wanted, int begin,
                                         int stride) {
  auto& b = m_c.builder;
  llvm::Type* type = storageType(m_c.context(), e.type);
  const llvm::Align align = elementAlign(e.type.element);
  if (!wanted) return b.CreateAlignedLoad(type, at, align);
  std::vector<int> lanes;
  for (int i = begin; i < begin + e.type.lanes; ++i)
    lanes.push_back(i % stride ? e.type.lanes : i / stride);
  llvm::Value* none = llvm::Constant::getNullValue(wanted->getType());
  return b.CreateMaskedLoad(type, at, align, b.CreateShuffleVector(wanted, none, lanes),
                            llvm::Constant::getNullValue(type));
}

// Elements base, base + stride, ... as whole vectors of which the lanes are picked: quicker than a
// gather. What lies between two elements of a buffer lies in the buffer.
Value* ExprEmitter::loadStrided(const Load& e, const BufferSlot& slot, int stride) {
  Value* wanted = e.predicate ? emit(e.predicate) : nullptr;
  auto& b = m_c.builder;
  const int lanes = e.type.lanes, span = stride * (lanes - 1) + 1;
  llvm::Type* element = storageType(m_c.context(), {e.type.element, 1});
  // Under a mask the first element may lie before the buffer.
  const auto step = [&](Value* from, Value* by) {
    return wanted ? b.CreateGEP(element, from, by) : b.CreateInBoundsGEP(element, from, by);
  };
  Value* base = step(slot.pointer, emitIndex(as<Ramp>(e.indices[0])->base));
  const int count = (span + lanes - 1) / lanes;
  Value* result = nullptr;
  for (int c = 0; c < count; ++c) {
    const int begin = c + 1 == count ? span - lanes : c * lanes;
    Value* at = step(base, b.getInt64(static_cast<uint64_t>(begin)));
    llvm::Instruction* load = loadPart(at, e, wanted, begin, stride);
    withAlias(load, slot);
    if (!result) {
      result = load;
      if (count > 1) continue;
    }
    // So far: the first vector itself, then lanes in place.
    std::vector<int> mask;
    for (int i = 0; i < lanes; ++i) {
      const int from = i * stride, chunk = std::min(from / lanes, count - 1);
      if (chunk == c)
        mask.push_back(lanes + from - begin);
      else
        mask.push_back(c > 1 || chunk > 0 ? i : from);
    }
    result = b.CreateShuffleVector(result, load, mask);
  }
  return fromStorage(result, e.type);
}

Value* ExprEmitter::loadMemory(const Load& e, const BufferSlot& slot) {
  auto& b = m_c.builder;
  llvm::Type* type = storageType(m_c.context(), e.type);
  const llvm::Align align = elementAlign(e.type.element);
  const Expr& index = e.indices[0];
  Value* zero = llvm::Constant::getNullValue(type);
  if (e.type.isScalar() || (isDense(index) && !e.predicate)) {
    auto* load = b.CreateAlignedLoad(type, address(slot, e.type.element, index), align);
    return fromStorage(withAlias(load, slot), e.type);
  }
  if (isDense(index)) {
    auto* load = b.CreateMaskedLoad(type, address(slot, e.type.element, index), align,
                                    emit(e.predicate), zero);
    return fromStorage(withAlias(load, slot), e.type);
  }
  const auto* ramp = as<Ramp>(index);
  const auto stride = ramp ? constantInt(ramp->stride) : std::nullopt;
  if (stride && *stride >= 2 && *stride <= 4 && e.type.lanes >= 4)
    return loadStrided(e, slot, static_cast<int>(*stride));
  const auto* uniform = as<Broadcast>(index);
  if (uniform && !e.predicate) {
    llvm::Type* scalar = storageType(m_c.context(), e.type.withLanes(1));
    auto* load = b.CreateAlignedLoad(scalar, address(slot, e.type.element, uniform->value), align);
    return splat(fromStorage(withAlias(load, slot), e.type.withLanes(1)), e.type.lanes);
  }
  Value* mask = e.predicate ? emit(e.predicate)
                            : llvm::ConstantInt::getTrue(
                                  valueType(m_c.context(), {ElementType::boolean, e.type.lanes}));
  auto* load = b.CreateMaskedGather(type, address(slot, e.type.element, index), align, mask, zero);
  return fromStorage(withAlias(load, slot), e.type);
}

void ExprEmitter::store(const Store& s) {
  const auto found = m_c.buffers.find(s.buffer->id);
  if (found == m_c.buffers.end() || s.indices.size() != 1) {
    fail("a store to " + s.buffer->name, s.value->type);
    return;
  }
  const BufferSlot& slot = found->second;
  if (slot.isRegister) {
    m_c.builder.CreateStore(emit(s.value), slot.pointer);
    return;
  }
  if (!s.predicate || !s.value->type.isScalar()) return storeMemory(s, slot, emit(s.value));
  branch(
      emit(s.predicate), [&]() -> Value* { return storeMemory(s, slot, emit(s.value)), nullptr; },
      []() -> Value* { return nullptr; });
}

void ExprEmitter::storeMemory(const Store& s, const BufferSlot& slot, Value* value) {
  auto& b = m_c.builder;
  const ElementType element = s.buffer->element;
  const llvm::Align align = elementAlign(element);
  const Expr& index = s.indices[0];
  value = toStorage(value, s.value->type);
  const bool isScalar = s.value->type.isScalar();
  if (isScalar || (isDense(index) && !s.predicate)) {
    withAlias(b.CreateAlignedStore(value, address(slot, element, index), align), slot);
    return;
  }
  Value* mask = s.predicate ? emit(s.predicate) : nullptr;
  if (isDense(index)) {
    withAlias(b.CreateMaskedStore(value, address(slot, element, index), align, mask), slot);
    return;
  }
  if (!mask)
    mask = llvm::ConstantInt::getTrue(
        valueType(m_c.context(), {ElementType::boolean, s.value->type.lanes}));
  withAlias(b.CreateMaskedScatter(value, address(slot, element, index), align, mask), slot);
}

void ExprEmitter::prefetch(const Load& target) {
  const auto found = m_c.buffers.find(target.buffer->id);
  if (found == m_c.buffers.end() || found->second.isRegister || target.indices.size() != 1) return;
  const Expr& index = target.indices[0];
  if (!index->type.isScalar() && !isDense(index)) return;
  auto& b = m_c.builder;
  // Read, keep in all caches, data.
  b.CreateIntrinsic(llvm::Intrinsic::prefetch, {b.getPtrTy()},
                    {address(found->second, target.buffer->element, index), b.getInt32(0),
                     b.getInt32(3), b.getInt32(1)});
}

}  // namespace heddle::codegen
