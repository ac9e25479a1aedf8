// What every expression of the loop IR has, its literals and its variables.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

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

}  // namespace heddle::loops
