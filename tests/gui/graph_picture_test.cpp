// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QSignalSpy>

#include "tests/support/fake_session.h"
#include "tests/support/pictures.h"
#include "tests/support/test_main.h"
#include "views/common/theme.h"
#include "views/graph/graph_view.h"

using namespace heddle;
using namespace heddle::views;

// Leaves pictures in the build folder; that they have ink is what is checked.
class GraphPictureTest : public QObject {
  Q_OBJECT
  void picture(const QString& name, const QString& file, ThemeMode mode, bool isMeasured) {
    applyTheme(*qApp, mode);
    auto control = std::make_shared<test::FakeControl>();
    WorkbenchContext context([control] { return std::make_unique<test::FakeSession>(control); });
    GraphView view(context);
    view.setMotionOn(false);
    view.resize(1100, 640);
    view.show();
    QSignalSpy shown(&view, &GraphView::scenesShown);
    context.open(file);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty() && view.afterCanvas()->scene(), 10000);
    if (isMeasured) {
      shown.clear();
      context.profile({});
      QTRY_VERIFY(!shown.isEmpty());
      QVERIFY(context.snapshot()->profile != nullptr);
      view.setColorMode(ColorMode::time);
    }
    if (name.contains("fit")) view.afterCanvas()->fit();
    if (name.contains("pass")) {
      shown.clear();
      view.showStage(2);
      QTRY_VERIFY(!shown.isEmpty());
    }
    const QImage image = view.grab().toImage();
    QVERIFY(image.save(heddle::test::pictureFile(name)));
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 3)
      for (int x = 0; x < image.width(); x += 3) seen.insert(image.pixel(x, y));
    QVERIFY2(seen.size() > 8, "hardly anything was drawn");
  }
 private slots:
  void light() { picture("graph-light", "/m/a.onnx", ThemeMode::light, false); }
  void dark() { picture("graph-dark", "/m/a.onnx", ThemeMode::dark, true); }
  void pass() { picture("graph-pass", "/m/a.onnx", ThemeMode::light, false); }
  void fit() { picture("graph-fit", "/m/a.onnx", ThemeMode::light, true); }
  void large() { picture("graph-large-fit", "/m/synthetic_100000.onnx", ThemeMode::light, false); }
};
HEDDLE_TEST(GraphPictureTest)

#include "graph_picture_test.moc"
