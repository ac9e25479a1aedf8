// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>

#include "tests/support/test_main.h"

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  return heddle::test::runTests(argc, argv);
}
