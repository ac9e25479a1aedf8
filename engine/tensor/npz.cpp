// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/npz.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>

#include "engine/tensor/npy_header.h"

namespace heddle {
namespace {

constexpr uint64_t kLimitBytes = uint64_t{16} << 30;
constexpr int64_t kLimitEntries = 1 << 20;

Diagnostic at(Diagnostic error, const std::filesystem::path& file, const std::string& entry = {}) {
  error.where = file.string() + (entry.empty() ? "" : ", array " + entry.substr(0, 200));
  return error;
}

// Reads exactly so many bytes, or says why not.
using Source = std::function<Status(void* target, uint64_t size)>;

Result<Tensor> readArray(uint64_t size, const Source& source) {
  const Diagnostic cut{"npz.format", "not a NumPy array: it is cut off"};
  if (size < 10) return cut;
  std::vector<std::byte> head(std::min<uint64_t>(size, kNpyHeaderLimit));
  // The first ten bytes say how long the header is; only the header is read before the elements.
  HEDDLE_CHECK(source(head.data(), 10));
  const bool isLong = static_cast<unsigned>(head[6]) > 1;
  uint64_t total = 10 + (static_cast<uint64_t>(head[8]) | static_cast<uint64_t>(head[9]) << 8);
  uint64_t have = 10;
  if (isLong) {
    if (size < 12) return cut;
    HEDDLE_CHECK(source(head.data() + 10, 2));
    have = 12;
    total += 2 + (static_cast<uint64_t>(head[10]) << 16 | static_cast<uint64_t>(head[11]) << 24);
  }
  if (total > head.size())
    return parseNpyHeader({head.data(), have}).isError()
               ? Result<Tensor>(parseNpyHeader({head.data(), have}).error())
               : Result<Tensor>(cut);
  HEDDLE_CHECK(source(head.data() + have, total - have));
  HEDDLE_TRY(NpyHeader header, parseNpyHeader({head.data(), total}));
  const auto count = elementCount(header.extents);
  const uint64_t width = sizeBytes(header.element);
  if (!count || static_cast<uint64_t>(*count) > kLimitBytes / width)
    return Diagnostic{"npz.too_large",
                      "an array of shape " + text(header.extents) + " is above 16 GiB"};
  if (static_cast<uint64_t>(*count) * width != size - total)
    return Diagnostic{"npz.format", "an array of shape " + text(header.extents) + " needs " +
                                        std::to_string(static_cast<uint64_t>(*count) * width) +
                                        " bytes, the file has " + std::to_string(size - total)};
  HEDDLE_TRY(Tensor tensor, Tensor::allocate(header.element, header.extents));
  HEDDLE_CHECK(source(tensor.mutableBytes().data(), tensor.sizeBytes()));
  if (header.element == ElementType::boolean)
    for (std::byte& byte : tensor.mutableBytes()) byte = std::byte{byte != std::byte{0}};
  return tensor;
}

struct CloseFile {
  void operator()(FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<FILE, CloseFile>;
struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;

Result<Zip> openZip(const std::filesystem::path& file, int flags) {
  int code = 0;
  Zip zip(zip_open(file.c_str(), flags, &code));
  if (zip) return zip;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  Diagnostic out{code == ZIP_ER_NOENT || code == ZIP_ER_OPEN ? "npz.read" : "npz.format",
                 zip_error_strerror(&error)};
  zip_error_fini(&error);
  return at(out, file);
}

Result<Tensor> readEntry(zip_t* zip, int64_t index, const zip_stat_t& stat) {
  // Deflate cannot shrink further than about 1,032 to 1.
  if (stat.size > kLimitBytes || stat.size / 1100 > stat.comp_size)
    return Diagnostic{"npz.too_large", "it claims " + std::to_string(stat.size) + " bytes"};
  zip_file_t* entry = zip_fopen_index(zip, static_cast<zip_uint64_t>(index), 0);
  if (entry == nullptr) return Diagnostic{"npz.format", zip_strerror(zip)};
  const auto source = [&](void* target, uint64_t size) -> Status {
    auto* to = static_cast<char*>(target);
    while (size > 0) {
      const zip_int64_t got = zip_fread(entry, to, std::min<uint64_t>(size, uint64_t{1} << 30));
      if (got <= 0)
        return Diagnostic{"npz.format", got < 0 ? zip_file_strerror(entry) : "it is cut off"};
      to += got;
      size -= static_cast<uint64_t>(got);
    }
    return {};
  };
  Result<Tensor> tensor = readArray(stat.size, source);
  char rest = 0;  // reading to the end makes libzip compare the checksum
  if (tensor.isOk() && zip_fread(entry, &rest, 1) != 0)
    tensor = Diagnostic{"npz.format", zip_file_strerror(entry)};
  zip_fclose(entry);
  return tensor;
}

std::filesystem::path besideOf(const std::filesystem::path& file) {
  return file.parent_path() /
         ("." + file.filename().string() + "." + std::to_string(::getpid()) + ".part");
}

// Makes the finished file durable and gives it its name; on failure nothing is left.
Status publish(const std::filesystem::path& part, const std::filesystem::path& file) {
  const int descriptor = ::open(part.c_str(), O_RDONLY | O_CLOEXEC);
  const bool isSafe = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (isSafe && ::rename(part.c_str(), file.c_str()) == 0) return {};
  const std::string reason = std::strerror(errno);
  ::unlink(part.c_str());
  return at({"npz.write", "cannot write the file: " + reason}, file);
}

Status checkWritable(const Tensor& tensor, const std::filesystem::path& file,
                     const std::string& entry) {
  if (isComputable(tensor.element())) return {};
  return at({"npz.write",
             "elements of type " + std::string(name(tensor.element())) + " cannot be written"},
            file, entry);
}

// Adds the array; `header` must live until the archive is closed.
Status addEntry(zip_t* zip, const std::string& entry, const std::string& header,
                const Tensor& tensor) {
  zip_buffer_fragment_t parts[2] = {
      {reinterpret_cast<zip_uint8_t*>(const_cast<char*>(header.data())), header.size()},
      {reinterpret_cast<zip_uint8_t*>(const_cast<std::byte*>(tensor.bytes().data())),
       tensor.sizeBytes()}};
  zip_source_t* source = zip_source_buffer_fragment(zip, parts, tensor.sizeBytes() > 0 ? 2 : 1, 0);
  if (source == nullptr) return Diagnostic{"npz.write", zip_strerror(zip)};
  const zip_int64_t index = zip_file_add(zip, (entry + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return Diagnostic{"npz.write", zip_strerror(zip)};
  }
  constexpr zip_uint16_t kFirstOfJanuary1980 = 0x21;  // a fixed time: same arrays, same bytes
  if (zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0) != 0 ||
      zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), 0, kFirstOfJanuary1980, 0) != 0)
    return Diagnostic{"npz.write", zip_strerror(zip)};
  return {};
}

}  // namespace

Result<std::map<std::string, Tensor>> readNpz(const std::filesystem::path& file) {
  HEDDLE_TRY(const Zip zip, openZip(file, ZIP_RDONLY));
  const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
  if (count > kLimitEntries)
    return at({"npz.too_large", "it has more than a million arrays"}, file);
  std::map<std::string, Tensor> out;
  uint64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0 ||
        stat.name == nullptr || (stat.valid & ZIP_STAT_SIZE) == 0 ||
        (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
      return at({"npz.format", zip_strerror(zip.get())}, file);
    std::string entry = stat.name;
    if (!entry.ends_with(".npy"))
      return at({"npz.format", "it holds something that is no array"}, file, entry);
    entry.resize(entry.size() - 4);
    total += std::min(stat.size, kLimitBytes + 1);
    if (total > kLimitBytes) return at({"npz.too_large", "the arrays are above 16 GiB"}, file);
    Result<Tensor> tensor = readEntry(zip.get(), i, stat);
    if (tensor.isError()) return at(tensor.error(), file, entry);
    if (!out.emplace(entry, std::move(tensor).value()).second)
      return at({"npz.format", "two arrays have one name"}, file, entry);
  }
  return out;
}

Result<Tensor> readNpy(const std::filesystem::path& file) {
  const File handle(std::fopen(file.c_str(), "rbe"));
  struct stat info = {};
  if (!handle || ::fstat(::fileno(handle.get()), &info) != 0)
    return at({"npz.read", std::strerror(errno)}, file);
  if (!S_ISREG(info.st_mode)) return at({"npz.read", "it is not a regular file"}, file);
  const auto source = [&](void* target, uint64_t size) -> Status {
    if (size == 0 || std::fread(target, 1, size, handle.get()) == size) return {};
    return Diagnostic{"npz.format", "it is cut off"};
  };
  Result<Tensor> tensor = readArray(static_cast<uint64_t>(info.st_size), source);
  if (tensor.isError()) return at(tensor.error(), file);
  return tensor;
}

Status writeNpz(const std::filesystem::path& file, const std::map<std::string, Tensor>& tensors) {
  std::vector<std::string> headers;
  headers.reserve(tensors.size());
  for (const auto& [entry, tensor] : tensors) {
    HEDDLE_CHECK(checkWritable(tensor, file, entry));
    headers.push_back(makeNpyHeader(tensor.element(), tensor.extents()));
  }
  if (tensors.empty()) return at({"npz.write", "there is no array to write"}, file);
  const std::filesystem::path part = besideOf(file);
  HEDDLE_TRY(Zip zip, openZip(part, ZIP_CREATE | ZIP_TRUNCATE));
  size_t next = 0;
  for (const auto& [entry, tensor] : tensors) {
    Status added = addEntry(zip.get(), entry, headers[next++], tensor);
    if (added.isError()) return at(added.error(), file, entry);
  }
  if (zip_close(zip.get()) != 0) {
    Diagnostic error{"npz.write", zip_strerror(zip.get())};
    ::unlink(part.c_str());
    return at(error, file);
  }
  (void)zip.release();  // closed
  return publish(part, file);
}

Status writeNpy(const std::filesystem::path& file, const Tensor& tensor) {
  HEDDLE_CHECK(checkWritable(tensor, file, {}));
  const std::string header = makeNpyHeader(tensor.element(), tensor.extents());
  const std::filesystem::path part = besideOf(file);
  File handle(std::fopen(part.c_str(), "wbe"));
  if (!handle) return at({"npz.write", std::strerror(errno)}, file);
  const size_t size = tensor.sizeBytes();
  const bool isWritten =
      std::fwrite(header.data(), 1, header.size(), handle.get()) == header.size() &&
      (size == 0 || std::fwrite(tensor.bytes().data(), 1, size, handle.get()) == size);
  if (std::fclose(handle.release()) != 0 || !isWritten) {
    const std::string reason = std::strerror(errno);
    ::unlink(part.c_str());
    return at({"npz.write", reason}, file);
  }
  return publish(part, file);
}

}  // namespace heddle
