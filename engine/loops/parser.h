// The reader of the text form, in two layers: expressions, and statements on top.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "engine/loops/lexer.h"
#include "engine/loops/program.h"

namespace heddle::loops {

// Thrown inside the parser only; parse() turns it into its result.
struct ParseFailure {
  Diagnostic diagnostic;
};

class ExprParser {
 public:
  explicit ExprParser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

  Expr expr();
  // An expression that must be an index: scalar i64.
  Expr index();

 protected:
  const Token& peek(size_t ahead = 0) const;
  Token take();
  bool isSymbol(std::string_view s) const;
  bool isWord(std::string_view s) const;
  bool accept(std::string_view symbolOrWord);
  void expect(std::string_view symbolOrWord);
  int64_t integer();
  // A number with a point or an exponent and no type, unrounded; else nothing and nothing is taken.
  std::optional<double> plainDouble();
  std::string nameOrString();
  [[noreturn]] void fail(std::string message) const;
  void require(bool condition, const char* message) const;
  std::optional<ValueType> typeFromName(std::string_view word) const;

  struct Access {
    Buffer buffer;
    std::vector<Expr> indices;
    Expr predicate;
    int lanes = 1;
  };
  Access access(const Buffer& buffer);
  Expr load(const Access& a);
  Buffer bufferNamed(const std::string& name) const;

  std::map<std::string, VarRef> m_vars;
  std::map<std::string, Buffer> m_buffers;

 private:
  Expr binary(int level);
  Expr combine(const std::string& symbol, Expr a, Expr b);
  Expr unary();
  Expr primary();
  Expr number(bool isNegative);
  Expr named(const std::string& word);
  Expr call(const std::string& word, std::optional<ValueType> type);
  Expr vectorCall(const std::string& word);
  Expr limitLiteral(ElementType element, bool isNegative);
  int lanes();

  std::vector<Token> m_tokens;
  size_t m_pos = 0;
  int m_nesting = 0;
  int m_operators = 0;  // since the last line break
};

}  // namespace heddle::loops
