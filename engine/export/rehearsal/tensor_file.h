// Named tensors in one file, between the rehearsal's two processes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "engine/tensor/tensor.h"

namespace heddle::exporter {

Status writeTensorFile(const std::string& path, const std::map<std::string, Tensor>& tensors);
// Errors: "export.rehearsal" for anything but a whole file.
Result<std::map<std::string, Tensor>> readTensorFile(const std::string& path);

}  // namespace heddle::exporter
