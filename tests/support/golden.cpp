// SPDX-License-Identifier: Apache-2.0
#include "tests/support/golden.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace heddle::test {

std::string compareWithGolden(const std::string& name, const std::string& text) {
  const std::filesystem::path path = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/golden" / name;
  if (std::getenv("HEDDLE_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return {};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return "no golden file " + path.string() + "; HEDDLE_UPDATE_GOLDEN=1 writes it";
  std::stringstream expected;
  expected << file.rdbuf();
  if (expected.str() == text) return {};
  std::istringstream a(expected.str()), b(text);
  std::string lineA, lineB;
  for (int line = 1;; ++line) {
    const bool hasA = static_cast<bool>(std::getline(a, lineA));
    const bool hasB = static_cast<bool>(std::getline(b, lineB));
    if (!hasA && !hasB) return name + ": differs in line ends only";
    if (hasA != hasB || lineA != lineB)
      return name + ":" + std::to_string(line) + "\n  expected: " + (hasA ? lineA : "(end)") +
             "\n  actual:   " + (hasB ? lineB : "(end)") + "\n";
  }
}

}  // namespace heddle::test
