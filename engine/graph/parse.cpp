// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cstring>

#include "engine/graph/text.h"

namespace heddle::graph {
namespace {

constexpr uint64_t kLargestId = 10'000'000;
constexpr int kDeepestDim = 200;

// One pass over the text; every method either consumes what it names or fails with the place.
class Parser {
 public:
  Parser(std::string_view text, std::shared_ptr<ConstantPool> pool)
      : m_text(text), m_pool(std::move(pool)) {}

  Result<Graph> run() {
    HEDDLE_CHECK(expect("graph"));
    HEDDLE_TRY(std::string name, quoted());
    HEDDLE_CHECK(endOfLine());
    GraphEditor editor(std::move(name), m_pool);
    std::vector<Output> outputs;
    while (skipBlankLines()) {
      if (peek() == '%') {
        HEDDLE_TRY(Node node, parseNode());
        if (editor.contains(node.id))
          return error("%" + std::to_string(node.id.value) + " is defined twice");
        editor.replace(std::move(node));
      } else {
        HEDDLE_CHECK(expect("output"));
        HEDDLE_TRY(std::string outputName, quoted());
        HEDDLE_CHECK(expect("="));
        HEDDLE_TRY(const ValueRef value, reference());
        outputs.push_back({std::move(outputName), value});
        HEDDLE_CHECK(endOfLine());
      }
    }
    editor.setOutputs(std::move(outputs));
    return std::move(editor).finish();
  }

 private:
  Diagnostic error(std::string message) const {
    const std::string_view before = m_text.substr(0, std::min(m_at, m_text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const size_t begin = before.rfind('\n');
    const size_t column = before.size() - (begin == std::string_view::npos ? 0 : begin + 1) + 1;
    return {"graph.parse",
            std::move(message),
            {},
            "line " + std::to_string(line) + ", column " + std::to_string(column)};
  }

  char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
  bool atEnd() const { return m_at >= m_text.size(); }
  void skipSpaces() {
    while (peek() == ' ') ++m_at;
  }
  bool skipBlankLines() {
    while (!atEnd() && (peek() == ' ' || peek() == '\n')) ++m_at;
    return !atEnd();
  }
  bool accept(std::string_view token) {
    skipSpaces();
    if (m_text.substr(m_at, token.size()) != token) return false;
    m_at += token.size();
    return true;
  }
  Status expect(std::string_view token) {
    if (accept(token)) return {};
    return error("expected '" + std::string(token) + "'");
  }
  Status endOfLine() {
    skipSpaces();
    if (atEnd()) return {};
    if (peek() != '\n') return error("expected the end of the line");
    ++m_at;
    return {};
  }

  std::string_view word() {
    skipSpaces();
    const size_t begin = m_at;
    while (!atEnd() &&
           (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '_' || peek() == '.'))
      ++m_at;
    return m_text.substr(begin, m_at - begin);
  }

  template <class T>
  Result<T> number() {
    skipSpaces();
    T value{};
    const auto [end, code] =
        std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), value);
    if (code != std::errc()) return error("expected a number");
    m_at = static_cast<size_t>(end - m_text.data());
    return value;
  }

  template <class T>
  Result<std::vector<T>> numbers() {
    HEDDLE_CHECK(expect("["));
    std::vector<T> values;
    if (accept("]")) return values;
    do {
      HEDDLE_TRY(const T value, number<T>());
      values.push_back(value);
    } while (accept(","));
    HEDDLE_CHECK(expect("]"));
    return values;
  }

  Result<char> escape() {
    ++m_at;
    const char c = peek();
    ++m_at;
    if (c == 'n') return '\n';
    if (c == '\\' || c == '"') return c;
    if (c != 'x') return error("unknown escape");
    int value = 0;
    const std::string_view digits = m_text.substr(std::min(m_at, m_text.size()), 2);
    const auto [end, code] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (code != std::errc() || end != digits.data() + 2) return error("unknown escape");
    m_at += 2;
    return static_cast<char>(value);
  }

  Result<std::string> quoted() {
    HEDDLE_CHECK(expect("\""));
    std::string out;
    while (peek() != '"') {
      if (atEnd() || peek() == '\n') return error("a string does not end");
      HEDDLE_TRY(const char c, peek() == '\\' ? escape() : Result<char>(m_text[m_at++]));
      out += c;
    }
    ++m_at;
    return out;
  }

  Result<OpId> opId() {
    HEDDLE_CHECK(expect("%"));
    HEDDLE_TRY(const auto value, number<uint64_t>());
    if (value == 0 || value > kLargestId) return error("an id is out of range");
    return OpId{value};
  }

  Result<ValueRef> reference() {
    if (accept("_")) return ValueRef{};
    HEDDLE_TRY(const OpId id, opId());
    uint32_t index = 0;
    if (peek() == '.') {
      ++m_at;
      HEDDLE_TRY(index, number<uint32_t>());
    }
    return ValueRef{id, index};
  }

  Result<Dim> dim(int depth) {
    if (depth > kDeepestDim) return error("a dimension is nested too deeply");
    skipSpaces();
    if (accept("(")) {
      HEDDLE_TRY(const Dim a, dim(depth + 1));
      const bool isAdd = accept("+"), isSub = !isAdd && accept("-"),
                 isMul = !isAdd && !isSub && accept("*");
      const bool isFloor = !isAdd && !isSub && !isMul && accept("//");
      if (!isAdd && !isSub && !isMul && !isFloor) HEDDLE_CHECK(expect("ceildiv"));
      HEDDLE_TRY(const Dim b, dim(depth + 1));
      HEDDLE_CHECK(expect(")"));
      return isAdd     ? a + b
             : isSub   ? a - b
             : isMul   ? a * b
             : isFloor ? Dim::floorDiv(a, b)
                       : Dim::ceilDiv(a, b);
    }
    if (peek() == '-' || std::isdigit(static_cast<unsigned char>(peek()))) {
      HEDDLE_TRY(const auto value, number<int64_t>());
      return Dim(value);
    }
    const std::string_view symbol = word();
    if (symbol.empty()) return error("expected a dimension");
    if ((symbol == "min" || symbol == "max") && accept("(")) {
      HEDDLE_TRY(const Dim a, dim(depth + 1));
      HEDDLE_CHECK(expect(","));
      HEDDLE_TRY(const Dim b, dim(depth + 1));
      HEDDLE_CHECK(expect(")"));
      return symbol == "min" ? Dim::min(a, b) : Dim::max(a, b);
    }
    return Dim::symbol(std::string(symbol));
  }

  Result<TensorType> tensorType() {
    const std::string_view spelling = word();
    const auto element = elementTypeFromName(spelling);
    if (!element) return error("'" + std::string(spelling) + "' is no element type");
    TensorType type{*element, {}};
    HEDDLE_CHECK(expect("["));
    if (accept("]")) return type;
    do {
      HEDDLE_TRY(Dim extent, dim(0));
      type.shape.push_back(std::move(extent));
    } while (accept(","));
    HEDDLE_CHECK(expect("]"));
    return type;
  }

  template <class T>
  Result<Tensor> exactValues(Tensor tensor) {
    HEDDLE_TRY(const std::vector<T> values, numbers<T>());
    if (static_cast<int64_t>(values.size()) != tensor.elementCount())
      return error("the number of values does not match the shape");
    std::copy(values.begin(), values.end(), tensor.template mutableValues<T>().begin());
    return tensor;
  }

  Result<Tensor> tensorValues(const TensorType& type) {
    if (!type.isStatic() || !isComputable(type.element))
      return error("such a tensor has no values");
    // Only short tensors are printed with values.
    const auto count = elementCount(type.extents());
    if (!count || *count > (1 << 20)) return error("too many values");
    HEDDLE_TRY(Tensor tensor, Tensor::allocate(type.element, type.extents()));
    if (type.element == ElementType::i64) return exactValues<int64_t>(std::move(tensor));
    if (type.element == ElementType::u64) return exactValues<uint64_t>(std::move(tensor));
    HEDDLE_TRY(const std::vector<double> values, numbers<double>());
    if (static_cast<int64_t>(values.size()) != tensor.elementCount())
      return error("the number of values does not match the shape");
    for (size_t i = 0; i < values.size(); ++i)
      tensor.setFromDouble(static_cast<int64_t>(i), values[i]);
    return tensor;
  }

  // #7, #7:f32[2]=[1,2] or f32[2]=[1,2]: the pool's constant if it is the one meant, else a new
  // one.
  Result<ConstantId> constant() {
    ConstantId id;
    if (accept("#")) {
      HEDDLE_TRY(id.value, number<uint64_t>());
      if (!accept(":")) return known(id);
    }
    HEDDLE_TRY(const TensorType type, tensorType());
    if (!accept("=")) {
      HEDDLE_TRY(id, known(id));
      if (m_pool->tensor(id).type() != type) return error("the pool's constant has another type");
      return id;
    }
    HEDDLE_TRY(Tensor tensor, tensorValues(type));
    if (id.isValid() && id.value <= m_pool->size()) {
      const Tensor held = m_pool->tensor(id);
      if (held.type() == type &&
          std::memcmp(held.bytes().data(), tensor.bytes().data(), tensor.sizeBytes()) == 0)
        return id;
    }
    return m_pool->add(std::move(tensor), "text");
  }

  Result<ConstantId> known(ConstantId id) {
    if (!id.isValid() || id.value > m_pool->size()) return error("the pool has no such constant");
    return id;
  }

  Result<Attribute> attribute(const std::string& type) {
    if (type == "int") {
      HEDDLE_TRY(const auto v, number<int64_t>());
      return Attribute(v);
    }
    if (type == "float") {
      HEDDLE_TRY(const auto v, number<double>());
      return Attribute(v);
    }
    if (type == "string") {
      HEDDLE_TRY(auto v, quoted());
      return Attribute(std::move(v));
    }
    if (type == "ints") {
      HEDDLE_TRY(auto v, numbers<int64_t>());
      return Attribute(std::move(v));
    }
    if (type == "floats") {
      HEDDLE_TRY(auto v, numbers<double>());
      return Attribute(std::move(v));
    }
    if (type == "tensor") {
      HEDDLE_TRY(const auto v, constant());
      return Attribute(v);
    }
    if (type != "type") return error("an attribute of type " + type + " has no text form");
    const auto element = elementTypeFromName(word());
    if (!element) return error("expected an element type");
    return Attribute(*element);
  }

  Status attributes(Node& node) {
    if (!accept("{") || accept("}")) return {};
    do {
      const std::string key(word());
      HEDDLE_CHECK(expect("="));
      const auto& infos = opInfo(node.kind).attributes;
      const auto it = std::find_if(infos.begin(), infos.end(),
                                   [&](const AttributeInfo& i) { return i.name == key; });
      if (it == infos.end())
        return error("'" + key + "' is no attribute of " + std::string(name(node.kind)));
      HEDDLE_TRY(node.attributes[key], attribute(it->type));
    } while (accept(","));
    return expect("}");
  }

  Status nodeName(Node& node) {
    if (!accept("#")) return endOfLine();
    if (peek() == ' ') ++m_at;
    while (!atEnd() && peek() != '\n') {
      HEDDLE_TRY(const char c, peek() == '\\' ? escape() : Result<char>(m_text[m_at++]));
      node.name += c;
    }
    return endOfLine();
  }

  Result<Node> parseNode() {
    Node node;
    HEDDLE_TRY(node.id, opId());
    HEDDLE_CHECK(expect("="));
    const std::string_view spelling = word();
    const auto kind = opKindFromName(spelling);
    if (!kind) return error("'" + std::string(spelling) + "' is no operator");
    node.kind = *kind;
    HEDDLE_CHECK(expect("("));
    if (!accept(")")) {
      do {
        HEDDLE_TRY(const ValueRef input, reference());
        node.inputs.push_back(input);
      } while (accept(","));
      HEDDLE_CHECK(expect(")"));
    }
    HEDDLE_CHECK(attributes(node));
    HEDDLE_CHECK(expect(":"));
    do {
      if (accept("?")) {
        node.types.emplace_back();
        continue;
      }
      HEDDLE_TRY(TensorType type, tensorType());
      node.types.emplace_back(std::move(type));
    } while (accept(","));
    node.outputCount = static_cast<uint32_t>(node.types.size());
    HEDDLE_CHECK(nodeName(node));
    return node;
  }

  std::string_view m_text;
  size_t m_at = 0;
  std::shared_ptr<ConstantPool> m_pool;
};

}  // namespace

Result<Graph> parseGraph(std::string_view text, std::shared_ptr<ConstantPool> constants) {
  return Parser(text, std::move(constants)).run();
}

}  // namespace heddle::graph
