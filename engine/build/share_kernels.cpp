// SPDX-License-Identifier: Apache-2.0
#include "engine/build/share_kernels.h"

#include "engine/support/hash.h"

namespace heddle::build {
namespace {

void rename(loop_passes::LoweredProgram& lowered, const std::string& name) {
  lowered.name = name;
  for (size_t i = 0; i < lowered.kernels.size(); ++i)
    lowered.kernels[i].name = name + "_k" + std::to_string(i);
}

}  // namespace

std::vector<std::vector<size_t>> shareKernels(std::vector<CompiledGroup>& groups) {
  std::vector<std::vector<size_t>> classes;
  std::map<std::string, size_t> byName;
  for (size_t i = 0; i < groups.size(); ++i) {
    loop_passes::LoweredProgram& lowered = groups[i].lowered;
    rename(lowered, "kernel");
    const std::string name = "hk_" + contentHash(loop_passes::print(lowered).text).substr(0, 16);
    rename(lowered, name);
    const auto [it, isNew] = byName.emplace(name, classes.size());
    if (isNew) classes.emplace_back();
    classes[it->second].push_back(i);
  }
  return classes;
}

}  // namespace heddle::build
