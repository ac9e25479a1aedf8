// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/expr_printer.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/support/text.h"

namespace heddle::loops {
namespace {

struct Spelling {
  const char* text;  // null: written as a call of `name`
  const char* name;
  int level;
};

// Levels are Python's; a larger one binds tighter.
constexpr int levelTernary = 0, levelNot = 3, levelCompare = 4, levelUnary = 12, levelPrimary = 13;
Spelling spelling(BinaryOp op) {
  switch (op) {
    case BinaryOp::logicalOr:
      return {"or", "", 1};
    case BinaryOp::logicalAnd:
      return {"and", "", 2};
    case BinaryOp::bitOr:
      return {"|", "", 5};
    case BinaryOp::bitXor:
      return {"^", "", 6};
    case BinaryOp::bitAnd:
      return {"&", "", 7};
    case BinaryOp::shiftLeft:
      return {"<<", "", 8};
    case BinaryOp::shiftRight:
      return {">>", "", 8};
    case BinaryOp::add:
      return {"+", "", 9};
    case BinaryOp::sub:
      return {"-", "", 9};
    case BinaryOp::mul:
      return {"*", "", 10};
    case BinaryOp::div:
      return {"/", "", 10};
    case BinaryOp::floorDiv:
      return {"//", "", 10};
    case BinaryOp::floorMod:
      return {"%", "", 10};
    case BinaryOp::mod:
      return {nullptr, "mod", levelPrimary};
    case BinaryOp::min:
      return {nullptr, "min", levelPrimary};
    case BinaryOp::max:
      return {nullptr, "max", levelPrimary};
  }
  return {};
}

const char* spelling(CompareOp op) {
  switch (op) {
    case CompareOp::eq:
      return "==";
    case CompareOp::ne:
      return "!=";
    case CompareOp::lt:
      return "<";
    case CompareOp::le:
      return "<=";
    case CompareOp::gt:
      return ">";
    case CompareOp::ge:
      return ">=";
  }
  return "";
}

template <class T>
std::string shortest(T value) {
  char buffer[64];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return std::string(buffer, end);
}

std::string withPoint(std::string digits) {
  return digits.find_first_of(".e") == std::string::npos ? digits + ".0" : digits;
}

std::string intText(const IntImm& n) {
  if (n.type.element == ElementType::boolean) return n.value ? "true" : "false";
  std::string digits = n.type.element == ElementType::u64 ? shortest(static_cast<uint64_t>(n.value))
                                                          : shortest(n.value);
  if (n.type.element != ElementType::i64) digits += name(n.type.element);
  return digits;
}

std::string floatText(const FloatImm& n) {
  const std::string type(name(n.type.element));
  if (std::isnan(n.value)) return type + ".nan";
  if (std::isinf(n.value)) return (n.value < 0 ? "-" : "") + type + ".inf";
  if (n.type.element == ElementType::f32) return withPoint(shortest(static_cast<float>(n.value)));
  return withPoint(shortest(n.value)) + type;
}

bool isIdentifier(std::string_view s) {
  const auto isWord = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  return !s.empty() && !std::isdigit(static_cast<unsigned char>(s[0])) &&
         std::all_of(s.begin(), s.end(), isWord) && !isReservedWord(s);
}

// The name as an identifier: other characters become underscores.
std::string sanitised(const std::string& name) {
  std::string out;
  for (char c : name) out += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0]))) out = "_" + out;
  return isReservedWord(out) ? out + "_" : out;
}

std::string unused(const std::string& name, const std::set<std::string>& used) {
  if (!used.count(name)) return name;
  for (int i = 1;; ++i) {
    const std::string candidate = name + "_" + std::to_string(i);
    if (!used.count(candidate)) return candidate;
  }
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& p : parts) out += (out.empty() ? "" : ", ") + p;
  return out;
}

}  // namespace

bool isReservedWord(std::string_view word) {
  static const std::set<std::string_view> words = {
      "if",     "else",    "and",   "or",       "not",   "for",    "in",     "where", "reads",
      "writes", "init",    "alloc", "annotate", "block", "reduce", "opaque", "pass",  "true",
      "false",  "program", "call",  "from",     "with",  "align",  "strides"};
  return words.count(word) > 0;
}

std::string typeText(ValueType type) {
  std::string out(name(type.element));
  return type.isScalar() ? out : out + "x" + std::to_string(type.lanes);
}

std::string identifierOrQuoted(const std::string& name) {
  return isIdentifier(name) ? name : quoted(name);
}

std::string toText(const Annotation& value) {
  if (const auto* i = std::get_if<int64_t>(&value)) return std::to_string(*i);
  if (const auto* d = std::get_if<double>(&value)) {
    if (std::isfinite(*d)) return withPoint(shortest(*d));
    return std::isnan(*d) ? "f64.nan" : *d < 0 ? "-f64.inf" : "f64.inf";
  }
  return quoted(std::get<std::string>(value));
}

ValueType derivedType(Intrinsic intrinsic, const std::vector<Expr>& args) {
  const ValueType first = args.empty() ? ValueType{} : args[0]->type;
  switch (intrinsic) {
    case Intrinsic::isNan:
    case Intrinsic::isInf:
      return {ElementType::boolean, first.lanes};
    case Intrinsic::reduceAdd:
    case Intrinsic::reduceMax:
      return first.withLanes(1);
    case Intrinsic::prefetch:
      return {ElementType::i32, 1};
    default:
      return first;
  }
}

const char* intrinsicName(Intrinsic intrinsic) {
  static const char* const names[] = {
#define HEDDLE_INTRINSIC(name, arity) #name,
#include "engine/loops/intrinsics.def"
#undef HEDDLE_INTRINSIC
  };
  return names[static_cast<size_t>(intrinsic)];
}

int intrinsicArity(Intrinsic intrinsic) {
  static const int arities[] = {
#define HEDDLE_INTRINSIC(name, arity) arity,
#include "engine/loops/intrinsics.def"
#undef HEDDLE_INTRINSIC
  };
  return arities[static_cast<size_t>(intrinsic)];
}

const std::string& Names::define(const Var& var) {
  std::string& name = m_vars[var.id];
  name = unused(sanitised(var.name), m_visible);
  m_visible.insert(name);
  return name;
}

const std::string& Names::define(const Buffer& buffer) {
  auto [it, isNew] = m_buffers.try_emplace(buffer->id);
  if (isNew) {
    it->second = unused(sanitised(buffer->name), m_bufferNames);
    m_bufferNames.insert(it->second);
  }
  return it->second;
}

std::string Names::of(const Var& var) const {
  auto it = m_vars.find(var.id);
  return it == m_vars.end() ? sanitised(var.name) : it->second;
}

std::string Names::of(const Buffer& buffer) const {
  auto it = m_buffers.find(buffer->id);
  return it == m_buffers.end() ? sanitised(buffer->name) : it->second;
}

void Names::undefine(const Var& var) {
  auto it = m_vars.find(var.id);
  if (it != m_vars.end()) m_visible.erase(it->second);
}

std::set<std::string> Names::hideLoops() {
  std::set<std::string> before = std::move(m_visible);
  m_visible = m_symbols;
  return before;
}

void Names::defineSymbol(const Var& var) {
  m_symbols.insert(define(var));
}

std::string ExprPrinter::list(const std::vector<Expr>& es) const {
  std::vector<std::string> parts;
  for (const Expr& e : es) parts.push_back(text(e));
  return joined(parts);
}

std::string ExprPrinter::access(const Buffer& buffer, const std::vector<Expr>& indices,
                                const Expr& predicate) const {
  std::string out = m_names.of(buffer) + "[" + list(indices);
  if (predicate) out += std::string(indices.empty() ? "" : " ") + "where " + text(predicate);
  return out + "]";
}

std::string ExprPrinter::range(const Range& r) const {
  const auto begin = constantInt(r.begin), extent = constantInt(r.extent);
  if (extent == 1) return text(r.begin);
  if (begin && extent) return text(r.begin) + ":" + std::to_string(*begin + *extent);
  if (begin == 0) return "0:" + text(r.extent);
  return text(r.begin) + ":" + text(Binary::make(BinaryOp::add, r.begin, r.extent));
}

std::string ExprPrinter::region(const BufferRegion& region) const {
  std::vector<std::string> parts;
  for (const Range& r : region.ranges) parts.push_back(range(r));
  return m_names.of(region.buffer) + "[" + joined(parts) + "]";
}

std::string ExprPrinter::bufferType(const Buffer& buffer) const {
  static const char* const scopes[] = {"global", "shared", "local", "registers"};
  std::string out = std::string(name(buffer->element)) + "[" + list(buffer->shape) + "]";
  if (buffer->scope != Scope::global)
    out += std::string(" in ") + scopes[static_cast<int>(buffer->scope)];
  if (buffer->alignmentBytes != 64) out += " align " + std::to_string(buffer->alignmentBytes);
  if (!buffer->strides.empty()) out += " strides [" + list(buffer->strides) + "]";
  return out;
}

std::string ExprPrinter::binary(const Binary& n, int level) const {
  const Spelling s = spelling(n.op);
  if (!s.text) return std::string(s.name) + "(" + text(n.a) + ", " + text(n.b) + ")";
  // Index arithmetic reads better with products drawn together.
  const bool isTight =
      (n.op == BinaryOp::mul || n.op == BinaryOp::floorDiv) && isInteger(n.type.element);
  const std::string space = isTight ? "" : " ";
  const std::string out = print(n.a, s.level) + space + s.text + space + print(n.b, s.level + 1);
  return s.level < level ? "(" + out + ")" : out;
}

std::string ExprPrinter::print(const Expr& e, int level) const {
  const auto wrapped = [&](int own, std::string s) { return own < level ? "(" + s + ")" : s; };
  struct Visitor {
    const ExprPrinter& p;
    const decltype(wrapped)& wrap;
    int level;
    std::string operator()(const IntImm& n) const {
      return n.value < 0 && n.type.element != ElementType::u64 ? wrap(levelUnary, intText(n))
                                                               : intText(n);
    }
    std::string operator()(const FloatImm& n) const {
      return std::signbit(n.value) ? wrap(levelUnary, floatText(n)) : floatText(n);
    }
    std::string operator()(const Var& n) const { return p.m_names.of(n); }
    std::string operator()(const Binary& n) const { return p.binary(n, level); }
    std::string operator()(const Compare& n) const {
      return wrap(levelCompare, p.print(n.a, levelCompare + 1) + " " + spelling(n.op) + " " +
                                    p.print(n.b, levelCompare + 1));
    }
    std::string operator()(const Not& n) const {
      return wrap(levelNot, "not " + p.print(n.value, levelNot));
    }
    std::string operator()(const Select& n) const {
      return wrap(levelTernary, p.print(n.whenTrue, 1) + " if " + p.print(n.condition, 1) +
                                    " else " + p.print(n.whenFalse, 0));
    }
    std::string operator()(const Cast& n) const {
      return typeText(n.type) + "(" + p.text(n.value) + ")";
    }
    std::string operator()(const Load& n) const {
      return p.access(n.buffer, n.indices, n.predicate);
    }
    std::string operator()(const Call& n) const {
      std::string out = intrinsicName(n.intrinsic);
      if (n.type != derivedType(n.intrinsic, n.args)) out += "." + typeText(n.type);
      return out + "(" + p.list(n.args) + ")";
    }
    std::string operator()(const Ramp& n) const {
      return "ramp(" + p.text(n.base) + ", " + p.text(n.stride) + ", " +
             std::to_string(n.type.lanes) + ")";
    }
    std::string operator()(const Broadcast& n) const {
      return "broadcast(" + p.text(n.value) + ", " + std::to_string(n.type.lanes) + ")";
    }
    std::string operator()(const Shuffle& n) const {
      std::vector<std::string> lanes;
      for (int i : n.indices) lanes.push_back(std::to_string(i));
      return "shuffle([" + p.list(n.vectors) + "], [" + joined(lanes) + "])";
    }
  };
  return e ? dispatch(e, Visitor{*this, wrapped, level}) : "<null>";
}

std::string toText(const Expr& e) {
  Names names;
  return ExprPrinter(names).text(e);
}

}  // namespace heddle::loops
