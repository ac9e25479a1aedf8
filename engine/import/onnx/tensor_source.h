// TensorProto to Tensor: the one place that reads weights.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/import/mapped_file.h"
#include "engine/import/onnx/compact.h"
#include "engine/tensor/tensor.h"

namespace heddle::onnx {
class TensorProto;
}

namespace heddle::import {

// Knows where the bytes of tensors are: in the message, in the mapped model, in files beside it.
class TensorSource {
 public:
  TensorSource() = default;
  TensorSource(std::shared_ptr<const MappedFile> model, std::vector<ByteRange> ranges,
               std::filesystem::path folder);

  // Tensors of strings, complex numbers and types below a byte hold no bytes; their shape is read.
  // Weights of the mapped model and of external files are views, except small or misaligned ones
  // that the engine reads on every step. Errors: "import.tensor", "import.external_data".
  Result<Tensor> read(const onnx::TensorProto& proto);

  // Files opened so far, by the name that the model gives them.
  const std::map<std::string, std::shared_ptr<const MappedFile>>& externalFiles() const {
    return m_external;
  }

 private:
  Result<Tensor> readExternal(const onnx::TensorProto& proto, ElementType element, Extents extents);
  Result<Tensor> fromBytes(ElementType element, Extents extents, std::span<const std::byte> bytes,
                           std::shared_ptr<const void> owner);

  std::shared_ptr<const MappedFile> m_model;
  std::vector<ByteRange> m_ranges;
  std::filesystem::path m_folder;
  std::map<std::string, std::shared_ptr<const MappedFile>> m_external;
};

}  // namespace heddle::import
