// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/theme.h"

#include <QApplication>
#include <QFontDatabase>

#include "views/common/outlined_style.h"

namespace heddle::views {
namespace {

Colors makeLight() {
  Colors c;
  c.window = QColor(0xf3f4f5);
  c.base = QColor(0xffffff);
  c.raised = QColor(0xfbfbfc);
  c.text = QColor(0x1d2126);
  c.muted = QColor(0x5d6670);
  c.border = QColor(0xd3d7dc);
  c.strongBorder = QColor(0xa9b0b8);
  c.accent = QColor(0x1e63bc);
  c.accentSoft = QColor(0xd9e7f8);
  c.grid = QColor(0xe9ebee);
  c.error = QColor(0xb3261e);
  c.warning = QColor(0x8a5a00);
  c.good = QColor(0x18703a);
  c.added = QColor(0x2e9e5b);
  c.removed = QColor(0xc9483f);
  c.better = QColor(0x2166ac);
  c.worse = QColor(0xa04c00);
  const QRgb kinds[10] = {0x0072b2, 0x3f97cc, 0x009e73, 0xc67e00, 0xc8501e,
                          0x8a6fb8, 0x5b6168, 0x7d8791, 0xa58e2c, 0x7d8791};
  for (int i = 0; i < 10; ++i) c.kinds[i] = QColor(kinds[i]);
  return c;
}

Colors makeDark() {
  Colors c;
  c.isDark = true;
  c.window = QColor(0x1f2226);
  c.base = QColor(0x181a1d);
  c.raised = QColor(0x272b30);
  c.text = QColor(0xdfe3e8);
  c.muted = QColor(0x9aa4ae);
  c.border = QColor(0x373d44);
  c.strongBorder = QColor(0x59626c);
  c.accent = QColor(0x6aa9f4);
  c.accentSoft = QColor(0x233a57);
  c.grid = QColor(0x23272b);
  c.error = QColor(0xff8a80);
  c.warning = QColor(0xe5b95c);
  c.good = QColor(0x6cc98d);
  c.added = QColor(0x4fc283);
  c.removed = QColor(0xe5736b);
  c.better = QColor(0x74add1);
  c.worse = QColor(0xf0a35e);
  const QRgb kinds[10] = {0x4aa3d8, 0x8ccbf0, 0x35c29a, 0xeab040, 0xe87a48,
                          0xb09be0, 0x8b939b, 0x9aa4ae, 0xd9c865, 0x9aa4ae};
  for (int i = 0; i < 10; ++i) c.kinds[i] = QColor(kinds[i]);
  return c;
}

QColor mix(const QColor& a, const QColor& b, double t) {
  const auto lerp = [t](int x, int y) { return static_cast<int>(x + (y - x) * t + 0.5); };
  return QColor(lerp(a.red(), b.red()), lerp(a.green(), b.green()), lerp(a.blue(), b.blue()));
}

}  // namespace

const Colors& lightColors() {
  static const Colors colors = makeLight();
  return colors;
}

const Colors& darkColors() {
  static const Colors colors = makeDark();
  return colors;
}

const Colors& colorsOf(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < 128 ? darkColors() : lightColors();
}

QPalette paletteFor(const Colors& c) {
  QPalette p;
  p.setColor(QPalette::Window, c.window);
  p.setColor(QPalette::WindowText, c.text);
  p.setColor(QPalette::Base, c.base);
  p.setColor(QPalette::AlternateBase, c.raised);
  p.setColor(QPalette::Text, c.text);
  p.setColor(QPalette::PlaceholderText, c.muted);
  p.setColor(QPalette::Button, c.isDark ? c.raised : c.window);
  p.setColor(QPalette::ButtonText, c.text);
  p.setColor(QPalette::BrightText, c.error);
  p.setColor(QPalette::ToolTipBase, c.raised);
  p.setColor(QPalette::ToolTipText, c.text);
  p.setColor(QPalette::Link, c.accent);
  p.setColor(QPalette::LinkVisited, c.accent);
  p.setColor(QPalette::Highlight, c.accent);
  p.setColor(QPalette::HighlightedText, c.isDark ? QColor(0x10151b) : QColor(Qt::white));
  p.setColor(QPalette::Light, c.isDark ? c.raised.lighter(130) : QColor(Qt::white));
  p.setColor(QPalette::Midlight, c.isDark ? c.raised.lighter(115) : QColor(0xe9ebee));
  p.setColor(QPalette::Mid, c.border);
  p.setColor(QPalette::Dark, c.strongBorder);
  p.setColor(QPalette::Shadow, c.isDark ? QColor(0x0c0d0f) : QColor(0x8a9199));
  const QColor disabled = mix(c.text, c.window, 0.55);
  for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, disabled);
  p.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
  p.setColor(QPalette::Inactive, QPalette::Highlight, c.accent);
  return p;
}

void applyTheme(QApplication& app, ThemeMode mode) {
  // The platform's palette, before ours replaced it.
  static const bool isSystemDark = app.palette().color(QPalette::Window).lightness() < 128;
  const bool isDark = mode == ThemeMode::dark || (mode == ThemeMode::system && isSystemDark);
  app.setStyle(new OutlinedStyle);
  app.setPalette(paletteFor(isDark ? darkColors() : lightColors()));
  QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  if (font.pointSizeF() < 9 || font.pointSizeF() > 11) font.setPointSizeF(9);
  app.setFont(font);
  const QString border = (isDark ? darkColors() : lightColors()).border.name();
  app.setStyleSheet(QStringLiteral("QToolTip{border:1px solid %1;padding:4px}"
                                   "QMainWindow::separator{background:%1;width:1px;height:1px}"
                                   "QStatusBar::item{border:none}")
                        .arg(border));
}

QColor sequentialColor(const Colors& colors, double share) {
  const double t = std::clamp(share, 0.0, 1.0);
  const QColor low = colors.isDark ? QColor(0x2b3f57) : QColor(0xd5e0e5);
  const QColor middle = colors.isDark ? QColor(0x7a3b78) : QColor(0xf6c667);
  const QColor high = colors.isDark ? QColor(0xad3c22) : QColor(0xe0606c);
  return t < 0.5 ? mix(low, middle, t * 2) : mix(middle, high, t * 2 - 1);
}

QColor categoryColor(const Colors& colors, size_t index) {
  static constexpr int kOrder[8] = {0, 3, 2, 4, 5, 8, 1, 6};
  return colors.kinds[kOrder[index % 8]];
}

QFont codeFont() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  if (font.pointSizeF() < 9 || font.pointSizeF() > 11) font.setPointSizeF(9);
  font.setStyleHint(QFont::Monospace);
  return font;
}

QFont headingFont(const QFont& base) {
  QFont font = base;
  font.setPointSizeF(13);
  font.setWeight(QFont::DemiBold);
  return font;
}

}  // namespace heddle::views
