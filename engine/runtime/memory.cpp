// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace heddle::runtime {
namespace {

constexpr uint64_t kHugePage = 2 << 20;

}  // namespace

bool Pages::allocate(uint64_t bytes, uint64_t alignment) {
  release();
  // The slack of one cache line lets kernels read whole vectors at the end.
  const uint64_t wanted = bytes + kBufferAlignment;
  const uint64_t aligned = wanted >= kHugePage && alignment < kHugePage ? kHugePage : alignment;
  if (wanted < bytes || wanted > UINT64_MAX - aligned) return false;
  m_mappedBytes = wanted + aligned;
  m_mapping =
      mmap(nullptr, m_mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (m_mapping == MAP_FAILED) {
    m_mapping = nullptr;
    return false;
  }
  const uintptr_t start = (reinterpret_cast<uintptr_t>(m_mapping) + aligned - 1) & ~(aligned - 1);
  m_data = reinterpret_cast<std::byte*>(start);
  if (wanted >= kHugePage) madvise(m_data, wanted, MADV_HUGEPAGE);
  return true;
}

void Pages::release() {
  if (m_mapping != nullptr) munmap(m_mapping, m_mappedBytes);
  m_mapping = nullptr;
  m_data = nullptr;
}

heddle_status MappedFile::map(const char* path, ErrorText& error) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return error.fail(HEDDLE_ERROR_FILE, "cannot open parameter file %s: %s", path,
                      strerror(errno));
  struct stat info = {};
  if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(file);
    return error.fail(HEDDLE_ERROR_FILE, "parameter file %s is not a regular file", path);
  }
  m_size = static_cast<size_t>(info.st_size);
  if (m_size > 0) {
    void* mapping = mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapping == MAP_FAILED) {
      const int reason = errno;
      close(file);
      return error.fail(HEDDLE_ERROR_FILE, "cannot map parameter file %s: %s", path,
                        strerror(reason));
    }
    m_data = static_cast<const std::byte*>(mapping);
  }
  close(file);
  return HEDDLE_OK;
}

MappedFile::~MappedFile() {
  if (m_data != nullptr) munmap(const_cast<std::byte*>(m_data), m_size);
}

}  // namespace heddle::runtime
