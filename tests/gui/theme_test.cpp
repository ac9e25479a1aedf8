// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QLineEdit>
#include <QStyle>
#include <QStyleFactory>
#include <cmath>

#include "tests/support/test_main.h"
#include "views/common/theme.h"
#include "views/schedule/loop_kinds.h"

using namespace heddle::views;

namespace {

double luminance(const QColor& color) {
  const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

// WCAG 2: 4.5 for text, 3 for glyphs.
double contrast(const QColor& a, const QColor& b) {
  const double high = std::max(luminance(a), luminance(b)), low = std::min(luminance(a), luminance(b));
  return (high + 0.05) / (low + 0.05);
}

}  // namespace

class ThemeTest : public QObject {
  Q_OBJECT
 private slots:
  void textIsReadable() {
    for (const Colors* c : {&lightColors(), &darkColors()}) {
      for (const QColor& ground : {c->window, c->base, c->raised, c->accentSoft})
        for (const QColor& ink : {c->text, c->muted, c->accent, c->error, c->warning, c->good, c->better, c->worse})
          QVERIFY2(contrast(ink, ground) >= 4.5, qPrintable(ink.name() + " on " + ground.name()));
      for (const char* kind : {"serial", "parallel", "vectorized", "unrolled"})
        QVERIFY2(contrast(loopKindColor(*c, kind), c->base) >= 4.5, kind);
      for (int i = 0; i <= 20; ++i)
        QVERIFY2(contrast(c->text, sequentialColor(*c, i / 20.0)) >= 4.5, qPrintable(QString::number(i / 20.0)));
    }
  }
  void glyphsAreSeen() {
    for (const Colors* c : {&lightColors(), &darkColors()})
      for (const QColor& kind : c->kinds) QVERIFY2(contrast(kind, c->base) >= 3, qPrintable(kind.name()));
  }
  // More is further from the ground, step by step, and no step is grey.
  void heatGrows() {
    for (const Colors* c : {&lightColors(), &darkColors()})
      for (int i = 0; i < 10; ++i) {
        const QColor here = sequentialColor(*c, i / 10.0), next = sequentialColor(*c, (i + 1) / 10.0);
        QVERIFY(contrast(next, c->base) > contrast(here, c->base) - 0.01);
        QVERIFY2(i < 3 || here.hsvSaturationF() > 0.2, qPrintable(here.name()));
      }
  }
  void fieldsHaveAnEdgeThatIsSeen() {
    for (const ThemeMode mode : {ThemeMode::light, ThemeMode::dark}) {
      applyTheme(*qApp, mode);
      QLineEdit field;
      QCheckBox box(QStringLiteral("x"));
      for (QWidget* widget : {static_cast<QWidget*>(&field), static_cast<QWidget*>(&box)}) {
        widget->resize(120, 28);
        const QImage image = widget->grab().toImage();
        const QColor ground = image.pixelColor(8, image.height() / 2);
        double edge = 1;
        for (int x = 0; x < 4; ++x) edge = std::max(edge, contrast(image.pixelColor(x, image.height() / 2), ground));
        QVERIFY2(edge >= 2, qPrintable(QStringLiteral("%1 %2").arg(widget->metaObject()->className()).arg(edge)));
      }
    }
    // The line around what has the focus takes no room from the text of lists.
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(QStringLiteral("Fusion")));
    QCOMPARE(qApp->style()->pixelMetric(QStyle::PM_FocusFrameHMargin), fusion->pixelMetric(QStyle::PM_FocusFrameHMargin));
    applyTheme(*qApp, ThemeMode::light);
  }
};
HEDDLE_TEST(ThemeTest)

#include "theme_test.moc"
