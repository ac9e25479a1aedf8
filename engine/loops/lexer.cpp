// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/lexer.h"

#include <cctype>

namespace heddle::loops {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : m_text(text) {}

  Result<std::vector<Token>> run() {
    while (m_pos < m_text.size()) {
      if (m_isLineStart && m_depth == 0) {
        if (!indentation()) return std::move(m_error);
        continue;
      }
      if (!token()) return std::move(m_error);
    }
    if (!m_tokens.empty() && m_tokens.back().kind != Token::Kind::newline)
      add(Token::Kind::newline, "");
    for (size_t i = 1; i < m_indents.size(); ++i) add(Token::Kind::dedent, "");
    add(Token::Kind::end, "");
    return std::move(m_tokens);
  }

 private:
  char at(size_t offset = 0) const {
    return m_pos + offset < m_text.size() ? m_text[m_pos + offset] : '\0';
  }
  int column() const { return static_cast<int>(m_pos - m_lineStart) + 1; }
  void add(Token::Kind kind, std::string text, int column = 0) {
    m_tokens.push_back({kind, std::move(text), m_line, column ? column : this->column()});
  }
  bool fail(std::string message) {
    m_error = parseError(std::move(message), m_line, column());
    return false;
  }
  void skipComment() {
    while (m_pos < m_text.size() && at() != '\n') ++m_pos;
  }
  void nextLine() {
    ++m_pos, ++m_line;
    m_lineStart = m_pos;
    m_isLineStart = m_depth == 0;
  }
  // At the start of a line outside brackets: blank lines are skipped, else the depth changes.
  bool indentation() {
    size_t spaces = 0;
    while (at() == ' ' || at() == '\r') ++spaces, ++m_pos;
    if (at() == '#') skipComment();
    if (m_pos >= m_text.size()) return true;
    if (at() == '\n') return nextLine(), true;
    if (at() == '\t') return fail("indentation is by spaces");
    m_isLineStart = false;
    if (m_isContinued) return m_isContinued = false, true;
    if (spaces > m_indents.back()) {
      if (m_indents.size() > 400) return fail("nested too deeply");
      m_indents.push_back(spaces);
      add(Token::Kind::indent, "");
    }
    while (spaces < m_indents.back()) {
      m_indents.pop_back();
      add(Token::Kind::dedent, "");
    }
    return spaces == m_indents.back() || fail("this indentation matches no line above");
  }
  bool token() {
    const char c = at();
    if (c == '\n') {
      const bool afterComma = !m_tokens.empty() && m_tokens.back().text == "," &&
                              m_tokens.back().kind == Token::Kind::symbol;
      if (m_depth == 0 && afterComma) m_isContinued = true;
      if (m_depth == 0 && !afterComma) add(Token::Kind::newline, "");
      nextLine();
      return true;
    }
    if (c == ' ' || c == '\r' || c == '\t') return ++m_pos, true;
    if (c == '#') return skipComment(), true;
    if (isDigit(c)) return number();
    if (isWord(c)) return word();
    if (c == '"') return string();
    return symbol();
  }
  bool word() {
    const size_t begin = m_pos;
    const int startColumn = column();
    while (isWord(at())) ++m_pos;
    add(Token::Kind::word, std::string(m_text.substr(begin, m_pos - begin)), startColumn);
    return true;
  }
  // Digits, an optional fraction and exponent, and a type as suffix ("0.5f16", "3i32").
  bool number() {
    const size_t begin = m_pos;
    const int startColumn = column();
    while (isDigit(at())) ++m_pos;
    if (at() == '.' && isDigit(at(1))) {
      ++m_pos;
      while (isDigit(at())) ++m_pos;
    }
    const bool isSigned = at(1) == '+' || at(1) == '-';
    if (at() == 'e' && (isDigit(at(1)) || (isSigned && isDigit(at(2))))) {
      m_pos += isSigned ? 2 : 1;
      while (isDigit(at())) ++m_pos;
    }
    while (isWord(at())) ++m_pos;
    add(Token::Kind::number, std::string(m_text.substr(begin, m_pos - begin)), startColumn);
    return true;
  }
  bool string() {
    const int startColumn = column();
    std::string out;
    for (++m_pos; at() != '"'; ++m_pos) {
      if (m_pos >= m_text.size() || at() == '\n') return fail("a string has no end");
      if (at() != '\\') {
        out += at();
        continue;
      }
      ++m_pos;
      if (m_pos >= m_text.size()) return fail("a string has no end");
      out += at() == 'n' ? '\n' : at();
    }
    ++m_pos;
    add(Token::Kind::string, std::move(out), startColumn);
    return true;
  }
  bool symbol() {
    static constexpr std::string_view pairs[] = {"//", "<<", ">>", "<=", ">=", "==", "!="};
    const int startColumn = column();
    for (std::string_view pair : pairs) {
      if (m_text.substr(m_pos, 2) != pair) continue;
      m_pos += 2;
      add(Token::Kind::symbol, std::string(pair), startColumn);
      return true;
    }
    const char c = at();
    if (std::string_view("()[]:,.+-*/%<>|^&=").find(c) == std::string_view::npos) {
      return fail("this character has no meaning here");
    }
    if (c == '(' || c == '[') ++m_depth;
    if ((c == ')' || c == ']') && m_depth > 0) --m_depth;
    ++m_pos;
    add(Token::Kind::symbol, std::string(1, c), startColumn);
    return true;
  }

  std::string_view m_text;
  size_t m_pos = 0, m_lineStart = 0;
  int m_line = 1, m_depth = 0;
  bool m_isLineStart = true, m_isContinued = false;
  std::vector<size_t> m_indents = {0};
  std::vector<Token> m_tokens;
  Diagnostic m_error;
};

}  // namespace

Diagnostic parseError(std::string message, int line, int column) {
  return {"loops.parse",
          std::move(message),
          {},
          "line " + std::to_string(line) + ", column " + std::to_string(column)};
}

Result<std::vector<Token>> tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace heddle::loops
