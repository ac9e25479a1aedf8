// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/legend.h"

#include <QFontMetrics>
#include <QLinearGradient>
#include <QPainter>

namespace heddle::views {

constexpr int kScaleWidth = 72, kSwatch = 8;

Legend::Legend(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setAccessibleName(tr("Legend"));
}

void Legend::setColors(const NodeColors& colors) {
  m_colors = colors;
  QStringList words;
  for (const auto& entry : m_colors.entries) words << entry.second;
  setToolTip(m_colors.isScale ? m_colors.low + QStringLiteral(" … ") + m_colors.high
                              : words.join(QStringLiteral(", ")));
  updateGeometry();
  update();
}

QSize Legend::sizeHint() const {
  const QFontMetrics metrics(font());
  if (!m_colors.missing.isEmpty()) return {metrics.horizontalAdvance(m_colors.missing) + 8, 20};
  if (m_colors.isScale)
    return {kScaleWidth + metrics.horizontalAdvance(m_colors.low + m_colors.high) + 24, 20};
  int width = 0;
  for (const auto& entry : m_colors.entries)
    width += kSwatch + 4 + metrics.horizontalAdvance(entry.second) + 10;
  return {width, 20};
}

void Legend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  const QFontMetrics metrics(font());
  painter.setPen(colors.muted);
  if (!m_colors.missing.isEmpty()) {
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(m_colors.missing, Qt::ElideRight, width()));
    return;
  }
  if (m_colors.isScale) {
    const int low = metrics.horizontalAdvance(m_colors.low);
    const QRect bar(low + 8, height() / 2 - 4, kScaleWidth, 8);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (double t : {0.0, 0.25, 0.5, 0.75, 1.0}) gradient.setColorAt(t, sequentialColor(colors, t));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, m_colors.low);
    painter.drawText(rect().adjusted(bar.right() + 8, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     m_colors.high);
    painter.fillRect(bar, gradient);
    painter.setPen(colors.border);
    painter.drawRect(bar);
    return;
  }
  int x = 0;
  for (const auto& [color, text] : m_colors.entries) {
    const int advance = metrics.horizontalAdvance(text);
    if (x + kSwatch + 4 + advance > width()) {
      painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("…"));
      break;   // the rest stands in the tooltip
    }
    painter.fillRect(QRect(x, height() / 2 - kSwatch / 2, kSwatch, kSwatch), color);
    painter.drawText(QRect(x + kSwatch + 4, 0, advance + 2, height()),
                     Qt::AlignVCenter | Qt::AlignLeft, text);
    x += kSwatch + 4 + advance + 10;
  }
}

}  // namespace heddle::views
