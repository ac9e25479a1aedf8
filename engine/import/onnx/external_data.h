// Where a tensor's bytes are when they are in a file beside the model.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/import/mapped_file.h"

namespace heddle::onnx {
class TensorProto;
}

namespace heddle::import {

struct ExternalLocation {
  std::string location;
  uint64_t offset = 0;
  std::optional<uint64_t> length;
};

// Reads the key-value pairs. Requires and checks: only the keys location, offset, length and
// checksum, each at most once; location present; offset and length plain decimal numbers; no data
// inside the message as well. Errors: "import.external_data".
Result<ExternalLocation> externalLocation(const onnx::TensorProto& proto);

// The bytes of a tensor that needs `sizeBytes`. Errors: "import.external_data" when the range does
// not lie in the file or `length` is another number.
Result<std::span<const std::byte>> externalBytes(const ExternalLocation& where,
                                                 const MappedFile& file, uint64_t sizeBytes);

}  // namespace heddle::import
