// SPDX-License-Identifier: Apache-2.0
#include "engine/export/rehearsal/tensor_file.h"

#include <fstream>

namespace heddle::exporter {
namespace {

constexpr uint32_t kMagic = 0x53545448;
constexpr uint32_t kMaxName = 1 << 20, kMaxRank = 64, kMaxTensors = 1 << 16;

template <class T>
void put(std::ostream& out, T value) {
  out.write(reinterpret_cast<const char*>(&value), sizeof(value));
}

template <class T>
T take(std::istream& in) {
  T value = {};
  in.read(reinterpret_cast<char*>(&value), sizeof(value));
  return value;
}

}  // namespace

Status writeTensorFile(const std::string& path, const std::map<std::string, Tensor>& tensors) {
  std::ofstream out(path, std::ios::binary);
  put(out, kMagic);
  put(out, static_cast<uint32_t>(tensors.size()));
  for (const auto& [name, tensor] : tensors) {
    put(out, static_cast<uint32_t>(name.size()));
    out.write(name.data(), static_cast<std::streamsize>(name.size()));
    put(out, static_cast<uint32_t>(tensor.element()));
    put(out, static_cast<uint32_t>(tensor.rank()));
    for (const int64_t extent : tensor.extents()) put(out, extent);
    out.write(reinterpret_cast<const char*>(tensor.bytes().data()),
              static_cast<std::streamsize>(tensor.sizeBytes()));
  }
  out.close();
  if (!out) return Diagnostic{"export.rehearsal", "cannot write " + path};
  return {};
}

Result<std::map<std::string, Tensor>> readTensorFile(const std::string& path) {
  const Diagnostic damaged{"export.rehearsal", path + " is damaged"};
  std::ifstream in(path, std::ios::binary);
  if (!in || take<uint32_t>(in) != kMagic) return damaged;
  const auto count = take<uint32_t>(in);
  if (count > kMaxTensors) return damaged;
  std::map<std::string, Tensor> tensors;
  for (uint32_t i = 0; i < count; ++i) {
    const auto length = take<uint32_t>(in);
    if (!in || length > kMaxName) return damaged;
    std::string name(length, '\0');
    in.read(name.data(), length);
    const auto element = take<uint32_t>(in), rank = take<uint32_t>(in);
    if (!in || element > static_cast<uint32_t>(ElementType::boolean) || rank > kMaxRank)
      return damaged;
    Extents extents(rank);
    for (int64_t& extent : extents) extent = take<int64_t>(in);
    if (!in) return damaged;
    HEDDLE_TRY(Tensor tensor,
               Tensor::allocate(static_cast<ElementType>(element), std::move(extents)));
    in.read(reinterpret_cast<char*>(tensor.mutableBytes().data()),
            static_cast<std::streamsize>(tensor.sizeBytes()));
    if (!in) return damaged;
    tensors.emplace(std::move(name), std::move(tensor));
  }
  return tensors;
}

}  // namespace heddle::exporter
