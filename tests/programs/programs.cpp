// SPDX-License-Identifier: Apache-2.0
#include "tests/programs/programs.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>

namespace heddle::programs {

const char* text(const char* name) {
  static std::mutex mutex;
  static std::map<std::string, std::string> read;
  const std::lock_guard lock(mutex);
  const auto [it, isNew] = read.emplace(name, "");
  if (isNew) {
    std::ifstream file(std::string(HEDDLE_SOURCE_DIR "/tests/programs/") + name + ".loops");
    std::ostringstream all;
    all << file.rdbuf();
    it->second = all.str();
  }
  if (it->second.empty()) {
    std::fprintf(stderr, "no program tests/programs/%s.loops\n", name);
    std::abort();
  }
  return it->second.c_str();
}

const std::vector<const char*>& workloads() {
  static const std::vector<const char*> names = {
      "matmul",   "batch_matmul", "bytes_matmul", "conv1d",       "conv",
      "conv3d",   "depthwise",    "grouped_conv", "dilated_conv", "transposed_conv",
      "pooling",  "average_pool", "softmax",      "layer_norm",   "reduction",
      "extremes", "chain",        "diamond",      "attention",    "perceptron"};
  return names;
}

}  // namespace heddle::programs
