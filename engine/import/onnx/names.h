// Names from files: foreign text that ends up in messages.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "engine/support/result.h"

namespace heddle::onnx {
class ModelProto;
class NodeProto;
}  // namespace heddle::onnx

namespace heddle::import {

bool isUtf8(std::string_view text);
// At most 80 bytes of a name that may be a megabyte; control characters and broken UTF-8 become
// '?'.
std::string shortName(std::string_view name);
// A node as it stands in messages: node 'name' (Conv), or node 12 (Conv) when it has no name.
std::string labelOf(const onnx::NodeProto& node, size_t position);
// Errors: "import.not_onnx" when a name that is handed on (of the model, its graph, nodes, values)
// is not UTF-8.
Status checkNames(const onnx::ModelProto& model);

}  // namespace heddle::import
