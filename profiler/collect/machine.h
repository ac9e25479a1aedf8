// The machine that figures were measured on, and what about it makes them noisy.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace heddle::profiler {

struct Machine {
  std::string processor;  // "AMD EPYC 9R14"
  int logicalProcessors = 0;
  std::string kernel;    // "6.1.0-18-amd64"
  std::string governor;  // of processor 0; empty where the kernel does not say
  bool isVirtual = false;
  bool hasSmt = false;  // threads share cores
  // One sentence each: what may disturb a measurement here.
  std::vector<std::string> warnings;
};

// `root` is the root of the file system, another one in tests. What cannot be read stays empty.
Machine readMachine(const std::filesystem::path& root = "/");
// "AMD EPYC 9R14, 4 processors, Linux 6.1.0"
std::string describe(const Machine& machine);

}  // namespace heddle::profiler
