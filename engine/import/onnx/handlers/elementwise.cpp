// Operators without a shape of their own, and the generic handler.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::OpKind;
using graph::ValueRef;

void direct(NodeContext& n) {
  const graph::OpInfo& info = graph::opInfo(n.kind());
  const size_t most = info.maxInputs < 0 ? n.inputCount() : static_cast<size_t>(info.maxInputs);
  auto inputs = n.inputs(static_cast<size_t>(info.minInputs), most);
  if (info.maxInputs < 0)
    for (size_t i = 0; i < inputs.size(); ++i) n.need(i);
  const size_t outputs = info.outputs < 0 ? n.outputCount() : static_cast<size_t>(info.outputs);
  if (outputs == 0) return n.refuse("it has no outputs");
  const auto attributes = n.attributesOf(n.kind());
  if (n.isRefused()) return;
  n.setOutputs(n.emit(n.kind(), std::move(inputs), attributes, static_cast<uint32_t>(outputs)),
               outputs);
}

void selu1(NodeContext& n) {
  graph::Attributes attributes;
  attributes["alpha"] = n.floatAttribute("alpha", 1.6732f);
  attributes["gamma"] = n.floatAttribute("gamma", 1.0507f);
  n.setOutput(0, n.emit(OpKind::selu, {n.need(0)}, attributes));
}

namespace {

ElementType typeFromName(NodeContext& n, const std::string& text) {
  static constexpr std::array<std::pair<const char*, ElementType>, 12> kNames = {
      {{"FLOAT", ElementType::f32},
       {"UINT8", ElementType::u8},
       {"INT8", ElementType::i8},
       {"UINT16", ElementType::u16},
       {"INT16", ElementType::i16},
       {"INT32", ElementType::i32},
       {"INT64", ElementType::i64},
       {"BOOL", ElementType::boolean},
       {"FLOAT16", ElementType::f16},
       {"DOUBLE", ElementType::f64},
       {"UINT32", ElementType::u32},
       {"UINT64", ElementType::u64}}};
  for (const auto& [name, type] : kNames)
    if (text == name) return type;
  n.refuse({"the element type {0} is not computed on", {text.substr(0, 32)}});
  return ElementType::f32;
}

}  // namespace

void cast1(NodeContext& n) {
  const ElementType to = typeFromName(n, n.stringAttribute("to", ""));
  n.setOutput(0, n.emit(OpKind::cast, {n.need(0)}, {{"to", to}}));
}

void cast6(NodeContext& n) {
  n.ignoreAttribute("saturate");  // both say only how 8-bit floats are made
  n.ignoreAttribute("round_mode");
  if (!n.hasAttribute("to")) return n.refuse("its attribute 'to' is missing");
  const auto to = n.elementType("to");
  if (to) n.setOutput(0, n.emit(OpKind::cast, {n.need(0)}, {{"to", *to}}));
}

void castLike(NodeContext& n) {
  n.ignoreAttribute("saturate");
  n.ignoreAttribute("round_mode");
  const ElementType to = n.element(n.need(1));
  n.setOutput(0, n.emit(OpKind::cast, {n.need(0)}, {{"to", to}}));
}

namespace {

// Y = X; the mask of inference says that nothing was dropped.
void keepAll(NodeContext& n, ElementType mask) {
  const ValueRef x = n.need(0);
  n.setOutput(0, n.emit(OpKind::identity, {x}));
  if (!n.isOutputUsed(1)) return;
  const ValueRef shape = n.emit(OpKind::shape, {x});
  const ValueRef one = n.scalar(mask, 1);
  n.setOutput(1, n.emit(OpKind::expand, {one, shape}));
}

constexpr const char* kTrainingDropout = "it is in training mode, which drops values at random";

}  // namespace

void dropout1(NodeContext& n) {
  const double ratio = n.floatAttribute("ratio", 0.5);
  if (n.intAttribute("is_test", 0) == 0 && ratio != 0) return n.refuse(kTrainingDropout);
  keepAll(n, n.isOutputUsed(1) ? n.element(n.need(0)) : ElementType::f32);
}

void dropout7(NodeContext& n) {
  n.ignoreAttribute("ratio");
  const bool isFlag = n.opset() >= 10;
  keepAll(n, isFlag || !n.isOutputUsed(1) ? ElementType::boolean : n.element(n.need(0)));
}

void dropout12(NodeContext& n) {
  n.ignoreAttribute("seed");
  if (n.hasInput(2)) {
    const auto training = n.value(n.input(2));
    const auto ratio = n.hasInput(1) ? n.value(n.input(1)) : std::nullopt;
    const bool isZeroRatio = ratio && ratio->elementCount() == 1 && ratio->valueAsDouble(0) == 0;
    if (!training && !isZeroRatio)
      return n.refuse("its training mode is decided only when the model runs");
    if (training && (training->elementCount() != 1 || training->valueAsDouble(0) != 0) &&
        !isZeroRatio)
      return n.refuse(kTrainingDropout);
  }
  keepAll(n, ElementType::boolean);
}

}  // namespace heddle::import::handlers
