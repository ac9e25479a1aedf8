// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>

#include "tests/support/test_main.h"

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  return heddle::test::runTests(argc, argv);
}
