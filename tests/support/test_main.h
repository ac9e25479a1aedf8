// Registers test classes so that one program per folder holds several and CTest runs each by name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtTest>
#include <functional>
#include <memory>

namespace heddle::test {

void registerTest(const char* name, std::function<std::unique_ptr<QObject>()> make);
// Runs the class named by argv[1], or all.
int runTests(int argc, char** argv);

template <class Test>
struct Registration {
  explicit Registration(const char* name) {
    registerTest(name, [] { return std::make_unique<Test>(); });
  }
};

}  // namespace heddle::test

// At the start of a line, once per class; CMake reads these lines.
#define HEDDLE_TEST(Class) static const heddle::test::Registration<Class> registered##Class(#Class);
