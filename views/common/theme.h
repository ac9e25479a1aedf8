// The palettes and the colours with a meaning. A widget's palette says which set applies, so that no
// global state is needed: colorsOf(palette()) is right in light and in dark.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

#include "engine/session/views.h"

class QApplication;

namespace heddle::views {

enum class ThemeMode { system, light, dark };

struct Colors {
  bool isDark = false;
  QColor window, base, raised, text, muted, border, strongBorder, accent, accentSoft, grid;
  QColor error, warning, good;
  QColor added, removed;                  // provenance between passes
  QColor kinds[10];                       // by session::NodeClass
  QColor better, worse;                   // the diverging scale's ends
};

const Colors& colorsOf(const QPalette& palette);
const Colors& lightColors();
const Colors& darkColors();
QPalette paletteFor(const Colors& colors);

// Fusion style, our palette, one font size. `system` asks the palette the platform came with.
void applyTheme(QApplication& app, ThemeMode mode);

// One sequential scale for amounts, 0 to 1, readable under `colors.text`.
QColor sequentialColor(const Colors& colors, double share);
// A stable categorical colour for anything hashable.
QColor categoryColor(const Colors& colors, size_t index);

// The monospace font of code and the heading font; the text font is the application's.
QFont codeFont();
QFont headingFont(const QFont& base);

constexpr int kGrid = 4;  // px; every margin and gap is a multiple

}  // namespace heddle::views
