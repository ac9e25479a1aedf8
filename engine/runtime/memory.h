// Aligned blocks of memory and mapped files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/runtime/error_text.h"

namespace heddle::runtime {

constexpr size_t kBufferAlignment = 64;

// Zero-filled pages of the process. Owned; freed with the object.
class Pages {
 public:
  Pages() = default;
  ~Pages() { release(); }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  // At least `bytes`, aligned to `alignment` (a power of two). False when there is no memory.
  bool allocate(uint64_t bytes, uint64_t alignment);
  std::byte* data() const { return m_data; }
  void release();

 private:
  void* m_mapping = nullptr;
  size_t m_mappedBytes = 0;
  std::byte* m_data = nullptr;
};

// A file mapped read-only.
class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  heddle_status map(const char* path, ErrorText& error);
  const std::byte* data() const { return m_data; }
  size_t size() const { return m_size; }

 private:
  const std::byte* m_data = nullptr;
  size_t m_size = 0;
};

inline bool isAligned(const void* pointer, uint64_t alignment) {
  return (reinterpret_cast<uintptr_t>(pointer) & (alignment - 1)) == 0;
}

}  // namespace heddle::runtime
