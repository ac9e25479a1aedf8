// What the parts that translate one kernel share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <map>
#include <optional>

#include "engine/loop_passes/lower.h"
#include "engine/loops/simplify.h"

namespace heddle::codegen {

// What the target can do, asked once.
struct TargetFacts {
  bool hasFma = false;
  bool hasF16c = false;
  bool hasVnni = false;
  bool hasAvx512 = false;
  bool isX86 = true;
};

// Where a buffer's elements are. Registers: an alloca of the whole value, promoted to SSA later.
struct BufferSlot {
  llvm::Value* pointer = nullptr;
  bool isRegister = false;
  llvm::MDNode* scope = nullptr;    // alias scope of its accesses
  llvm::MDNode* noAlias = nullptr;  // scopes of all other buffers
};

struct EmitContext {
  llvm::Module& module;
  llvm::IRBuilder<>& builder;
  TargetFacts facts;
  std::map<BufferId, BufferSlot> buffers = {};
  std::map<VarId, llvm::Value*> vars = {};
  loops::Bounds bounds = {};
  std::optional<Diagnostic> error = {};

  llvm::LLVMContext& context() const { return module.getContext(); }
};

// Booleans compute as i1 and are stored as i8. The half-width floats travel as their bits in i16
// and compute in f32, rounded after each operation.
llvm::Type* valueType(llvm::LLVMContext& context, loops::ValueType type);
llvm::Type* storageType(llvm::LLVMContext& context, loops::ValueType type);
inline bool isHalfWidth(ElementType t) {
  return t == ElementType::f16 || t == ElementType::bf16;
}

}  // namespace heddle::codegen
