// Takes the weights out of a serialised model before protobuf sees it, so that they are not copied.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/support/result.h"

namespace heddle::import {

struct ByteRange {
  uint64_t offset = 0;
  uint64_t size = 0;
};

struct CompactModel {
  std::string message;  // a ModelProto whose large raw_data fields are gone
  std::vector<ByteRange>
      ranges;  // where they are in the file; TensorProto.mapped_range is the index
};

// Walks the wire format of a ModelProto. Requires nothing of the bytes. Errors:
// "import.truncated" when a top-level field ends after the file does, "import.not_onnx" when the
// bytes are no protobuf message, "import.too_deep" beyond 96 nested messages, "import.too_large"
// when more than 1 GiB or 1,000,000 nodes are left without weights.
Result<CompactModel> compactModel(std::span<const std::byte> file);

}  // namespace heddle::import
