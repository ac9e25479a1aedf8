// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/outlined_style.h"

#include <QFocusFrame>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include "views/common/theme.h"

namespace heddle::views {
namespace {

// Fusion draws outlines in Window darkened by 140 %, which is pale in the light and not there in the dark.
template <class Option>
Option outlined(const Option& option) {
  Option own(option);
  const Colors& colors = colorsOf(option.palette);
  own.palette.setColor(QPalette::Window, colors.strongBorder.lighter(colors.isDark ? 154 : 126));
  return own;
}

}  // namespace

OutlinedStyle::OutlinedStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void OutlinedStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                  const QWidget* widget) const {
  const bool isMark = element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton;
  if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option); button && isMark) {
    const QStyleOptionButton own = outlined(*button);
    return QProxyStyle::drawPrimitive(element, &own, painter, widget);
  }
  if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option); frame && element == PE_FrameLineEdit) {
    const QStyleOptionFrame own = outlined(*frame);
    return QProxyStyle::drawPrimitive(element, &own, painter, widget);
  }
  if (const auto* focus = qstyleoption_cast<const QStyleOptionFocusRect*>(option); focus && element == PE_FrameFocusRect)
    return drawFocus(*focus, *painter);
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

// Fusion's own is a wash of colour over the text, which the current cell of a table is hard to read under.
void OutlinedStyle::drawFocus(const QStyleOptionFocusRect& focus, QPainter& painter) {
  if (!(focus.state & State_KeyboardFocusChange)) return;
  const bool isSelected = focus.backgroundColor == focus.palette.color(QPalette::Highlight);
  painter.save();
  painter.setBrush(Qt::NoBrush);
  painter.setPen(focus.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Highlight));
  painter.drawRect(focus.rect.adjusted(0, 0, -1, -1));
  painter.restore();
}

void OutlinedStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                       const QWidget* widget) const {
  if (const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option); box && control == CC_SpinBox) {
    const QStyleOptionSpinBox own = outlined(*box);
    return QProxyStyle::drawComplexControl(control, &own, painter, widget);
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void OutlinedStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
  if (element != CE_FocusFrame) return QProxyStyle::drawControl(element, option, painter, widget);
  painter->setPen(colorsOf(option->palette).accent);
  painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
}

int OutlinedStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  const bool isMargin = metric == PM_FocusFrameHMargin || metric == PM_FocusFrameVMargin;
  if (isMargin && qobject_cast<const QFocusFrame*>(widget)) return 0;   // lists keep their margins of text
  return QProxyStyle::pixelMetric(metric, option, widget);
}

int OutlinedStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                             QStyleHintReturn* out) const {
  if (hint == SH_FocusFrame_AboveWidget) return 1;
  if (auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(out); mask && hint == SH_FocusFrame_Mask) {
    mask->region = QRegion(option->rect) - QRegion(option->rect.adjusted(1, 1, -1, -1));
    return 1;
  }
  return QProxyStyle::styleHint(hint, option, widget, out);
}

}  // namespace heddle::views
