// Expressions of the loop IR: immutable nodes with public fields.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/support/ids.h"
#include "engine/tensor/element_type.h"

namespace heddle::loops {

// Element type and vector width. lanes == 1 is a scalar.
struct ValueType {
  ElementType element = ElementType::i64;
  int lanes = 1;
  bool isScalar() const { return lanes == 1; }
  ValueType withLanes(int n) const { return {element, n}; }
  friend bool operator==(const ValueType&, const ValueType&) = default;
};

enum class ExprKind : uint8_t {
#define HEDDLE_EXPR(Kind) Kind,
#include "engine/loops/nodes.def"
};

struct ExprNode {
  ExprKind kind;
  ValueType type;

 protected:
  ExprNode(ExprKind k, ValueType t) : kind(k), type(t) {}
};
using Expr = std::shared_ptr<const ExprNode>;
struct BufferNode;
using Buffer = std::shared_ptr<const BufferNode>;
struct Var;
using VarRef = std::shared_ptr<const Var>;

// Index arithmetic is i64 throughout. Integer literals of any integer type and of bool.
struct IntImm final : ExprNode {
  int64_t value;
  static Expr make(int64_t value, ElementType element = ElementType::i64);

 private:
  IntImm(ValueType t, int64_t v) : ExprNode(ExprKind::IntImm, t), value(v) {}
};

// Rounded to the element type when made.
struct FloatImm final : ExprNode {
  double value;
  static Expr make(double value, ElementType element = ElementType::f32);

 private:
  FloatImm(ValueType t, double v) : ExprNode(ExprKind::FloatImm, t), value(v) {}
};

// A loop variable, a block iterator or a shape symbol. Identity is the id; the name is for people.
struct Var final : ExprNode {
  VarId id;
  std::string name;
  static VarRef make(VarId id, std::string name, ElementType element = ElementType::i64);

 private:
  Var(ValueType t, VarId i, std::string n)
      : ExprNode(ExprKind::Var, t), id(i), name(std::move(n)) {}
};

// div: floats; integers truncate towards zero. mod: floats as C fmod; integers truncate (sign of
// the dividend). floorDiv and floorMod: integers only, divisor not zero. logicalAnd/Or: bool
// operands, both evaluated. min/max on floats: NaN if either is NaN. Integers wrap.
enum class BinaryOp : uint8_t {
  add,
  sub,
  mul,
  div,
  mod,
  floorDiv,
  floorMod,
  min,
  max,
  bitAnd,
  bitOr,
  bitXor,
  shiftLeft,
  shiftRight,
  logicalAnd,
  logicalOr,
};
struct Binary final : ExprNode {
  BinaryOp op;
  Expr a, b;  // same type
  static Expr make(BinaryOp op, Expr a, Expr b);

 private:
  Binary(ValueType t, BinaryOp o, Expr x, Expr y)
      : ExprNode(ExprKind::Binary, t), op(o), a(std::move(x)), b(std::move(y)) {}
};

enum class CompareOp : uint8_t { eq, ne, lt, le, gt, ge };
struct Compare final : ExprNode {  // result is bool with the operands' lanes
  CompareOp op;
  Expr a, b;
  static Expr make(CompareOp op, Expr a, Expr b);

 private:
  Compare(ValueType t, CompareOp o, Expr x, Expr y)
      : ExprNode(ExprKind::Compare, t), op(o), a(std::move(x)), b(std::move(y)) {}
};

struct Not final : ExprNode {
  Expr value;  // bool
  static Expr make(Expr value);

 private:
  Not(ValueType t, Expr v) : ExprNode(ExprKind::Not, t), value(std::move(v)) {}
};

// Only the chosen side is evaluated where it would trap or read out of bounds: a load in an untaken
// side of a scalar select must not happen.
struct Select final : ExprNode {
  Expr condition, whenTrue, whenFalse;
  static Expr make(Expr condition, Expr whenTrue, Expr whenFalse);

 private:
  Select(ValueType t, Expr c, Expr x, Expr y)
      : ExprNode(ExprKind::Select, t),
        condition(std::move(c)),
        whenTrue(std::move(x)),
        whenFalse(std::move(y)) {}
};

// Float to integer truncates and saturates (NaN gives 0); to bool is "not zero"; integers wrap.
struct Cast final : ExprNode {
  Expr value;
  static Expr make(ValueType to, Expr value);

 private:
  Cast(ValueType t, Expr v) : ExprNode(ExprKind::Cast, t), value(std::move(v)) {}
};

// One index per dimension of the buffer (one in all after flattening). At most one index may have
// lanes. With a predicate, lanes where it is false read zero and touch no memory.
struct Load final : ExprNode {
  Buffer buffer;
  std::vector<Expr> indices;
  Expr predicate;  // null: always
  static Expr make(Buffer buffer, std::vector<Expr> indices, Expr predicate = nullptr);

 private:
  Load(ValueType t, Buffer b, std::vector<Expr> i, Expr p)
      : ExprNode(ExprKind::Load, t),
        buffer(std::move(b)),
        indices(std::move(i)),
        predicate(std::move(p)) {}
};

// Pure functions, elementwise over lanes. See intrinsics.def for names, arities and meanings.
enum class Intrinsic : uint8_t {
#define HEDDLE_INTRINSIC(name, arity) name,
#include "engine/loops/intrinsics.def"
#undef HEDDLE_INTRINSIC
};
struct Call final : ExprNode {
  Intrinsic intrinsic;
  std::vector<Expr> args;
  static Expr make(ValueType type, Intrinsic intrinsic, std::vector<Expr> args);

 private:
  Call(ValueType t, Intrinsic i, std::vector<Expr> a)
      : ExprNode(ExprKind::Call, t), intrinsic(i), args(std::move(a)) {}
};

// base, base + stride, ..., base + (lanes - 1) * stride
struct Ramp final : ExprNode {
  Expr base, stride;
  static Expr make(Expr base, Expr stride, int lanes);

 private:
  Ramp(ValueType t, Expr b, Expr s)
      : ExprNode(ExprKind::Ramp, t), base(std::move(b)), stride(std::move(s)) {}
};

struct Broadcast final : ExprNode {
  Expr value;  // scalar
  static Expr make(Expr value, int lanes);

 private:
  Broadcast(ValueType t, Expr v) : ExprNode(ExprKind::Broadcast, t), value(std::move(v)) {}
};

// Lane i of the result is lane indices[i] of the concatenated vectors.
struct Shuffle final : ExprNode {
  std::vector<Expr> vectors;
  std::vector<int> indices;
  static Expr make(std::vector<Expr> vectors, std::vector<int> indices);

 private:
  Shuffle(ValueType t, std::vector<Expr> v, std::vector<int> i)
      : ExprNode(ExprKind::Shuffle, t), vectors(std::move(v)), indices(std::move(i)) {}
};

// The node as one of its kinds, or null.
template <class Node>
const Node* as(const Expr& e);
#define HEDDLE_EXPR(Kind)                                                                \
  template <>                                                                            \
  inline const Kind* as<Kind>(const Expr& e) {                                           \
    return e && e->kind == ExprKind::Kind ? static_cast<const Kind*>(e.get()) : nullptr; \
  }
#include "engine/loops/nodes.def"

std::optional<int64_t> constantInt(const Expr& e);  // IntImm only

// Shorthand that folds integer constants and drops neutral integer operands; not a simplifier. For
// logicalAnd a null operand is "always".
Expr operator+(const Expr& a, const Expr& b);
Expr operator-(const Expr& a, const Expr& b);
Expr operator*(const Expr& a, const Expr& b);
Expr floorDiv(const Expr& a, const Expr& b);
Expr floorMod(const Expr& a, const Expr& b);
Expr min(const Expr& a, const Expr& b);
Expr max(const Expr& a, const Expr& b);
Expr lessThan(const Expr& a, const Expr& b);
Expr logicalAnd(const Expr& a, const Expr& b);
inline Expr constant(int64_t value) {
  return IntImm::make(value);
}

}  // namespace heddle::loops
