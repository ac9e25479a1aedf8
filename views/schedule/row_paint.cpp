// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/row_paint.h"

#include <QApplication>

namespace heddle::views {

QString paintGround(QPainter& painter, QStyleOptionViewItem item) {
  const QString text = std::exchange(item.text, QString());
  const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &item, &painter, item.widget);
  return text;
}

QColor onGround(const QColor& color, const QStyleOptionViewItem& option) {
  return option.state & QStyle::State_Selected ? option.palette.color(QPalette::HighlightedText) : color;
}

}  // namespace heddle::views
