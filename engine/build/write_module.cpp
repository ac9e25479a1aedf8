// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <span>

#include "engine/build/module.h"
#include "engine/build/plan_object.h"

namespace heddle::build {
namespace {

namespace fs = std::filesystem;

Status writeFile(const fs::path& path, std::span<const std::byte> bytes) {
  const fs::path temporary = path.string() + ".tmp";
  std::ofstream file(temporary, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code error;
  if (file.good()) fs::rename(temporary, path, error);
  if (!file.good() || error)
    return Diagnostic{"file.write", "cannot write the file", {}, path.string(), "is the disk full or read-only?"};
  return {};
}

Status writeConstants(const Module& module, const fs::path& path) {
  const std::vector<uint64_t> offsets = constantOffsets(module);
  const fs::path temporary = path.string() + ".tmp";
  std::ofstream file(temporary, std::ios::binary);
  for (size_t i = 0; i < module.constants.size(); ++i) {
    const Tensor tensor = module.pool->tensor(module.constants[i]);
    file.write(reinterpret_cast<const char*>(tensor.bytes().data()), static_cast<std::streamsize>(tensor.sizeBytes()));
    const std::string padding(offsets[i + 1] - offsets[i] - tensor.sizeBytes(), '\0');
    file << padding;
  }
  file.close();
  std::error_code error;
  if (file.good()) fs::rename(temporary, path, error);
  if (!file.good() || error) return Diagnostic{"file.write", "cannot write the file", {}, path.string()};
  return {};
}

}  // namespace

Status writeModule(const Module& module, const std::string& directory) {
  const fs::path folder = directory;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return Diagnostic{"file.write", "cannot make the directory: " + error.message(), {}, directory};
  // The plan's object is the last of the module's.
  for (size_t i = 0; i < module.objects.size(); ++i) {
    const bool isPlan = i + 1 == module.objects.size();
    HEDDLE_CHECK(writeFile(folder / (isPlan ? "plan.o" : "kernel" + std::to_string(i) + ".o"), module.objects[i]));
  }
  HEDDLE_CHECK(writeConstants(module, folder / "constants.bin"));
  const std::string json = planJson(module) + "\n";
  return writeFile(folder / "plan.json", std::as_bytes(std::span(json.data(), json.size())));
}

}  // namespace heddle::build
