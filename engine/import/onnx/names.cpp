// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/names.h"

#include <algorithm>

#include "engine/import/onnx/heddle_onnx.pb.h"

namespace heddle::import {
namespace {

// The length of the UTF-8 sequence at the start (RFC 3629), 0 when it is broken.
size_t sequenceLength(std::string_view text) {
  const auto at = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xf5   ? 0
                        : first >= 0xf0 ? 4
                        : first >= 0xe0 ? 3
                        : first >= 0xc2 ? 2
                                        : 0;
  for (size_t i = 1; i < length; ++i)
    if (at(i) < 0x80 || at(i) > 0xbf) return 0;
  const bool isOverlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
  const bool isSurrogate = first == 0xed && at(1) > 0x9f;
  const bool isBeyond = first == 0xf4 && at(1) > 0x8f;
  return isOverlong || isSurrogate || isBeyond ? 0 : length;
}

bool areUtf8(const google::protobuf::RepeatedPtrField<std::string>& names) {
  return std::all_of(names.begin(), names.end(),
                     [](const std::string& name) { return isUtf8(name); });
}

template <class Values>
bool haveUtf8Names(const Values& values) {
  return std::all_of(values.begin(), values.end(),
                     [](const auto& value) { return isUtf8(value.name()); });
}

bool haveUtf8Dims(const google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>& values) {
  for (const auto& value : values)
    for (const auto& dim : value.type().tensor_type().shape().dim())
      if (!isUtf8(dim.dim_param())) return false;
  return true;
}

}  // namespace

bool isUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const size_t length = sequenceLength(text.substr(i));
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::string shortName(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size();) {
    const size_t length = sequenceLength(name.substr(i));
    if (out.size() + std::max<size_t>(length, 1) > 80) return out + "...";
    const unsigned char first = static_cast<unsigned char>(name[i]);
    if (length == 0 || first < 0x20 || first == 0x7f)
      out += '?';
    else
      out += name.substr(i, length);
    i += std::max<size_t>(length, 1);
  }
  return out;
}

std::string labelOf(const onnx::NodeProto& node, size_t position) {
  const std::string name =
      node.name().empty() ? std::to_string(position) : "'" + shortName(node.name()) + "'";
  return "node " + name + " (" + shortName(node.op_type()) + ")";
}

Status checkNames(const onnx::ModelProto& model) {
  const onnx::GraphProto& graph = model.graph();
  bool isSound = isUtf8(model.producer_name()) && isUtf8(model.producer_version()) &&
                 isUtf8(graph.name()) && haveUtf8Names(graph.input()) &&
                 haveUtf8Names(graph.output()) && haveUtf8Names(graph.initializer()) &&
                 haveUtf8Dims(graph.input()) && haveUtf8Dims(graph.output());
  for (const auto& import : model.opset_import()) isSound = isSound && isUtf8(import.domain());
  for (const auto& node : graph.node())
    isSound = isSound && isUtf8(node.name()) && isUtf8(node.op_type()) && isUtf8(node.domain()) &&
              areUtf8(node.input()) && areUtf8(node.output());
  if (isSound) return {};
  return Diagnostic{"import.not_onnx",
                    "the file is not an ONNX model: a name in it is not UTF-8 text"};
}

}  // namespace heddle::import
