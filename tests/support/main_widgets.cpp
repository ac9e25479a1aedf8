// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>

#include "tests/support/test_main.h"
#include "views/common/platform_noise.h"

namespace {

class TestApplication final : public QApplication {
 public:
  using QApplication::QApplication;
  // Each test class takes over the messages when it begins, and a window is born of an event.
  bool notify(QObject* receiver, QEvent* event) override {
    heddle::views::hidePlatformNoise();
    return QApplication::notify(receiver, event);
  }
};

}  // namespace

int main(int argc, char** argv) {
  TestApplication app(argc, argv);
  return heddle::test::runTests(argc, argv);
}
