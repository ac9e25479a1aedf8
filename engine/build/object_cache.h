// Compiled kernels on disk, found by what they were made from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/codegen/codegen.h"

namespace heddle::build {

// Safe to use from several threads and processes: files are written beside and renamed. A file that is
// damaged in any way counts as absent.
class ObjectCache {
 public:
  explicit ObjectCache(std::string directory);  // empty: caches nothing
  std::optional<codegen::KernelCode> find(const std::string& key) const;
  void store(const std::string& key, const codegen::KernelCode& code) const;

 private:
  std::string m_directory;
};

}  // namespace heddle::build
