// The rules of ARCHITECTURE.md that include lines can show.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/support/test_main.h"

namespace fs = std::filesystem;

namespace {

const std::map<std::string, int> kLevels = {
    {"support", 0},    {"tensor", 1},      {"graph", 2},  {"loops", 2},    {"runtime", 2},
    {"import", 3},     {"reference", 3},   {"operators", 3}, {"graph_passes", 3}, {"schedule", 3},
    {"spaces", 4},     {"loop_passes", 4}, {"codegen", 5}, {"build", 6},   {"runner", 7},
    {"export", 7},     {"conformance", 7}, {"session", 8}};

struct Include {
  std::string file, target;
  int line = 0;
  bool isQt = false;
};

// "engine/graph/text.cpp" -> {"engine", "graph"}
std::pair<std::string, std::string> roomOf(const std::string& path) {
  const size_t first = path.find('/');
  const size_t second = path.find('/', first + 1);
  if (first == std::string::npos) return {path, ""};
  if (second == std::string::npos) return {path.substr(0, first), ""};
  return {path.substr(0, first), path.substr(first + 1, second - first - 1)};
}

std::vector<Include> includesBelow(const std::string& folder) {
  std::vector<Include> out;
  const fs::path root = HEDDLE_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp" && extension != ".def") continue;
    std::ifstream stream(entry.path());
    int number = 0;
    for (std::string line; std::getline(stream, line);) {
      ++number;
      if (line.rfind("#include ", 0) != 0) continue;
      const std::string rest = line.substr(9);
      const size_t end = rest.find_first_of("\">", 1);
      if (end == std::string::npos) continue;
      const std::string target = rest.substr(1, end - 1);
      const bool isQt = rest[0] == '<' && target[0] == 'Q' && target.size() > 1 && std::isupper(static_cast<unsigned char>(target[1]));
      out.push_back({fs::relative(entry.path(), root).string(), target, number, isQt});
    }
  }
  return out;
}

void report(const Include& include, const char* rule, int& broken) {
  ++broken;
  qWarning("%s:%d includes %s: %s", include.file.c_str(), include.line, include.target.c_str(), rule);
}

}  // namespace

class LayersTest : public QObject {
  Q_OBJECT
 private slots:
  void engineAndProfilerKnowNoQtAndNoView() {  // R1
    int broken = 0;
    for (const char* folder : {"engine", "profiler"})
      for (const Include& include : includesBelow(folder)) {
        const std::string target = roomOf(include.target).first;
        if (include.isQt || target == "views" || target == "app") report(include, "R1", broken);
      }
    QCOMPARE(broken, 0);
  }
  void viewsSeePlainValues() {  // R2
    int broken = 0;
    for (const Include& include : includesBelow("views")) {
      const auto [top, folder] = roomOf(include.target);
      const bool isSeen = top != "engine" || folder == "session" || folder == "support" || folder == "tensor";
      const bool isProfilerSeen = top != "profiler" || folder == "trace" || folder == "analysis";
      if (!isSeen || !isProfilerSeen || top == "app") report(include, "R2", broken);
    }
    QCOMPARE(broken, 0);
  }
  void noViewKnowsAnother() {  // R4
    int broken = 0;
    for (const Include& include : includesBelow("views")) {
      const auto [top, folder] = roomOf(include.target);
      const std::string own = roomOf(include.file).second;
      const bool isShared = folder == "context" || folder == "models" || folder == "common";
      if (top == "views" && folder != own && !isShared) report(include, "R4", broken);
    }
    QCOMPARE(broken, 0);
  }
  void engineIncludesOnlyLowerLevels() {  // R6
    int broken = 0;
    for (const Include& include : includesBelow("engine")) {
      const auto [top, folder] = roomOf(include.target);
      const std::string own = roomOf(include.file).second;
      if (top == "profiler") {
        if (own != "session" && own != "runner") report(include, "only session and runner use the profiler", broken);
        continue;
      }
      if (top != "engine" || folder == own) continue;
      QVERIFY2(kLevels.count(folder) && kLevels.count(own),
               (include.file + ": a folder without a level in this test").c_str());
      if (kLevels.at(folder) >= kLevels.at(own)) report(include, "R6", broken);
    }
    QCOMPARE(broken, 0);
  }
};
HEDDLE_TEST(LayersTest)

#include "layers_test.moc"
