// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/operations.h"

#include "engine/loops/visit.h"
#include "engine/loops/walk_runs.h"

namespace heddle::loops {
namespace {

bool isArithmeticOn(ElementType element) {
  return isFloat(element) || (isInteger(element) && sizeBytes(element) <= 4);
}

int64_t ofBinary(const Binary& n) {
  switch (n.op) {
    case BinaryOp::add:
    case BinaryOp::sub:
    case BinaryOp::mul:
    case BinaryOp::div:
    case BinaryOp::mod:
    case BinaryOp::floorDiv:
    case BinaryOp::floorMod:
    case BinaryOp::min:
    case BinaryOp::max:
      return isArithmeticOn(n.type.element) ? n.type.lanes : 0;
    default:
      return 0;
  }
}

int64_t ofCall(const Call& n) {
  switch (n.intrinsic) {
    case Intrinsic::prefetch:
    case Intrinsic::reinterpret:
    case Intrinsic::popcount:
    case Intrinsic::isNan:
    case Intrinsic::isInf:
      return 0;
    case Intrinsic::fma:
      return int64_t{2} * n.type.lanes;
    case Intrinsic::reduceAdd:
    case Intrinsic::reduceMax:
      return n.args[0]->type.lanes - 1;
    case Intrinsic::dotU8I8:
      return int64_t{8} * n.type.lanes;
    default:
      return isArithmeticOn(n.type.element) ? n.type.lanes : 0;
  }
}

bool isByte(const Expr& e) {
  const auto* cast = as<Cast>(e);
  const ElementType from = cast ? cast->value->type.element : ElementType::f32;
  return from == ElementType::i8 || from == ElementType::u8;
}

bool isProductOfBytes(const Expr& e) {
  const auto* n = as<Binary>(e);
  return n && n->op == BinaryOp::mul && n->type.element == ElementType::i32 && isByte(n->a) &&
         isByte(n->b);
}

}  // namespace

int64_t operationsOf(const Expr& e) {
  if (const auto* n = as<Binary>(e)) return ofBinary(*n);
  if (const auto* n = as<Compare>(e)) return isArithmeticOn(n->a->type.element) ? n->type.lanes : 0;
  if (const auto* n = as<Call>(e)) return ofCall(*n);
  return 0;
}

OperationCount countOperations(const Stmt& body) {
  OperationCount out;
  walkRuns(body, {}, [&](const Expr& e, const Runs& runs) {
    const int64_t each = operationsOf(e);
    if (each == 0) return;
    out.operations += each * runs.times();
    if (isProductOfBytes(e)) out.ofBytes += 2 * each * runs.times();
    out.isExact &= runs.isExact();
  });
  return out;
}

}  // namespace heddle::loops
