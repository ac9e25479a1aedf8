// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "engine/graph/text.h"

namespace heddle::graph {
namespace {

constexpr int64_t kPrintedValues = 16;

template <class T>
std::string numberText(T value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

// Bytes that would end a line or a quoted string, as escapes.
std::string escaped(std::string_view text, bool isQuoted) {
  static const char* digits = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\' || (isQuoted && c == '"'))
      out += '\\', out += c;
    else if (c == '\n')
      out += "\\n";
    else if (byte < 0x20 || byte == 0x7f)
      out += "\\x", out += digits[byte >> 4], out += digits[byte & 15];
    else
      out += c;
  }
  return isQuoted ? '"' + out + '"' : out;
}

std::string valueText(const Tensor& tensor, int64_t index) {
  switch (tensor.element()) {
    case ElementType::i64:
      return numberText(tensor.values<int64_t>()[static_cast<size_t>(index)]);
    case ElementType::u64:
      return numberText(tensor.values<uint64_t>()[static_cast<size_t>(index)]);
    case ElementType::f64:
      return numberText(tensor.valueAsDouble(index));
    default:
      return numberText(static_cast<float>(tensor.valueAsDouble(index)));
  }
}

std::string wideIntText(const Tensor& tensor, int64_t index) {
  const ElementType element = tensor.element();
  if (element == ElementType::i32 || element == ElementType::u32)
    return numberText(tensor.valueAsInt(index));
  return valueText(tensor, index);
}

std::string tensorText(ConstantId id, const ConstantPool& pool) {
  std::string out = "#" + std::to_string(id.value);
  if (!id.isValid() || id.value > pool.size()) return out;
  const Tensor tensor = pool.tensor(id);
  out += ":" + text(tensor.type());
  if (tensor.elementCount() > kPrintedValues || !isComputable(tensor.element())) return out;
  out += "=[";
  for (int64_t i = 0; i < tensor.elementCount(); ++i)
    out += (i ? "," : "") + wideIntText(tensor, i);
  return out + "]";
}

template <class T>
std::string listText(const std::vector<T>& values) {
  std::string out = "[";
  for (size_t i = 0; i < values.size(); ++i) out += (i ? "," : "") + numberText(values[i]);
  return out + "]";
}

struct AttributeText {
  const ConstantPool& pool;
  std::string operator()(int64_t v) const { return numberText(v); }
  std::string operator()(double v) const { return numberText(v); }
  std::string operator()(const std::string& v) const { return escaped(v, true); }
  std::string operator()(const std::vector<int64_t>& v) const { return listText(v); }
  std::string operator()(const std::vector<double>& v) const { return listText(v); }
  std::string operator()(ElementType v) const { return std::string(heddle::name(v)); }
  std::string operator()(ConstantId v) const { return tensorText(v, pool); }
  std::string operator()(const std::shared_ptr<const Graph>&) const { return "graph"; }
};

std::string refText(const ValueRef& ref) {
  if (!ref.isValid()) return "_";
  std::string out = "%" + std::to_string(ref.op.value);
  if (ref.index != 0) out += "." + std::to_string(ref.index);
  return out;
}

}  // namespace

std::string printNode(const Graph& graph, OpId id) {
  const Node& node = graph.node(id);
  std::string out = "%" + std::to_string(id.value) + " = " + std::string(name(node.kind)) + "(";
  for (size_t i = 0; i < node.inputs.size(); ++i) out += (i ? ", " : "") + refText(node.inputs[i]);
  out += ")";
  if (!node.attributes.empty()) {
    out += " {";
    bool isFirst = true;
    for (const auto& [key, value] : node.attributes) {
      out +=
          (isFirst ? "" : ", ") + key + "=" + std::visit(AttributeText{*graph.constants()}, value);
      isFirst = false;
    }
    out += "}";
  }
  out += " : ";
  for (uint32_t i = 0; i < node.outputCount; ++i) {
    const auto& type = graph.type({id, i});
    out += (i ? ", " : "") + (type ? text(*type) : std::string("?"));
  }
  if (!node.name.empty()) out += "  # " + escaped(node.name, false);
  return out;
}

std::string printGraph(const Graph& graph) {
  std::string out = "graph " + escaped(graph.name(), true) + "\n";
  for (const OpId id : graph.order()) out += printNode(graph, id) + "\n";
  for (const Output& output : graph.outputs())
    out += "output " + escaped(output.name, true) + " = " + refText(output.value) + "\n";
  return out;
}

}  // namespace heddle::graph
