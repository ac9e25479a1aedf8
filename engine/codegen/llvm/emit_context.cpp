// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/emit_context.h"

namespace heddle::codegen {
namespace {

llvm::Type* scalarType(llvm::LLVMContext& context, ElementType element) {
  switch (element) {
    case ElementType::f32:
      return llvm::Type::getFloatTy(context);
    case ElementType::f64:
      return llvm::Type::getDoubleTy(context);
    case ElementType::boolean:
      return llvm::Type::getInt1Ty(context);
    default:
      return llvm::Type::getIntNTy(context, static_cast<unsigned>(8 * sizeBytes(element)));
  }
}

llvm::Type* widened(llvm::Type* scalar, int lanes) {
  if (lanes == 1) return scalar;
  return llvm::FixedVectorType::get(scalar, static_cast<unsigned>(lanes));
}

}  // namespace

llvm::Type* valueType(llvm::LLVMContext& context, loops::ValueType type) {
  return widened(scalarType(context, type.element), type.lanes);
}

llvm::Type* storageType(llvm::LLVMContext& context, loops::ValueType type) {
  if (type.element != ElementType::boolean) return valueType(context, type);
  return widened(llvm::Type::getInt8Ty(context), type.lanes);
}

}  // namespace heddle::codegen
