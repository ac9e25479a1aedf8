// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/loops/expr_printer.h"
#include "engine/loops/parser.h"

namespace heddle::loops {
namespace {

constexpr int maxNesting = 200, maxOperators = 2000, maxLanes = 1024;

struct Operator {
  const char* symbol;
  int level;
  std::optional<BinaryOp> binary;
  CompareOp compare = CompareOp::eq;
};

const Operator* operatorOf(const Token& t) {
  static const Operator table[] = {
      {"or", 1, BinaryOp::logicalOr},  {"and", 2, BinaryOp::logicalAnd},
      {"==", 4, {}, CompareOp::eq},    {"!=", 4, {}, CompareOp::ne},
      {"<", 4, {}, CompareOp::lt},     {"<=", 4, {}, CompareOp::le},
      {">", 4, {}, CompareOp::gt},     {">=", 4, {}, CompareOp::ge},
      {"|", 5, BinaryOp::bitOr},       {"^", 6, BinaryOp::bitXor},
      {"&", 7, BinaryOp::bitAnd},      {"<<", 8, BinaryOp::shiftLeft},
      {">>", 8, BinaryOp::shiftRight}, {"+", 9, BinaryOp::add},
      {"-", 9, BinaryOp::sub},         {"*", 10, BinaryOp::mul},
      {"/", 10, BinaryOp::div},        {"//", 10, BinaryOp::floorDiv},
      {"%", 10, BinaryOp::floorMod},
  };
  if (t.kind != Token::Kind::symbol && t.kind != Token::Kind::word) return nullptr;
  for (const Operator& op : table) {
    if (t.text == op.symbol) return &op;
  }
  return nullptr;
}

}  // namespace

const Token& ExprParser::peek(size_t ahead) const {
  return m_tokens[std::min(m_pos + ahead, m_tokens.size() - 1)];
}
Token ExprParser::take() {
  Token t = peek();
  if (m_pos + 1 < m_tokens.size()) ++m_pos;
  if (t.kind == Token::Kind::newline) m_operators = 0;
  return t;
}
bool ExprParser::isSymbol(std::string_view s) const {
  return peek().kind == Token::Kind::symbol && peek().text == s;
}
bool ExprParser::isWord(std::string_view s) const {
  return peek().kind == Token::Kind::word && peek().text == s;
}
bool ExprParser::accept(std::string_view s) {
  if (!isSymbol(s) && !isWord(s)) return false;
  take();
  return true;
}
void ExprParser::expect(std::string_view s) {
  if (!accept(s)) fail("expected '" + std::string(s) + "'");
}
void ExprParser::fail(std::string message) const {
  throw ParseFailure{parseError(std::move(message), peek().line, peek().column)};
}
void ExprParser::require(bool condition, const char* message) const {
  if (!condition) fail(message);
}

int64_t ExprParser::integer() {
  const bool isNegative = accept("-");
  const Expr e = peek().kind == Token::Kind::number ? number(isNegative) : nullptr;
  if (!constantInt(e)) fail("expected an integer");
  return *constantInt(e);
}

std::optional<double> ExprParser::plainDouble() {
  const size_t at = isSymbol("-") ? 1 : 0;
  const Token& t = peek(at);
  if (t.kind != Token::Kind::number || t.text.find_first_of(".e") == std::string::npos) return {};
  double value = 0;
  const auto [end, error] = std::from_chars(t.text.data(), t.text.data() + t.text.size(), value);
  if (error != std::errc() || end != t.text.data() + t.text.size()) return {};
  for (size_t i = 0; i <= at; ++i) take();
  return at ? -value : value;
}

std::string ExprParser::nameOrString() {
  if (peek().kind != Token::Kind::word && peek().kind != Token::Kind::string)
    fail("expected a name");
  return take().text;
}

std::optional<ValueType> ExprParser::typeFromName(std::string_view word) const {
  if (auto element = elementTypeFromName(word)) return ValueType{*element, 1};
  const size_t x = word.rfind('x');
  if (x == std::string_view::npos) return {};
  const auto element = elementTypeFromName(word.substr(0, x));
  int count = 0;
  const auto [end, error] = std::from_chars(word.data() + x + 1, word.data() + word.size(), count);
  if (!element || error != std::errc() || end != word.data() + word.size()) return {};
  if (count < 2 || count > maxLanes) return {};
  return ValueType{*element, count};
}

Buffer ExprParser::bufferNamed(const std::string& name) const {
  auto it = m_buffers.find(name);
  if (it == m_buffers.end()) fail("no buffer is named '" + name + "'");
  return it->second;
}

Expr ExprParser::index() {
  Expr e = expr();
  require(e->type == ValueType{}, "expected a scalar i64 expression");
  return e;
}

Expr ExprParser::expr() {
  if (++m_nesting > maxNesting) fail("nested too deeply");
  Expr value = binary(1);
  if (accept("if")) {
    Expr condition = binary(1);
    expect("else");
    Expr otherwise = expr();
    require(condition->type.element == ElementType::boolean, "the condition is not bool");
    require(value->type == otherwise->type, "the two sides have different types");
    require(condition->type.isScalar() || condition->type.lanes == value->type.lanes,
            "the condition has other lanes than the sides");
    value = Select::make(condition, value, otherwise);
  }
  --m_nesting;
  return value;
}

Expr ExprParser::binary(int level) {
  if (level == 3 && isWord("not")) {
    if (++m_nesting > maxNesting) fail("nested too deeply");
    take();
    Expr value = binary(3);
    require(value->type.element == ElementType::boolean, "'not' needs a bool");
    --m_nesting;
    return Not::make(value);
  }
  if (level > 10) return unary();
  Expr a = binary(level + 1);
  for (const Operator* op = operatorOf(peek()); op && op->level == level; op = operatorOf(peek())) {
    if (++m_operators > maxOperators) fail("the expression is too long");
    const std::string symbol = take().text;
    a = combine(symbol, a, binary(level + 1));
  }
  return a;
}

Expr ExprParser::combine(const std::string& symbol, Expr a, Expr b) {
  const Operator& op = *operatorOf({Token::Kind::symbol, symbol});
  if (a->type != b->type) {
    fail("'" + symbol + "' has operands of types " + typeText(a->type) + " and " +
         typeText(b->type));
  }
  if (!op.binary) return Compare::make(op.compare, a, b);
  const bool isLogical = op.binary == BinaryOp::logicalAnd || op.binary == BinaryOp::logicalOr;
  require(!isLogical || a->type.element == ElementType::boolean, "'and' and 'or' need bools");
  const bool needsInteger = (op.level >= 5 && op.level <= 8) || symbol == "//" || symbol == "%";
  require(!needsInteger || !isFloat(a->type.element), "this operator needs integers");
  const bool isFloor = symbol == "//" || symbol == "%";
  require(!isFloor || isInteger(a->type.element), "this operator needs integers");
  return Binary::make(*op.binary, a, b);
}

Expr ExprParser::unary() {
  if (!accept("-")) return primary();
  if (peek().kind == Token::Kind::number) return number(true);
  if (peek().kind == Token::Kind::word && peek(1).text == ".") {
    if (auto type = typeFromName(peek().text)) {
      take();
      return limitLiteral(type->element, true);
    }
  }
  fail("'-' stands before numbers only; write 0 - x");
}

Expr ExprParser::primary() {
  if (peek().kind == Token::Kind::number) return number(false);
  if (accept("(")) {
    Expr e = expr();
    expect(")");
    return e;
  }
  if (accept("true")) return IntImm::make(1, ElementType::boolean);
  if (accept("false")) return IntImm::make(0, ElementType::boolean);
  if (peek().kind != Token::Kind::word) fail("expected an expression");
  if (isReservedWord(peek().text)) fail("'" + peek().text + "' is a word of the language");
  const std::string word = take().text;
  return named(word);
}

Expr ExprParser::number(bool isNegative) {
  const Token t = take();
  const size_t suffixAt = [&] {
    size_t i = t.text.find_first_not_of("0123456789.");
    if (i != std::string::npos && t.text[i] == 'e')
      i = t.text.find_first_not_of("+-0123456789", i + 1);
    return i;
  }();
  const std::string suffix = suffixAt == std::string::npos ? "" : t.text.substr(suffixAt);
  const std::string digits = t.text.substr(0, t.text.size() - suffix.size());
  const bool looksFloat = digits.find_first_of(".e") != std::string::npos;
  const auto element = suffix.empty() ? (looksFloat ? ElementType::f32 : ElementType::i64)
                                      : elementTypeFromName(suffix).value_or(ElementType::string);
  if (isFloat(element)) {
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (element == ElementType::f32) {
      float narrow = 0;
      std::from_chars(digits.data(), digits.data() + digits.size(), narrow);
      value = narrow;
    }
    return FloatImm::make(isNegative ? -value : value, element);
  }
  if (!isInteger(element) || looksFloat) fail("'" + t.text + "' is no number of a known type");
  uint64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const uint64_t limit =
      element == ElementType::u64 ? ~uint64_t{0} : (uint64_t{1} << 63) - !isNegative;
  if (result.ec != std::errc() || value > limit) fail("'" + t.text + "' is too large");
  return IntImm::make(static_cast<int64_t>(isNegative ? 0 - value : value), element);
}

Expr ExprParser::limitLiteral(ElementType element, bool isNegative) {
  expect(".");
  require(isFloat(element), "only float types have inf and nan");
  const bool isNan = isWord("nan");
  if (!isNan && !isWord("inf")) fail("expected 'inf' or 'nan'");
  take();
  const double value =
      isNan ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity();
  return FloatImm::make(isNegative ? -value : value, element);
}

Expr ExprParser::named(const std::string& word) {
  const auto type = typeFromName(word);
  if (type && isSymbol(".")) return limitLiteral(type->element, false);
  if (type && accept("(")) {
    Expr value = expr();
    expect(")");
    require(value->type.lanes == type->lanes, "a cast keeps the number of lanes");
    require(isComputable(type->element), "nothing computes on this type");
    return Cast::make(*type, value);
  }
  if (isSymbol("[")) return load(access(bufferNamed(word)));
  if (accept(".")) {
    const auto callType =
        peek().kind == Token::Kind::word ? typeFromName(peek().text) : std::nullopt;
    if (!callType) fail("expected a type");
    take();
    return call(word, callType);
  }
  if (isSymbol("(")) return call(word, {});
  auto it = m_vars.find(word);
  if (it == m_vars.end()) fail("no variable is named '" + word + "' here");
  return it->second;
}

int ExprParser::lanes() {
  const int64_t n = integer();
  require(n >= 2 && n <= maxLanes, "the number of lanes is out of range");
  return static_cast<int>(n);
}

Expr ExprParser::vectorCall(const std::string& word) {
  expect("(");
  if (word == "shuffle") {
    std::vector<Expr> vectors;
    std::vector<int> indices;
    int64_t total = 0;
    expect("[");
    do {
      vectors.push_back(expr());
      total += vectors.back()->type.lanes;
    } while (accept(","));
    expect("]"), expect(","), expect("[");
    do {
      const int64_t i = integer();
      require(i >= 0 && i < total, "a lane of the shuffle is out of range");
      indices.push_back(static_cast<int>(i));
    } while (accept(","));
    expect("]"), expect(")");
    for (const Expr& v : vectors) {
      require(v->type.element == vectors[0]->type.element, "the vectors have different types");
    }
    return Shuffle::make(std::move(vectors), std::move(indices));
  }
  Expr value = expr();
  require(value->type.isScalar(), "expected a scalar");
  expect(",");
  Expr stride = word == "ramp" ? expr() : nullptr;
  if (stride) expect(",");
  const int count = lanes();
  expect(")");
  if (!stride) return Broadcast::make(value, count);
  require(value->type == stride->type && isInteger(value->type.element), "a ramp is over integers");
  return Ramp::make(value, stride, count);
}

Expr ExprParser::call(const std::string& word, std::optional<ValueType> type) {
  if (word == "ramp" || word == "broadcast" || word == "shuffle") return vectorCall(word);
  std::vector<Expr> args;
  expect("(");
  if (!isSymbol(")")) {
    do args.push_back(expr());
    while (accept(","));
  }
  expect(")");
  static const std::map<std::string, BinaryOp> functions = {
      {"min", BinaryOp::min}, {"max", BinaryOp::max}, {"mod", BinaryOp::mod}};
  if (auto it = functions.find(word); it != functions.end()) {
    require(args.size() == 2 && args[0]->type == args[1]->type,
            "expected two operands of one type");
    return Binary::make(it->second, args[0], args[1]);
  }
  static const std::map<std::string, Intrinsic> intrinsics = {
#define HEDDLE_INTRINSIC(name, arity) {#name, Intrinsic::name},
#include "engine/loops/intrinsics.def"
#undef HEDDLE_INTRINSIC
  };
  auto it = intrinsics.find(word);
  if (it == intrinsics.end()) fail("no function is named '" + word + "'");
  if (static_cast<int>(args.size()) != intrinsicArity(it->second))
    fail("wrong number of arguments");
  const ValueType derived = derivedType(it->second, args);
  return Call::make(type.value_or(derived), it->second, std::move(args));
}

ExprParser::Access ExprParser::access(const Buffer& buffer) {
  Access a{buffer, {}, nullptr, 1};
  expect("[");
  while (!isSymbol("]") && !isWord("where")) {
    a.indices.push_back(expr());
    const ValueType type = a.indices.back()->type;
    require(isInteger(type.element), "an index is an integer");
    require(type.isScalar() || a.lanes == 1, "only one index may have lanes");
    a.lanes = std::max(a.lanes, type.lanes);
    if (!accept(",")) break;
  }
  if (accept("where")) {
    a.predicate = expr();
    require(a.predicate->type == ValueType(ElementType::boolean, a.lanes),
            "the predicate is a bool with the lanes of the access");
  }
  expect("]");
  require(a.indices.size() == buffer->shape.size(), "one index per dimension is needed");
  return a;
}

Expr ExprParser::load(const Access& a) {
  return Load::make(a.buffer, a.indices, a.predicate);
}

}  // namespace heddle::loops
