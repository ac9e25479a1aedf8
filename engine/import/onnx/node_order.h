// The order in which the nodes of one graph can be converted.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/support/result.h"

namespace google::protobuf {
template <class T>
class RepeatedPtrField;
}
namespace heddle::onnx {
class NodeProto;
}

namespace heddle::import {

struct NodeOrder {
  std::vector<uint32_t> order;                // positions; the file's order where that is sound
  std::unordered_set<std::string_view> used;  // every name that a node or its subgraphs read
};

// Ensures that a node comes after those whose outputs it or its subgraphs read. Errors:
// "import.cycle", "import.duplicate_name" when two nodes have an output of one name.
Result<NodeOrder> orderNodes(const google::protobuf::RepeatedPtrField<onnx::NodeProto>& nodes);

}  // namespace heddle::import
