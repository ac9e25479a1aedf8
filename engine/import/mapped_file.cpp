// SPDX-License-Identifier: Apache-2.0
#include "engine/import/mapped_file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace heddle::import {
namespace {

constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

// `why` is a sentence of ours, `detail` the system's word in its gap.
Diagnostic externalError(const std::string& location, const char* why, const char* detail = "") {
  return {"import.external_data",
          "the external data file {0} cannot be used: {1}",
          {{"file", 0, location}, {"phrase", 0, why}, {"fill", 0, detail}}};
}

// The same walk in user space, for kernels without openat2.
int openByWalking(int folder, const std::filesystem::path& location) {
  int at = dup(folder);
  for (auto part = location.begin(); part != location.end() && at >= 0; ++part) {
    const bool isLast = std::next(part) == location.end();
    const int flags = kFlags | O_NOFOLLOW | (isLast ? 0 : O_DIRECTORY);
    const int next = *part == ".." ? (errno = EXDEV, -1) : openat(at, part->c_str(), flags);
    const int kept = errno;
    close(at);
    errno = kept;
    at = next;
  }
  return at;
}

int openBeneathFolder(int folder, const std::string& location) {
  open_how how = {};
  how.flags = static_cast<uint64_t>(kFlags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  const long descriptor = syscall(SYS_openat2, folder, location.c_str(), &how, sizeof how);
  if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(descriptor);
  return openByWalking(folder, location);
}

}  // namespace

MappedFile::~MappedFile() {
  if (m_data != nullptr) munmap(const_cast<std::byte*>(m_data), m_size);
}

Result<std::shared_ptr<const MappedFile>> MappedFile::map(int descriptor, const std::string& name) {
  struct Closer {
    int descriptor;
    ~Closer() { close(descriptor); }
  } closer{descriptor};
  struct stat facts;
  const auto fail = [&](const char* why, const char* detail = "") {
    if (!name.empty()) return externalError(name, why, detail);
    return Diagnostic{"import.open", "the file cannot be opened: {0}", {{"phrase", 0, why}, {"fill", 0, detail}}};
  };
  if (fstat(descriptor, &facts) != 0)
    return fail("it cannot be read: {0}", strerror(errno));
  if (!S_ISREG(facts.st_mode)) return fail("it is not a regular file");
  if (facts.st_size == 0) return fail("it is empty");
  const size_t size = static_cast<size_t>(facts.st_size);
  void* data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (data == MAP_FAILED) return fail("it cannot be mapped: {0}", strerror(errno));
  std::shared_ptr<MappedFile> file(new MappedFile);
  file->m_data = static_cast<const std::byte*>(data);
  file->m_size = size;
  return std::shared_ptr<const MappedFile>(std::move(file));
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), kFlags);
  if (descriptor < 0)
    return Diagnostic{"import.open", "the file cannot be opened: {0}", {{"value", 0, strerror(errno)}}};
  return map(descriptor, {});
}

Result<std::shared_ptr<const MappedFile>> MappedFile::openBeneath(
    const std::filesystem::path& folder, const std::string& location) {
  if (location.empty()) return externalError(location, "it has no name");
  if (location.find('\0') != std::string::npos)
    return externalError(location, "its name has a zero byte");
  if (location.size() > 4096)
    return externalError(location.substr(0, 64) + "...", "its name has over 4096 bytes");
  const std::filesystem::path path(location);
  if (path.is_absolute()) return externalError(location, "it is named by an absolute path");
  for (const auto& part : path)
    if (part == "..") return externalError(location, "it lies outside the model's folder");
  const std::filesystem::path base = folder.empty() ? std::filesystem::path(".") : folder;
  const int root = ::open(base.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (root < 0)
    return externalError(location, "the model's folder is unreadable");
  const int descriptor = openBeneathFolder(root, location);
  const int why = errno;
  close(root);
  if (descriptor < 0 && why == ELOOP)
    return externalError(location, "it is reached through a symbolic link");
  if (descriptor < 0 && why == EXDEV)
    return externalError(location, "it lies outside the model's folder");
  if (descriptor < 0)
    return externalError(location, "it cannot be opened: {0}", strerror(why));
  struct stat facts;
  if (fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_nlink != 1) {
    close(descriptor);
    return externalError(location, "it has several hard links");
  }
  return map(descriptor, location);
}

}  // namespace heddle::import
