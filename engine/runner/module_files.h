// A module as descriptors that a child can map.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/build/module.h"
#include "engine/runner/file_descriptor.h"
#include "engine/runner/message.h"

namespace heddle::runner {

struct Place {
  uint64_t offset = 0, size = 0;
};

struct ModuleFiles {
  std::string key;
  std::shared_ptr<ConstantPool>
      pool;  // keeps the pool's address, and with it the key, from being reused
  FileDescriptor objects, constants;
  std::vector<uint64_t> objectEnds;
  std::vector<Place> constantPlaces;
};

// Equal for modules with the same objects and constants.
std::string moduleKey(const build::Module& module);
Result<std::unique_ptr<ModuleFiles>> makeModuleFiles(const build::Module& module);
Message loadMessage(const ModuleFiles& files, uint32_t slot);

}  // namespace heddle::runner
