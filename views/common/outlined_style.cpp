// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/outlined_style.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include "views/common/theme.h"

namespace heddle::views {
namespace {

// Fusion draws outlines in Window darkened by 140 %, which a dark window swallows.
template <class Option>
Option outlined(const Option& option) {
  Option own(option);
  const Colors& colors = colorsOf(option.palette);
  if (colors.isDark) own.palette.setColor(QPalette::Window, colors.strongBorder.lighter(140));
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
  QProxyStyle::drawPrimitive(element, option, painter, widget);
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
  if (metric == PM_FocusFrameHMargin || metric == PM_FocusFrameVMargin) return 0;
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
