// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/lesson_bars.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {

LessonBars::LessonBars(QWidget* parent) : QWidget(parent) { setMinimumSize(220, 72); }

void LessonBars::setBars(std::vector<Bar> bars, int current) {
  m_bars = std::move(bars);
  m_current = current;
  update();
}

QRectF LessonBars::barRect(int index) const {
  const double pitch = static_cast<double>(width()) / static_cast<double>(std::max<size_t>(1, m_bars.size()));
  return {index * pitch + 1, fontMetrics().height() + 2.0, pitch - 2, height() - fontMetrics().height() - 4.0};
}

int LessonBars::barAt(const QPointF& place) const {
  for (int i = 0; i < static_cast<int>(m_bars.size()); ++i)
    if (QRectF(barRect(i).x() - 1, 0, barRect(i).width() + 2, height()).contains(place)) return i;
  return -1;
}

void LessonBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  const int count = static_cast<int>(m_bars.size());
  if (count == 0) return;
  const QRectF ground = barRect(0).united(barRect(count - 1));
  painter.setPen(QPen(colors.strongBorder, 1, Qt::DotLine));
  painter.drawLine(ground.topLeft(), ground.topRight());
  painter.setPen(colors.muted);
  painter.drawText(QRectF(0, 0, width(), fontMetrics().height()), Qt::AlignRight, tr("peak of this machine"));
  for (int i = 0; i < count; ++i) {
    const QRectF box = barRect(i);
    const bool isCurrent = i == m_current;
    painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), colors.strongBorder);
    if (isCurrent) painter.fillRect(box, colors.accentSoft);
    if (!m_bars[static_cast<size_t>(i)].share) continue;
    const double share = std::clamp(*m_bars[static_cast<size_t>(i)].share, 0.0, 1.0);
    const double high = std::max(2.0, box.height() * share);
    painter.fillRect(QRectF(box.x(), box.bottom() - high, box.width(), high),
                     isCurrent ? colors.accent : colors.kinds[1]);
  }
}

void LessonBars::mousePressEvent(QMouseEvent* event) {
  if (const int at = barAt(event->position()); at >= 0) emit clicked(at);
}

bool LessonBars::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int at = barAt(help->pos());
    if (at < 0) return true;
    const Bar& bar = m_bars[static_cast<size_t>(at)];
    QString text = QStringLiteral("%1. %2").arg(at + 1).arg(bar.title);
    if (bar.gflops && bar.share)
      text += QStringLiteral("\n%1, %2").arg(rateText(*bar.gflops, QStringLiteral("GF/s")),
                                             tr("%1 of peak").arg(shareText(*bar.share)));
    QToolTip::showText(help->globalPos(), text, this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace heddle::views
