// Expressions of the loop IR to LLVM values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <unordered_map>

#include "engine/codegen/llvm/emit_context.h"

namespace heddle::codegen {

// Emits at the builder's position. Shared subexpressions are emitted once between two calls of
// reset.
class ExprEmitter {
 public:
  explicit ExprEmitter(EmitContext& c) : m_c(c) {}

  llvm::Value* emit(const loops::Expr& e);
  void reset() { m_memo.clear(), m_keep.clear(); }

  void store(const loops::Store& s);
  void prefetch(const loops::Load& target);

 private:
  EmitContext& m_c;
  std::unordered_map<const loops::ExprNode*, llvm::Value*> m_memo;
  std::vector<loops::Expr> m_keep;  // made here; alive as long as their addresses are keys
  int m_indexDepth = 0;             // inside an index, which never wraps

  llvm::Value* dispatchKind(const loops::Expr& e);
  llvm::Value* binary(const loops::Binary& e);
  llvm::Value* saturated(const loops::Cast& e, llvm::Value* value);
  llvm::Value* floatBinary(loops::BinaryOp op, llvm::Value* a, llvm::Value* b);
  llvm::Value* integerBinary(const loops::Binary& e, llvm::Value* a, llvm::Value* b);
  llvm::Value* division(const loops::Binary& e, llvm::Value* a, llvm::Value* b);
  llvm::Value* contracted(const loops::Binary& e);
  llvm::Value* compare(const loops::Compare& e);
  llvm::Value* rangeMask(const loops::Compare& e);
  llvm::Value* select(const loops::Select& e);
  llvm::Value* cast(const loops::Cast& e);
  llvm::Value* ramp(const loops::Ramp& e);
  llvm::Value* shuffle(const loops::Shuffle& e);
  llvm::Value* splat(llvm::Value* scalar, int lanes);

  // intrinsics.cpp
  llvm::Value* call(const loops::Call& e);
  llvm::Value* halfWidthCall(const loops::Call& e, std::vector<llvm::Value*> args);
  llvm::Value* floatCall(const loops::Call& e, loops::Intrinsic intrinsic, ElementType element,
                         const std::vector<llvm::Value*>& args);
  llvm::Value* libraryCall(const std::string& name, ElementType element,
                           const std::vector<llvm::Value*>& args);
  llvm::Value* dotU8I8(const std::vector<llvm::Value*>& args, int lanes);
  llvm::Value* reduction(const loops::Call& e, llvm::Value* vector);

  // memory.cpp
  llvm::Value* load(const loops::Load& e);
  llvm::Value* loadStrided(const loops::Load& e, const BufferSlot& slot, int stride);
  llvm::Instruction* loadPart(llvm::Value* at, const loops::Load& e, llvm::Value* wanted, int begin,
                              int stride);
  llvm::Value* loadMemory(const loops::Load& e, const BufferSlot& slot);
  llvm::Value* emitIndex(const loops::Expr& e);
  llvm::Value* address(const BufferSlot& slot, ElementType element, const loops::Expr& index);
  llvm::Value* fromStorage(llvm::Value* stored, loops::ValueType type);
  llvm::Value* toStorage(llvm::Value* value, loops::ValueType type);
  void storeMemory(const loops::Store& s, const BufferSlot& slot, llvm::Value* value);
  llvm::Instruction* withAlias(llvm::Instruction* access, const BufferSlot& slot);

  // Emits `then` in a block of its own, entered where the condition holds; its value, or
  // `otherwise`.
  llvm::Value* branch(llvm::Value* condition, const std::function<llvm::Value*()>& then,
                      const std::function<llvm::Value*()>& otherwise);
  llvm::Value* fail(const std::string& what, loops::ValueType type);
};

}  // namespace heddle::codegen
