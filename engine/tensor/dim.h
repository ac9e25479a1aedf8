// Dimensions: constants or expressions over named symbols.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace heddle {

using SymbolValues = std::map<std::string, int64_t>;

// An immutable value. Constant operands fold at once, so a Dim over constants is a constant.
class Dim {
 public:
  enum class Kind : uint8_t { constant, symbol, add, sub, mul, floorDiv, ceilDiv, min, max };

  Dim() = default;
  Dim(int64_t value) : m_value(value) {}
  static Dim symbol(std::string name);

  bool isConstant() const { return m_expression == nullptr; }
  int64_t constant() const { return m_value; }  // requires isConstant()
  // The value under an assignment of symbols; nothing when a symbol is missing, on division by
  // zero or on overflow.
  std::optional<int64_t> evaluate(const SymbolValues& values) const;
  void collectSymbols(std::vector<std::string>& names) const;
  std::string text() const;

  friend Dim operator+(const Dim& a, const Dim& b);
  friend Dim operator-(const Dim& a, const Dim& b);
  friend Dim operator*(const Dim& a, const Dim& b);
  static Dim floorDiv(const Dim& a, const Dim& b);
  static Dim ceilDiv(const Dim& a, const Dim& b);
  static Dim min(const Dim& a, const Dim& b);
  static Dim max(const Dim& a, const Dim& b);

  // Structural equality: equal dims have equal values, the converse does not hold.
  friend bool operator==(const Dim& a, const Dim& b);

 private:
  struct Expression;
  static Dim combine(Kind kind, const Dim& a, const Dim& b);

  int64_t m_value = 0;
  std::shared_ptr<const Expression> m_expression;
};

}  // namespace heddle
