// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/compare/dot_strip.h"

#include <QPainter>
#include <algorithm>

#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr double kBeyondWidth = 96;   // right of the axis, for what is beyond it
constexpr double kLabelWidth = 240, kStripHeight = 36, kAxisHeight = 24;

}  // namespace

DotStrip::DotStrip(QWidget* parent) : QWidget(parent) {
  setMinimumHeight(static_cast<int>(2 * kStripHeight + kAxisHeight) + 2 * kGrid);
  setAccessibleName(tr("Samples of both builds"));
}

void DotStrip::setComparison(std::shared_ptr<const session::CompareView> comparison) {
  m_comparison = std::move(comparison);
  if (m_comparison) {
    std::vector<double> all = m_comparison->a.samples;
    all.insert(all.end(), m_comparison->b.samples.begin(), m_comparison->b.samples.end());
    std::sort(all.begin(), all.end());
    if (all.empty()) all = {0, 1};
    // A stray sample must not squeeze the rest: beyond the ninth decile it stands at the edge as an arrow.
    m_low = all.front();
    m_high = std::max({all[all.size() * 9 / 10], m_comparison->a.high, m_comparison->b.high});
    const double margin = std::max((m_high - m_low) * 0.05, m_high * 1e-3);
    m_low -= margin;
    m_high += margin;
  }
  update();
}

double DotStrip::pixel(double milliseconds) const {
  return kLabelWidth + (milliseconds - m_low) / (m_high - m_low) * (width() - kLabelWidth - kBeyondWidth);
}

void DotStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& colors = colorsOf(palette());
  painter.fillRect(rect(), colors.base);
  if (!m_comparison) return;
  drawStrip(painter, m_comparison->a, engineText(m_comparison->nameA), kGrid);
  drawStrip(painter, m_comparison->b, engineText(m_comparison->nameB), kGrid + kStripHeight);
  painter.setPen(colors.muted);
  const double axis = kGrid + 2 * kStripHeight;
  painter.drawLine(QPointF(kLabelWidth, axis), QPointF(width() - kBeyondWidth, axis));
  painter.drawText(QRectF(kLabelWidth, axis, 120, kAxisHeight), Qt::AlignLeft | Qt::AlignVCenter, durationText(m_low));
  painter.drawText(QRectF(width() - kBeyondWidth - 120, axis, 120, kAxisHeight), Qt::AlignRight | Qt::AlignVCenter,
                   durationText(m_high));
}

void DotStrip::drawStrip(QPainter& painter, const session::Measurement& m, const QString& name, double top) const {
  const Colors& colors = colorsOf(palette());
  painter.setPen(colors.text);
  painter.drawText(QRectF(2 * kGrid, top, kLabelWidth - 4 * kGrid, kStripHeight), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(name, Qt::ElideMiddle, static_cast<int>(kLabelWidth) - 4 * kGrid));
  // The interval of the median as a band, the median as a line, every sample as a dot.
  painter.fillRect(QRectF(QPointF(pixel(m.low), top + 6), QPointF(std::max(pixel(m.high), pixel(m.low) + 1), top + kStripHeight - 6)),
                   colors.accentSoft);
  painter.setPen(Qt::NoPen);
  QColor dot = colors.text;
  dot.setAlphaF(0.45f);
  painter.setBrush(dot);
  int beyond = 0;
  for (size_t i = 0; i < m.samples.size(); ++i) {
    if (m.samples[i] > m_high && ++beyond) continue;
    const double jitter = static_cast<double>((i * 7919) % 13) - 6;
    painter.drawEllipse(QPointF(pixel(m.samples[i]), top + kStripHeight / 2 + jitter), 2.5, 2.5);
  }
  if (beyond > 0) {
    painter.setPen(colors.muted);
    painter.drawText(QRectF(width() - kBeyondWidth, top, kBeyondWidth - 2 * kGrid, kStripHeight), Qt::AlignRight | Qt::AlignVCenter,
                     tr("%n slower →", nullptr, beyond));
  }
  painter.setPen(QPen(colors.accent, 2));
  painter.drawLine(QPointF(pixel(m.median), top + 4), QPointF(pixel(m.median), top + kStripHeight - 4));
}

}  // namespace heddle::views
