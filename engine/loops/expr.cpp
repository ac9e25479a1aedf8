// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/expr.h"

#include <cassert>

#include "engine/loops/buffer.h"
#include "engine/loops/fold.h"

namespace heddle::loops {
namespace {

[[maybe_unused]] bool isIntegral(ElementType t) {
  return isInteger(t) || t == ElementType::boolean;
}

// Lanes of an access: those of the one index that has several, else 1.
int accessLanes(const std::vector<Expr>& indices) {
  int lanes = 1;
  for (const Expr& index : indices) {
    if (index->type.isScalar()) continue;
    assert(lanes == 1 && "at most one index has lanes");
    lanes = index->type.lanes;
  }
  return lanes;
}

Expr foldOr(BinaryOp op, const Expr& a, const Expr& b) {
  const auto *x = as<IntImm>(a), *y = as<IntImm>(b);
  if (x && y && a->type == b->type) {
    if (auto value = foldBinary(op, a->type.element, x->value, y->value)) {
      return IntImm::make(*value, a->type.element);
    }
  }
  return Binary::make(op, a, b);
}

bool isInt(const Expr& e, int64_t value) {
  const auto* imm = as<IntImm>(e);
  return imm && imm->value == value;
}

}  // namespace

Expr IntImm::make(int64_t value, ElementType element) {
  assert(isIntegral(element));
  return Expr(new IntImm({element, 1}, wrapTo(element, value)));
}

Expr FloatImm::make(double value, ElementType element) {
  assert(isFloat(element));
  return Expr(new FloatImm({element, 1}, roundTo(element, value)));
}

VarRef Var::make(VarId id, std::string name, ElementType element) {
  assert(id.isValid() && isIntegral(element));
  return VarRef(new Var({element, 1}, id, std::move(name)));
}

Expr Binary::make(BinaryOp op, Expr a, Expr b) {
  assert(a && b && a->type == b->type);
  assert((op != BinaryOp::floorDiv && op != BinaryOp::floorMod) || isInteger(a->type.element));
  assert((op != BinaryOp::logicalAnd && op != BinaryOp::logicalOr) ||
         a->type.element == ElementType::boolean);
  const ValueType type = a->type;
  return Expr(new Binary(type, op, std::move(a), std::move(b)));
}

Expr Compare::make(CompareOp op, Expr a, Expr b) {
  assert(a && b && a->type == b->type);
  const ValueType type{ElementType::boolean, a->type.lanes};
  return Expr(new Compare(type, op, std::move(a), std::move(b)));
}

Expr Not::make(Expr value) {
  assert(value && value->type.element == ElementType::boolean);
  const ValueType type = value->type;
  return Expr(new Not(type, std::move(value)));
}

Expr Select::make(Expr condition, Expr whenTrue, Expr whenFalse) {
  assert(condition && condition->type.element == ElementType::boolean);
  assert(whenTrue && whenFalse && whenTrue->type == whenFalse->type);
  assert(condition->type.isScalar() || condition->type.lanes == whenTrue->type.lanes);
  const ValueType type = whenTrue->type;
  return Expr(new Select(type, std::move(condition), std::move(whenTrue), std::move(whenFalse)));
}

Expr Cast::make(ValueType to, Expr value) {
  assert(value && to.lanes == value->type.lanes && isComputable(to.element));
  return Expr(new Cast(to, std::move(value)));
}

Expr Load::make(Buffer buffer, std::vector<Expr> indices, Expr predicate) {
  assert(buffer);
  const ValueType type{buffer->element, accessLanes(indices)};
  assert(!predicate || predicate->type == (ValueType{ElementType::boolean, type.lanes}));
  return Expr(new Load(type, std::move(buffer), std::move(indices), std::move(predicate)));
}

Expr Call::make(ValueType type, Intrinsic intrinsic, std::vector<Expr> args) {
  return Expr(new Call(type, intrinsic, std::move(args)));
}

Expr Ramp::make(Expr base, Expr stride, int lanes) {
  assert(base && stride && base->type == stride->type && base->type.isScalar() && lanes > 1);
  assert(isInteger(base->type.element));
  const ValueType type = base->type.withLanes(lanes);
  return Expr(new Ramp(type, std::move(base), std::move(stride)));
}

Expr Broadcast::make(Expr value, int lanes) {
  assert(value && value->type.isScalar() && lanes > 1);
  const ValueType type = value->type.withLanes(lanes);
  return Expr(new Broadcast(type, std::move(value)));
}

Expr Shuffle::make(std::vector<Expr> vectors, std::vector<int> indices) {
  assert(!vectors.empty() && !indices.empty());
  int lanes = 0;
  for (const Expr& v : vectors) {
    assert(v->type.element == vectors[0]->type.element);
    lanes += v->type.lanes;
  }
  for (int i : indices) assert(i >= 0 && i < lanes), (void)i;
  (void)lanes;
  const ValueType type{vectors[0]->type.element, static_cast<int>(indices.size())};
  return Expr(new Shuffle(type, std::move(vectors), std::move(indices)));
}

std::optional<int64_t> constantInt(const Expr& e) {
  if (const auto* imm = as<IntImm>(e)) return imm->value;
  return {};
}

Expr operator+(const Expr& a, const Expr& b) {
  if (isInt(a, 0)) return b;
  if (isInt(b, 0)) return a;
  return foldOr(BinaryOp::add, a, b);
}

Expr operator-(const Expr& a, const Expr& b) {
  if (isInt(b, 0)) return a;
  return foldOr(BinaryOp::sub, a, b);
}

Expr operator*(const Expr& a, const Expr& b) {
  if (isInt(a, 1)) return b;
  if (isInt(b, 1)) return a;
  if (isInt(a, 0)) return a;
  if (isInt(b, 0)) return b;
  return foldOr(BinaryOp::mul, a, b);
}

Expr floorDiv(const Expr& a, const Expr& b) {
  if (isInt(b, 1)) return a;
  return foldOr(BinaryOp::floorDiv, a, b);
}

Expr floorMod(const Expr& a, const Expr& b) {
  if (isInt(b, 1)) return IntImm::make(0, a->type.element);
  return foldOr(BinaryOp::floorMod, a, b);
}

Expr min(const Expr& a, const Expr& b) {
  return foldOr(BinaryOp::min, a, b);
}
Expr max(const Expr& a, const Expr& b) {
  return foldOr(BinaryOp::max, a, b);
}

Expr lessThan(const Expr& a, const Expr& b) {
  const auto *x = as<IntImm>(a), *y = as<IntImm>(b);
  if (x && y) {
    return IntImm::make(foldCompare(CompareOp::lt, a->type.element, x->value, y->value),
                        ElementType::boolean);
  }
  return Compare::make(CompareOp::lt, a, b);
}

Expr logicalAnd(const Expr& a, const Expr& b) {
  if (!a || isInt(a, 1)) return b;
  if (!b || isInt(b, 1)) return a;
  if (isInt(a, 0)) return a;
  if (isInt(b, 0)) return b;
  return Binary::make(BinaryOp::logicalAnd, a, b);
}

}  // namespace heddle::loops
