// The attribute half of NodeContext.
// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/element_types.h"
#include "engine/import/onnx/heddle_onnx.pb.h"
#include "engine/import/onnx/node_context.h"

namespace heddle::import {

using onnx::AttributeProto;

namespace {

// Files of IR 1 carry no type; then the field that is set decides.
AttributeProto::AttributeType typeOf(const AttributeProto& proto) {
  if (proto.type() != AttributeProto::UNDEFINED) return proto.type();
  if (proto.has_f()) return AttributeProto::FLOAT;
  if (proto.has_i()) return AttributeProto::INT;
  if (proto.has_s()) return AttributeProto::STRING;
  if (proto.has_t()) return AttributeProto::TENSOR;
  if (proto.has_g()) return AttributeProto::GRAPH;
  if (proto.floats_size() > 0) return AttributeProto::FLOATS;
  if (proto.ints_size() > 0) return AttributeProto::INTS;
  if (proto.strings_size() > 0) return AttributeProto::STRINGS;
  return AttributeProto::UNDEFINED;
}

bool isEmptyList(const AttributeProto& proto) {
  return proto.type() == AttributeProto::UNDEFINED && typeOf(proto) == AttributeProto::UNDEFINED;
}

}  // namespace

BoundAttribute* NodeContext::find(std::string_view name) const {
  for (BoundAttribute& attribute : m_site.attributes)
    if (attribute.name == name) return &attribute;
  return nullptr;
}

bool NodeContext::hasAttribute(std::string_view name) const {
  return find(name) != nullptr;
}

void NodeContext::ignoreAttribute(std::string_view name) {
  if (BoundAttribute* attribute = find(name)) attribute->isRead = true;
}

const AttributeProto* NodeContext::read(std::string_view name, int type, const char* typeName) {
  BoundAttribute* attribute = find(name);
  if (attribute == nullptr) return nullptr;
  attribute->isRead = true;
  if (typeOf(*attribute->proto) == type) return attribute->proto;
  const bool isList = type == AttributeProto::INTS || type == AttributeProto::FLOATS ||
                      type == AttributeProto::STRINGS;
  if (isList && isEmptyList(*attribute->proto)) return attribute->proto;
  refuse({"its attribute '{0}' is not {1}", {std::string(name), Phrase(typeName)}});
  return nullptr;
}

int64_t NodeContext::intAttribute(std::string_view name, int64_t otherwise) {
  const auto* proto = read(name, AttributeProto::INT, "an integer");
  return proto ? proto->i() : otherwise;
}

double NodeContext::floatAttribute(std::string_view name, double otherwise) {
  const auto* proto = read(name, AttributeProto::FLOAT, "a float");
  return proto ? static_cast<double>(proto->f()) : otherwise;
}

std::string NodeContext::stringAttribute(std::string_view name, std::string otherwise) {
  const auto* proto = read(name, AttributeProto::STRING, "a string");
  return proto ? proto->s() : std::move(otherwise);
}

std::optional<std::vector<int64_t>> NodeContext::ints(std::string_view name) {
  const auto* proto = read(name, AttributeProto::INTS, "a list of integers");
  if (proto == nullptr) return std::nullopt;
  return std::vector<int64_t>(proto->ints().begin(), proto->ints().end());
}

std::optional<std::vector<double>> NodeContext::floats(std::string_view name) {
  const auto* proto = read(name, AttributeProto::FLOATS, "a list of floats");
  if (proto == nullptr) return std::nullopt;
  return std::vector<double>(proto->floats().begin(), proto->floats().end());
}

std::optional<std::vector<std::string>> NodeContext::strings(std::string_view name) {
  const auto* proto = read(name, AttributeProto::STRINGS, "a list of strings");
  if (proto == nullptr) return std::nullopt;
  return std::vector<std::string>(proto->strings().begin(), proto->strings().end());
}

std::optional<Tensor> NodeContext::tensor(std::string_view name) {
  const auto* proto = read(name, AttributeProto::TENSOR, "a tensor");
  if (proto == nullptr) return std::nullopt;
  auto out = m_emitter.source.read(proto->t());
  if (out.isOk()) return std::move(out).value();
  refuse({"its attribute '{0}' is no tensor: {1}", {std::string(name), messagePhrase(out.error())}});
  return std::nullopt;
}

std::optional<ElementType> NodeContext::elementType(std::string_view name) {
  const auto* proto = read(name, AttributeProto::INT, "an element type");
  if (proto == nullptr) return std::nullopt;
  const auto out = elementTypeFromOnnx(proto->i());
  if (!out || !isComputable(*out))
    refuse({"the element type {0} is not computed on", {onnxTypeName(proto->i())}});
  return out;
}

graph::Attributes NodeContext::attributesOf(OpKind kind) {
  graph::Attributes out;
  for (const graph::AttributeInfo& info : graph::opInfo(kind).attributes) {
    if (info.name == "data_layout" || info.name == "pad_value") continue;  // ours, not ONNX's
    if (!hasAttribute(info.name)) {
      if (info.defaultText.empty() && !info.isOptional)
        refuse({"its attribute '{0}' is missing", {info.name}});
      continue;
    }
    if (info.type == "int") out[info.name] = intAttribute(info.name, 0);
    if (info.type == "float") out[info.name] = floatAttribute(info.name, 0);
    if (info.type == "string") out[info.name] = stringAttribute(info.name, "");
    if (info.type == "ints") out[info.name] = ints(info.name).value_or(std::vector<int64_t>{});
    if (info.type == "floats") out[info.name] = floats(info.name).value_or(std::vector<double>{});
    if (info.type == "type") out[info.name] = elementType(info.name).value_or(ElementType::f32);
    if (info.type == "tensor")
      if (auto read = tensor(info.name)) out[info.name] = addToPool(*read);
  }
  return out;
}

}  // namespace heddle::import
