// File: magic, hash of the rest, then counted strings (symbols, features) and the object.
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/object_cache.h"

#include <unistd.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/support/hash.h"

namespace heddle::build {
namespace {

constexpr std::string_view kMagic = "HEDOBJ1\n";
constexpr size_t kHashLength = 32;

void putString(std::string& out, std::string_view text) {
  const uint64_t length = text.size();
  out.append(reinterpret_cast<const char*>(&length), sizeof length);
  out.append(text);
}

std::optional<std::string> takeString(std::string_view& rest) {
  uint64_t length = 0;
  if (rest.size() < sizeof length) return std::nullopt;
  std::memcpy(&length, rest.data(), sizeof length);
  rest.remove_prefix(sizeof length);
  if (rest.size() < length) return std::nullopt;
  std::string text(rest.substr(0, length));
  rest.remove_prefix(length);
  return text;
}

std::string encode(const codegen::KernelCode& code) {
  std::string out;
  putString(out, code.requiredFeatures);
  putString(out, {reinterpret_cast<const char*>(code.object.data()), code.object.size()});
  for (const std::string& symbol : code.symbols) putString(out, symbol);
  return out;
}

std::optional<codegen::KernelCode> decode(std::string_view rest) {
  codegen::KernelCode code;
  const auto features = takeString(rest);
  const auto object = features ? takeString(rest) : std::nullopt;
  if (!object) return std::nullopt;
  code.requiredFeatures = *features;
  const auto* bytes = reinterpret_cast<const std::byte*>(object->data());
  code.object.assign(bytes, bytes + object->size());
  while (!rest.empty()) {
    auto symbol = takeString(rest);
    if (!symbol) return std::nullopt;
    code.symbols.push_back(std::move(*symbol));
  }
  return code;
}

}  // namespace

ObjectCache::ObjectCache(std::string directory) : m_directory(std::move(directory)) {
  std::error_code ignored;
  if (!m_directory.empty()) std::filesystem::create_directories(m_directory, ignored);
}

std::optional<codegen::KernelCode> ObjectCache::find(const std::string& key) const {
  if (m_directory.empty()) return std::nullopt;
  std::ifstream file(m_directory + "/" + key + ".kernel", std::ios::binary);
  if (!file) return std::nullopt;
  const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const size_t header = kMagic.size() + kHashLength;
  if (all.size() < header || all.compare(0, kMagic.size(), kMagic) != 0) return std::nullopt;
  const std::string_view rest = std::string_view(all).substr(header);
  if (contentHash(rest) != all.substr(kMagic.size(), kHashLength)) return std::nullopt;
  return decode(rest);
}

void ObjectCache::store(const std::string& key, const codegen::KernelCode& code) const {
  if (m_directory.empty()) return;
  static std::atomic<uint64_t> counter{0};
  const std::string path = m_directory + "/" + key + ".kernel";
  const std::string temporary =
      path + "." + std::to_string(getpid()) + "." + std::to_string(counter++) + ".tmp";
  const std::string body = encode(code);
  std::ofstream file(temporary, std::ios::binary);
  file << kMagic << contentHash(body) << body;
  file.close();
  // A full disk or a read-only folder costs speed, not correctness.
  std::error_code ignored;
  if (file.good())
    std::filesystem::rename(temporary, path, ignored);
  else
    std::filesystem::remove(temporary, ignored);
}

}  // namespace heddle::build
