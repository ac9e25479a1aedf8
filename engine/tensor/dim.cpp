// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/dim.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace heddle {

struct Dim::Expression {
  Kind kind;
  std::string name;
  Dim a, b;
  uint32_t size = 1;  // symbols and operations
};

namespace {

std::optional<int64_t> fold(Dim::Kind kind, int64_t a, int64_t b) {
  int64_t out = 0;
  const auto floorDivide = [](int64_t x, int64_t y) {
    return x / y - ((x % y != 0 && (x < 0) != (y < 0)) ? 1 : 0);
  };
  switch (kind) {
    case Dim::Kind::add:
      return __builtin_add_overflow(a, b, &out) ? std::nullopt : std::optional(out);
    case Dim::Kind::sub:
      return __builtin_sub_overflow(a, b, &out) ? std::nullopt : std::optional(out);
    case Dim::Kind::mul:
      return __builtin_mul_overflow(a, b, &out) ? std::nullopt : std::optional(out);
    case Dim::Kind::floorDiv:
      if (b == 0 || (a == INT64_MIN && b == -1)) return std::nullopt;
      return floorDivide(a, b);
    case Dim::Kind::ceilDiv:
      if (b == 0 || a == INT64_MIN) return std::nullopt;
      return -floorDivide(-a, b);
    case Dim::Kind::min:
      return std::min(a, b);
    case Dim::Kind::max:
      return std::max(a, b);
    default:
      return std::nullopt;
  }
}

const char* spelling(Dim::Kind kind) {
  switch (kind) {
    case Dim::Kind::add: return " + ";
    case Dim::Kind::sub: return " - ";
    case Dim::Kind::mul: return "*";
    case Dim::Kind::floorDiv: return "//";
    case Dim::Kind::ceilDiv: return " ceildiv ";
    default: return ", ";
  }
}

// (e + c) + d == e + (c + d), (e * c) * d == e * (c*d), (e * c) // d == e * (c/d) where d divides c:
// the operation and constant that stand for both; e stays.
std::optional<std::pair<Dim::Kind, int64_t>> meetConstants(Dim::Kind inner, int64_t c, Dim::Kind outer,
                                                           int64_t d) {
  using Kind = Dim::Kind;
  const auto isSum = [](Kind kind) { return kind == Kind::add || kind == Kind::sub; };
  if (isSum(outer) && isSum(inner)) {
    const auto left = inner == Kind::add ? std::optional(c) : fold(Kind::sub, 0, c);
    const auto net = left ? fold(outer, *left, d) : std::nullopt;
    if (!net || *net == INT64_MIN) return std::nullopt;
    return *net >= 0 ? std::pair(Kind::add, *net) : std::pair(Kind::sub, -*net);
  }
  if (inner != Kind::mul) return std::nullopt;
  if (outer == Kind::mul)
    if (const auto net = fold(Kind::mul, c, d)) return std::pair(Kind::mul, *net);
  const bool isQuotient = outer == Kind::floorDiv || outer == Kind::ceilDiv;
  if (isQuotient && d > 0 && c % d == 0) return std::pair(Kind::mul, c / d);
  return std::nullopt;
}

}  // namespace

Dim Dim::symbol(std::string name) {
  Dim dim;
  dim.m_expression = std::make_shared<const Expression>(
      Expression{Kind::symbol, std::move(name), Dim(), Dim(), 1});
  return dim;
}

Dim Dim::combine(Kind kind, const Dim& a, const Dim& b) {
  if (a.isConstant() && b.isConstant())
    if (auto value = fold(kind, a.m_value, b.m_value)) return Dim(*value);
  const bool bIs0 = b.isConstant() && b.m_value == 0, bIs1 = b.isConstant() && b.m_value == 1;
  const bool aIs0 = a.isConstant() && a.m_value == 0, aIs1 = a.isConstant() && a.m_value == 1;
  if ((kind == Kind::add || kind == Kind::sub) && bIs0) return a;
  if (kind == Kind::add && aIs0) return b;
  if (kind == Kind::mul && (bIs1 || aIs0)) return a;
  if (kind == Kind::mul && (aIs1 || bIs0)) return b;
  if ((kind == Kind::floorDiv || kind == Kind::ceilDiv) && bIs1) return a;
  if ((kind == Kind::min || kind == Kind::max) && a == b) return a;
  if (kind == Kind::sub && a == b) return Dim(0);
  // Constants stand on the right and meet there, so that equal sizes more often look equal.
  if ((kind == Kind::add || kind == Kind::mul) && a.isConstant() && !b.isConstant())
    return combine(kind, b, a);
  if (!a.isConstant() && b.isConstant() && a.m_expression->b.isConstant()) {
    const Dim& inner = a.m_expression->a;
    const auto net = meetConstants(a.m_expression->kind, a.m_expression->b.m_value, kind, b.m_value);
    if (net && a.m_expression->kind != Kind::symbol) return combine(net->first, inner, Dim(net->second));
  }
  const auto size = [](const Dim& dim) { return dim.isConstant() ? 0u : dim.m_expression->size; };
  // Beyond what anybody reads a size is only "some size"; so foreign graphs cannot make one grow
  // without bounds, and every walk over an expression is short.
  constexpr uint32_t kLargestSize = 100;
  if (size(a) + size(b) >= kLargestSize) {
    static std::atomic<uint64_t> count{0};
    return symbol("some.size." + std::to_string(++count));
  }
  Dim dim;
  dim.m_expression =
      std::make_shared<const Expression>(Expression{kind, {}, a, b, 1 + size(a) + size(b)});
  return dim;
}

std::optional<int64_t> Dim::evaluate(const SymbolValues& values) const {
  if (isConstant()) return m_value;
  if (m_expression->kind == Kind::symbol) {
    const auto it = values.find(m_expression->name);
    return it == values.end() ? std::nullopt : std::optional(it->second);
  }
  const auto a = m_expression->a.evaluate(values), b = m_expression->b.evaluate(values);
  if (!a || !b) return std::nullopt;
  return fold(m_expression->kind, *a, *b);
}

void Dim::collectSymbols(std::vector<std::string>& names) const {
  if (isConstant()) return;
  if (m_expression->kind == Kind::symbol) {
    if (std::find(names.begin(), names.end(), m_expression->name) == names.end())
      names.push_back(m_expression->name);
    return;
  }
  m_expression->a.collectSymbols(names);
  m_expression->b.collectSymbols(names);
}

std::string Dim::text() const {
  if (isConstant()) return std::to_string(m_value);
  const Expression& e = *m_expression;
  if (e.kind == Kind::symbol) return e.name;
  const std::string inner = e.a.text() + spelling(e.kind) + e.b.text();
  if (e.kind == Kind::min) return "min(" + inner + ")";
  if (e.kind == Kind::max) return "max(" + inner + ")";
  return "(" + inner + ")";
}

Dim operator+(const Dim& a, const Dim& b) { return Dim::combine(Dim::Kind::add, a, b); }
Dim operator-(const Dim& a, const Dim& b) { return Dim::combine(Dim::Kind::sub, a, b); }
Dim operator*(const Dim& a, const Dim& b) { return Dim::combine(Dim::Kind::mul, a, b); }
Dim Dim::floorDiv(const Dim& a, const Dim& b) { return combine(Kind::floorDiv, a, b); }
Dim Dim::ceilDiv(const Dim& a, const Dim& b) { return combine(Kind::ceilDiv, a, b); }
Dim Dim::min(const Dim& a, const Dim& b) { return combine(Kind::min, a, b); }
Dim Dim::max(const Dim& a, const Dim& b) { return combine(Kind::max, a, b); }

bool operator==(const Dim& a, const Dim& b) {
  if (a.m_expression == b.m_expression) return a.m_value == b.m_value;
  if (!a.m_expression || !b.m_expression) return false;
  const Dim::Expression &x = *a.m_expression, &y = *b.m_expression;
  return x.kind == y.kind && x.name == y.name && x.a == y.a && x.b == y.b;
}

}  // namespace heddle
