// NumPy's array files: .npy holds one array, .npz a zip of named ones.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/tensor/tensor.h"

namespace heddle {

// Files are not trusted: sizes are checked before anything is allocated, and an array or an archive
// of more than 16 GiB is refused. Refused with a reason as well: Fortran order, big-endian numbers,
// Python objects, strings, records. Two bytes without a type ("V2") are bf16, which NumPy cannot
// name. Errors: "npz.read" (no such file, not readable), "npz.format" (damaged), "npz.unsupported",
// "npz.too_large"; the file, and the array in it, in `where`.
Result<std::map<std::string, Tensor>> readNpz(const std::filesystem::path& file);
Result<Tensor> readNpy(const std::filesystem::path& file);

// Uncompressed, as numpy.savez does. The file appears whole or not at all: it is written beside its
// place and renamed. Same arrays, same bytes. Requires computable element types. Errors:
// "npz.write".
Status writeNpz(const std::filesystem::path& file, const std::map<std::string, Tensor>& tensors);
Status writeNpy(const std::filesystem::path& file, const Tensor& tensor);

}  // namespace heddle
