// A regular file mapped read-only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "engine/support/result.h"

namespace heddle::import {

class MappedFile {
 public:
  // Errors: "import.open" when the file is absent, unreadable, empty or not a regular file.
  static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& file);

  // Opens `location` beneath `folder`, for weights that a model names. Requires and checks: the
  // path is relative and stays beneath the folder, no part of it is a symbolic link, the file is
  // regular and has one name only (a hard link could reach a file of another owner).
  // Errors: "import.external_data".
  static Result<std::shared_ptr<const MappedFile>> openBeneath(const std::filesystem::path& folder,
                                                               const std::string& location);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return {m_data, m_size}; }

 private:
  MappedFile() = default;
  static Result<std::shared_ptr<const MappedFile>> map(int descriptor, const std::string& name);
  const std::byte* m_data = nullptr;
  size_t m_size = 0;
};

}  // namespace heddle::import
