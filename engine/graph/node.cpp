// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/node.h"

#include <array>
#include <charconv>
#include <sstream>
#include <unordered_map>

#include "engine/graph/graph.h"

namespace heddle::graph {
namespace {

constexpr size_t kOpCount = 0
#define HEDDLE_OP(...) +1
#include "engine/graph/op.def"
#undef HEDDLE_OP
    ;

struct Row {
  std::string_view name;
  OpInfo info;
};

std::vector<AttributeInfo> parseAttributes(const char* text) {
  std::vector<AttributeInfo> attributes;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    AttributeInfo info;
    const size_t colon = word.find(':'), equals = word.find('=');
    info.name = word.substr(0, colon);
    info.type = word.substr(colon + 1, equals == std::string::npos ? equals : equals - colon - 1);
    if (info.type.ends_with('?')) {
      info.type.pop_back();
      info.isOptional = true;
    }
    if (equals != std::string::npos) info.defaultText = word.substr(equals + 1);
    attributes.push_back(std::move(info));
  }
  return attributes;
}

const std::array<Row, kOpCount>& rows() {
  static const std::array<Row, kOpCount> table = {{
#define HEDDLE_OP(kind, pattern, minInputs, maxInputs, outputs, valueInputs, attributes)       \
  Row{#kind, OpInfo{OpKind::kind, PatternKind::pattern, minInputs, maxInputs, outputs,         \
                    valueInputs, parseAttributes(attributes)}},
#include "engine/graph/op.def"
#undef HEDDLE_OP
  }};
  return table;
}

const AttributeInfo* findInfo(OpKind kind, std::string_view name) {
  for (const AttributeInfo& info : opInfo(kind).attributes)
    if (info.name == name) return &info;
  return nullptr;
}

// The node's own attribute when it has type T, else null.
template <class T>
const T* own(const Node& node, std::string_view name) {
  const auto it = node.attributes.find(name);
  return it == node.attributes.end() ? nullptr : std::get_if<T>(&it->second);
}

std::string_view defaultOf(const Node& node, std::string_view name) {
  const AttributeInfo* info = findInfo(node.kind, name);
  return info ? std::string_view(info->defaultText) : std::string_view();
}

template <class T>
T parseNumber(std::string_view text) {
  T value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::string_view name(PatternKind kind) {
  switch (kind) {
    case PatternKind::elementwise: return "elementwise";
    case PatternKind::broadcast: return "broadcast";
    case PatternKind::injective: return "injective";
    case PatternKind::reduce: return "reduce";
    case PatternKind::anchor: return "anchor";
    case PatternKind::tuple: return "tuple";
    case PatternKind::opaque: return "opaque";
  }
  return "opaque";
}

std::string_view name(OpKind kind) { return rows()[static_cast<size_t>(kind)].name; }

std::optional<OpKind> opKindFromName(std::string_view name) {
  static const auto* byName = [] {
    auto* map = new std::unordered_map<std::string_view, OpKind>;
    for (const Row& row : rows()) map->emplace(row.name, row.info.kind);
    return map;
  }();
  const auto it = byName->find(name);
  return it == byName->end() ? std::nullopt : std::optional(it->second);
}

const OpInfo& opInfo(OpKind kind) { return rows()[static_cast<size_t>(kind)].info; }

int64_t Node::intAttribute(std::string_view name) const {
  if (const auto* value = own<int64_t>(*this, name)) return *value;
  return parseNumber<int64_t>(defaultOf(*this, name));
}

double Node::floatAttribute(std::string_view name) const {
  if (const auto* value = own<double>(*this, name)) return *value;
  if (const auto* value = own<int64_t>(*this, name)) return static_cast<double>(*value);
  return parseNumber<double>(defaultOf(*this, name));
}

std::string Node::stringAttribute(std::string_view name) const {
  if (const auto* value = own<std::string>(*this, name)) return *value;
  return std::string(defaultOf(*this, name));
}

std::vector<int64_t> Node::intsAttribute(std::string_view name) const {
  if (const auto* value = own<std::vector<int64_t>>(*this, name)) return *value;
  return {};
}

ElementType Node::typeAttribute(std::string_view name) const {
  if (const auto* value = own<ElementType>(*this, name)) return *value;
  return elementTypeFromName(defaultOf(*this, name)).value_or(ElementType::f32);
}

ConstantId Node::tensorAttribute(std::string_view name) const {
  if (const auto* value = own<ConstantId>(*this, name)) return *value;
  return {};
}

bool Node::hasAttribute(std::string_view name) const {
  return attributes.find(name) != attributes.end();
}

}  // namespace heddle::graph
