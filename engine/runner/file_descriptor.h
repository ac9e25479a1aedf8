// Owned file descriptors, memory files and mappings: how bytes pass between processes without being
// copied.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "engine/support/result.h"

namespace heddle::runner {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : m_fd(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : m_fd(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor() { close(); }

  int get() const { return m_fd; }
  bool isOpen() const { return m_fd >= 0; }
  int release();
  void close();

 private:
  int m_fd = -1;
};

enum class Access : uint8_t { readOnly, readWrite };

class Mapping {
 public:
  Mapping() = default;
  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  ~Mapping() { unmap(); }
  // Shared pages of the whole of `file`, which is at least `minimumBytes` long. Zero bytes map to
  // nothing.
  static Result<Mapping> map(const FileDescriptor& file, Access access, size_t minimumBytes);

  std::byte* data() const { return m_data; }
  size_t size() const { return m_size; }
  std::span<const std::byte> bytes() const { return {m_data, m_size}; }

 private:
  void unmap();
  std::byte* m_data = nullptr;
  size_t m_size = 0;
};

// An anonymous file of zeros whose size can no longer change, so that a process that maps it is
// safe from whoever else has it.
Result<FileDescriptor> makeMemoryFile(const char* name, size_t bytes);

// `offset` rounded up to a multiple of 64.
constexpr uint64_t alignedOffset(uint64_t offset) {
  return (offset + 63) & ~uint64_t{63};
}

// "what: text of errno"
std::string systemError(const char* what);

}  // namespace heddle::runner
