// Expressions of the loop IR: immutable nodes with public fields.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "engine/loops/expr_operations.h"

namespace heddle::loops {

struct BufferNode;
using Buffer = std::shared_ptr<const BufferNode>;

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
