// Fusion, with frames of input fields and a focus that are seen on any ground.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QStyleOptionFocusRect;

namespace heddle::views {

class OutlinedStyle final : public QProxyStyle {
  Q_OBJECT
 public:
  OutlinedStyle();
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
  // A line around what has the focus (QFocusFrame), as text and lists have no other sign of it.
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* out) const override;

 private:
  static void drawFocus(const QStyleOptionFocusRect& focus, QPainter& painter);
};

}  // namespace heddle::views
