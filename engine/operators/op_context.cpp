// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/builder.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// Parameters are called by their role, so that a trace replays on another program of the operator.
std::string roleName(OpKind kind, size_t input) {
  static const char* const anchorRoles[] = {"x", "w", "b"};
  static const char* const binaryRoles[] = {"a", "b", "c"};
  static const char* const normRoles[] = {"x", "scale", "bias", "mean", "variance"};
  switch (kind) {
    case OpKind::conv:
    case OpKind::conv_transpose:
      return anchorRoles[std::min<size_t>(input, 2)];
    case OpKind::layer_normalization:
    case OpKind::rms_normalization:
    case OpKind::instance_normalization:
    case OpKind::group_normalization:
    case OpKind::batch_normalization:
      return normRoles[std::min<size_t>(input, 4)];
    default:
      break;
  }
  const auto& info = graph::opInfo(kind);
  if (info.minInputs == 1 && info.maxInputs <= 2 && info.maxInputs > 0)
    return input == 0 ? "x" : "y";
  if (input < 3) return binaryRoles[input];
  return "in" + std::to_string(input);
}

Expr scalarLiteral(const Tensor& tensor, ElementType element) {
  if (isFloat(element)) return FloatImm::make(tensor.valueAsDouble(0), element);
  return IntImm::make(tensor.valueAsInt(0), element);
}

}  // namespace

Status OpContext::check() const {
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    if (!hasInput(i)) continue;
    const auto& type = m_builder.graph().type(node.inputs[i]);
    if (!type || !type->isStatic())
      return unsupported("input " + std::to_string(i) + " has no static shape");
    if (!isComputable(type->element)) {
      return unsupported("nothing computes on " + std::string(name(type->element)));
    }
    if (graph::opInfo(node.kind).needsValue(i) && !constantInput(i)) {
      return unsupported("input " + std::to_string(i) + " must be known when compiling");
    }
  }
  for (const auto& type : node.types) {
    if (!type || !type->isStatic()) return unsupported("an output has no static shape");
    if (!isComputable(type->element)) {
      return unsupported("nothing computes on " + std::string(name(type->element)));
    }
    if (!elementCount(type->extents())) return unsupported("an output is too large");
  }
  return {};
}

void OpContext::registerInputs() {
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    if (!hasInput(i) || graph::opInfo(node.kind).needsValue(i)) continue;
    const auto constant = constantInput(i);
    if (constant && constant->elementCount() == 1) continue;
    m_builder.bufferOf(node.inputs[i], roleName(node.kind, i));
  }
}

const TensorType& OpContext::inputType(size_t i) const {
  return *m_builder.graph().type(node.inputs[i]);
}

std::optional<Tensor> OpContext::constantInput(size_t i) const {
  if (!hasInput(i)) return {};
  return m_builder.graph().constantValue(node.inputs[i]);
}

std::vector<int64_t> OpContext::intsInput(size_t i) const {
  std::vector<int64_t> values;
  if (const auto tensor = constantInput(i)) {
    for (int64_t k = 0; k < tensor->elementCount(); ++k) values.push_back(tensor->valueAsInt(k));
  }
  return values;
}

bool OpContext::isChannelsLast() const {
  return node.stringAttribute("data_layout") == "channels_last";
}

Expr OpContext::loadRaw(size_t input, const Indices& indices) {
  const auto constant = constantInput(input);
  if (constant && constant->elementCount() == 1) return scalarLiteral(*constant, element(input));
  return Load::make(m_builder.bufferOf(node.inputs[input], roleName(node.kind, input)), indices);
}

Expr OpContext::load(size_t input, const Indices& indices) {
  const auto constant = constantInput(input);
  if (constant && constant->elementCount() == 1) {
    return scalarLiteral(*constant, computeElement(element(input)));
  }
  return cast(loadRaw(input, indices), computeElement(element(input)));
}

Expr OpContext::loadBroadcast(size_t input, const Indices& outIndices) {
  return load(input, broadcastIndices(outIndices, extents(input)));
}

Buffer OpContext::output(size_t i) {
  const std::string suffix = node.outputCount == 1 ? "_out" : "_out" + std::to_string(i);
  return m_builder.defineValue({node.id, static_cast<uint32_t>(i)}, opName() + suffix);
}

Buffer OpContext::temp(const std::string& suffix, ElementType element, const Extents& extents) {
  return m_builder.makeTemp(opName() + "_" + suffix, element, extents);
}

Diagnostic OpContext::unsupported(const std::string& why) const {
  return {"operators.unsupported",
          "{0} (" + opName() + ") cannot be written as loops: " + why,
          {{"node", node.id.value, node.name}}};
}

}  // namespace heddle::operators
