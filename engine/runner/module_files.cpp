// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/module_files.h"

#include <cstring>

#include "engine/support/hash.h"

namespace heddle::runner {

std::string moduleKey(const build::Module& module) {
  std::string text = std::to_string(reinterpret_cast<uintptr_t>(module.pool.get()));
  for (const ConstantId id : module.constants) text += "," + std::to_string(id.value);
  for (const std::vector<std::byte>& object : module.objects) text += "," + contentHash(object);
  return contentHash(text);
}

Result<std::unique_ptr<ModuleFiles>> makeModuleFiles(const build::Module& module) {
  auto files = std::make_unique<ModuleFiles>();
  files->key = moduleKey(module);
  files->pool = module.pool;
  uint64_t end = 0;
  for (const std::vector<std::byte>& object : module.objects)
    files->objectEnds.push_back(end += object.size());
  HEDDLE_TRY(files->objects, makeMemoryFile("heddle-objects", end));
  HEDDLE_TRY(const Mapping objects, Mapping::map(files->objects, Access::readWrite, end));
  for (size_t i = 0; i < module.objects.size(); ++i)
    if (!module.objects[i].empty())
      std::memcpy(objects.data() + files->objectEnds[i] - module.objects[i].size(),
                  module.objects[i].data(), module.objects[i].size());
  std::vector<Tensor> tensors;
  uint64_t at = 0;
  for (const ConstantId id : module.constants) {
    tensors.push_back(module.pool->tensor(id));
    files->constantPlaces.push_back({at, tensors.back().sizeBytes()});
    at = alignedOffset(at + tensors.back().sizeBytes());
  }
  HEDDLE_TRY(files->constants, makeMemoryFile("heddle-constants", at));
  HEDDLE_TRY(const Mapping constants, Mapping::map(files->constants, Access::readWrite, at));
  for (size_t i = 0; i < tensors.size(); ++i)
    if (tensors[i].sizeBytes() > 0)
      std::memcpy(constants.data() + files->constantPlaces[i].offset, tensors[i].bytes().data(),
                  tensors[i].sizeBytes());
  return files;
}

Message loadMessage(const ModuleFiles& files, uint32_t slot) {
  Message message(MessageType::load);
  message.put(slot).put(static_cast<uint32_t>(files.objectEnds.size()));
  for (const uint64_t end : files.objectEnds) message.put(end);
  message.put(static_cast<uint32_t>(files.constantPlaces.size()));
  for (const Place& place : files.constantPlaces) message.put(place.offset).put(place.size);
  return message;
}

}  // namespace heddle::runner
