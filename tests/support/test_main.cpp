// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_main.h"

#include <cstring>
#include <vector>

namespace heddle::test {
namespace {

struct Entry {
  const char* name;
  std::function<std::unique_ptr<QObject>()> make;
};

std::vector<Entry>& entries() {
  static std::vector<Entry> list;
  return list;
}

}  // namespace

void registerTest(const char* name, std::function<std::unique_ptr<QObject>()> make) {
  entries().push_back({name, std::move(make)});
}

int runTests(int argc, char** argv) {
  const bool isNamed = argc > 1 && argv[1][0] != '-';
  std::vector<char*> rest = {argv[0]};
  for (int i = isNamed ? 2 : 1; i < argc; ++i) rest.push_back(argv[i]);
  int failures = 0, ran = 0;
  for (const Entry& entry : entries()) {
    if (isNamed && std::strcmp(entry.name, argv[1]) != 0) continue;
    ++ran;
    const auto object = entry.make();
    failures += QTest::qExec(object.get(), static_cast<int>(rest.size()), rest.data());
  }
  if (ran == 0) {
    std::fprintf(stderr, "no test class named %s\n", isNamed ? argv[1] : "(any)");
    return 1;
  }
  return failures == 0 ? 0 : 1;
}

}  // namespace heddle::test
