// A model file: mapped, parsed, its facts gathered.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/import/import.h"
#include "engine/import/onnx/converter.h"
#include "engine/import/onnx/tensor_source.h"

namespace heddle::import {

struct ModelFile {
  std::shared_ptr<const MappedFile> mapping;
  onnx::ModelProto proto;
  std::vector<ByteRange> weights;
  OpsetMap opsets;
};

// Errors: "import.open", "import.not_onnx", "import.truncated", "import.too_deep",
// "import.too_large", "import.ir_version", "import.opset".
Result<std::unique_ptr<ModelFile>> openModel(const std::filesystem::path& file, const CancelToken& cancel);

// Requires that the model's tensors were read through `source`: external files count in the hash.
ModelSummary summarise(const ModelFile& model, const std::filesystem::path& file,
                       const TensorSource& source);

}  // namespace heddle::import
