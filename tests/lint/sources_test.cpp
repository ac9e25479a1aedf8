// The sizes, the licence line and the first include that CONTRIBUTING.md asks of every source.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/test_main.h"

namespace fs = std::filesystem;

namespace {

struct Source {
  std::string path;  // below the root
  std::vector<std::string> lines;
  bool isHeader = false;
};

std::vector<Source> sources() {
  std::vector<Source> out;
  const fs::path root = HEDDLE_SOURCE_DIR;
  for (const char* folder : {"app", "bench", "engine", "profiler", "samples", "tests", "views"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp" && extension != ".c") continue;
      Source source{fs::relative(entry.path(), root).string(), {}, extension == ".h"};
      std::ifstream stream(entry.path());
      for (std::string line; std::getline(stream, line);) source.lines.push_back(line);
      out.push_back(std::move(source));
    }
  }
  return out;
}

// "// SPDX-License-Identifier: X", or a line of a C comment; nothing else on it.
bool isLicence(const std::string& line) {
  const std::string key = "SPDX-License-Identifier: ";
  const size_t at = line.find(key);
  if (at == std::string::npos) return false;
  const std::string before = line.substr(0, at);
  const size_t end = line.find_first_of(" \t", at + key.size());
  return (before == "// " || before == "/* " || before == " * ") &&
         (end == std::string::npos || line.substr(end) == " */");
}

}  // namespace

class SourcesTest : public QObject {
  Q_OBJECT
 private slots:
  void headersAndSourcesAreShort() {
    int broken = 0;
    for (const Source& source : sources()) {
      const size_t limit = source.isHeader ? 150 : 500;
      if (source.lines.size() <= limit) continue;
      ++broken;
      qWarning("%s: %zu lines, more than %zu", source.path.c_str(), source.lines.size(), limit);
    }
    QCOMPARE(broken, 0);
  }
  void theLicenceStandsOnItsOwnLine() {
    int broken = 0;
    const auto all = sources();
    QVERIFY(all.size() > 500);
    for (const Source& source : all) {
      bool isFound = false;
      for (size_t i = 0; i < source.lines.size() && i < 40; ++i)
        isFound |= isLicence(source.lines[i]);
      if (isFound) continue;
      ++broken;
      qWarning("%s: no licence line of its own", source.path.c_str());
    }
    QCOMPARE(broken, 0);
  }
  // So that compiling the source shows that the header leans on no other (see CMakeLists.txt).
  void aSourceIncludesItsOwnHeaderFirst() {
    int broken = 0, pairs = 0;
    const fs::path root = HEDDLE_SOURCE_DIR;
    for (const Source& source : sources()) {
      const std::string header = fs::path(source.path).replace_extension(".h").string();
      if (source.isHeader || !fs::exists(root / header)) continue;
      ++pairs;
      const auto first = std::find_if(source.lines.begin(), source.lines.end(), [](const std::string& line) {
        return line.rfind("#include", 0) == 0;
      });
      if (first != source.lines.end() && *first == "#include \"" + header + "\"") continue;
      ++broken;
      qWarning("%s: includes something before its own header", source.path.c_str());
    }
    QVERIFY(pairs > 300);
    QCOMPARE(broken, 0);
  }
};
HEDDLE_TEST(SourcesTest)

#include "sources_test.moc"
