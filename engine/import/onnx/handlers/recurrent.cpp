// LSTM, GRU and RNN stay whole here; they are expanded once the shapes are known.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

namespace {

std::vector<std::string> defaultActivations(OpKind kind, bool isBidirectional) {
  std::vector<std::string> one = kind == OpKind::lstm
                                     ? std::vector<std::string>{"Sigmoid", "Tanh", "Tanh"}
                                 : kind == OpKind::gru ? std::vector<std::string>{"Sigmoid", "Tanh"}
                                                       : std::vector<std::string>{"Tanh"};
  const auto again = one;
  if (isBidirectional) one.insert(one.end(), again.begin(), again.end());
  return one;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool isSameIgnoringCase(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return lower(x) == lower(y); });
}

// Names with commas between them, in ONNX's order; absent when they are the default.
void readActivations(NodeContext& n, Attributes& attributes, bool isBidirectional) {
  const auto given = n.strings("activations");
  const auto usual = defaultActivations(n.kind(), isBidirectional);
  for (const char* name : {"activation_alpha", "activation_beta"})
    if (const auto values = n.floats(name); values && !values->empty())
      n.refuse({"its attribute '{0}' is not supported", {std::string(name)}});
  if (!given || given->empty() || isSameIgnoringCase(*given, usual)) return;
  if (given->size() != usual.size()) return n.refuse("it has the wrong number of activations");
  std::string text;
  for (const std::string& name : *given) {
    const std::string key = lower(name);
    const bool isKnown = key == "sigmoid" || key == "tanh" || key == "relu";
    if (!isKnown) return n.refuse({"its activation '{0}' is not supported", {name.substr(0, 32)}});
    const std::string spelled = key == "sigmoid" ? "Sigmoid" : key == "tanh" ? "Tanh" : "Relu";
    text += (text.empty() ? "" : ",") + spelled;
  }
  attributes["activations"] = text;
}

}  // namespace

void recurrent(NodeContext& n) {
  n.ignoreAttribute("output_sequence");  // opset 1: the outputs themselves tell
  Attributes attributes{{"direction", n.stringAttribute("direction", "forward")},
                        {"layout", n.intAttribute("layout", 0)}};
  const std::string direction = std::get<std::string>(attributes["direction"]);
  if (direction != "forward" && direction != "reverse" && direction != "bidirectional")
    return n.refuse({"its attribute '{0}' is '{1}'", {std::string("direction"), direction.substr(0, 32)}});
  if (n.hasAttribute("hidden_size")) {
    attributes["hidden_size"] = n.intAttribute("hidden_size", 0);
  } else {
    const auto type = n.type(n.need(2));  // r: [directions, gates*hidden, hidden]
    if (!type) return n.refuseUnknown("its hidden size is not known");
    if (type->rank() != 3 || !type->shape[2].isConstant())
      return n.refuse("its hidden size is not known");
    attributes["hidden_size"] = type->shape[2].constant();
  }
  if (n.hasAttribute("clip")) attributes["clip"] = n.floatAttribute("clip", 0);
  if (n.kind() == OpKind::lstm) attributes["input_forget"] = n.intAttribute("input_forget", 0);
  if (n.kind() == OpKind::gru)
    attributes["linear_before_reset"] = n.intAttribute("linear_before_reset", 0);
  readActivations(n, attributes, direction == "bidirectional");
  const size_t outputs = n.kind() == OpKind::lstm ? 3 : 2;
  const auto inputs = n.inputs(3, n.kind() == OpKind::lstm ? 8 : 6);
  n.setOutputs(n.emit(n.kind(), inputs, attributes, static_cast<uint32_t>(outputs)), outputs);
}

}  // namespace heddle::import::handlers
