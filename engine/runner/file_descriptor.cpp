// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/file_descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace heddle::runner {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    close();
    m_fd = other.release();
  }
  return *this;
}

int FileDescriptor::release() {
  const int fd = m_fd;
  m_fd = -1;
  return fd;
}

void FileDescriptor::close() {
  if (m_fd >= 0) ::close(m_fd);
  m_fd = -1;
}

Mapping::Mapping(Mapping&& other) noexcept : m_data(other.m_data), m_size(other.m_size) {
  other.m_data = nullptr;
  other.m_size = 0;
}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  if (this != &other) {
    unmap();
    m_data = other.m_data;
    m_size = other.m_size;
    other.m_data = nullptr;
    other.m_size = 0;
  }
  return *this;
}

void Mapping::unmap() {
  if (m_data != nullptr) munmap(m_data, m_size);
  m_data = nullptr;
  m_size = 0;
}

Result<Mapping> Mapping::map(const FileDescriptor& file, Access access, size_t minimumBytes) {
  struct stat info = {};
  if (fstat(file.get(), &info) != 0) return Diagnostic{"runner.protocol", systemError("fstat")};
  const auto size = static_cast<size_t>(info.st_size);
  if (size < minimumBytes)
    return Diagnostic{"runner.protocol", "a shared file is shorter than announced"};
  Mapping out;
  if (size == 0) return out;
  const int protection = access == Access::readWrite ? PROT_READ | PROT_WRITE : PROT_READ;
  void* data = mmap(nullptr, size, protection, MAP_SHARED, file.get(), 0);
  if (data == MAP_FAILED)
    return Diagnostic{"runner.out_of_memory", systemError("cannot map shared memory")};
  out.m_data = static_cast<std::byte*>(data);
  out.m_size = size;
  return out;
}

Result<FileDescriptor> makeMemoryFile(const char* name, size_t bytes) {
  FileDescriptor file(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.isOpen() || ftruncate(file.get(), static_cast<off_t>(bytes)) != 0 ||
      fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    return Diagnostic{"runner.start_failed", systemError("cannot make shared memory")};
  return file;
}

std::string systemError(const char* what) {
  return std::string(what) + ": " + std::strerror(errno);
}

}  // namespace heddle::runner
