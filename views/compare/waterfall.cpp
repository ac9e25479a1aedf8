// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/compare/waterfall.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr double kLabelWidth = 240, kValueWidth = 96;
constexpr size_t kMostBars = 14;

}  // namespace

Waterfall::Waterfall(WorkbenchContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
  setAccessibleName(tr("Contribution of each group to the difference"));
  connect(&m_context.selection(), &Selection::changed, this, qOverload<>(&QWidget::update));
}

void Waterfall::setComparison(std::shared_ptr<const session::CompareView> comparison) {
  m_bars = comparison ? waterfallBars(*comparison, kMostBars) : std::vector<WaterfallBar>();
  setMinimumHeight(static_cast<int>(rowHeight() * static_cast<double>(m_bars.size() + 1)) + kGrid);
  update();
}

double Waterfall::rowHeight() const { return fontMetrics().height() + 2 * kGrid; }

QString Waterfall::label(const WaterfallBar& bar) const {
  switch (bar.kind) {
    case WaterfallBar::Kind::residual: return tr("residual, not in any group");
    case WaterfallBar::Kind::others: return tr("all other groups");
    default: return QString::fromStdString(bar.name);
  }
}

void Waterfall::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  painter.fillRect(rect(), colors.base);
  double most = 0;
  for (const WaterfallBar& bar : m_bars) most = std::max({most, bar.from, bar.to});
  m_start = waterfallStart(m_bars);
  const double perMillisecond = most > m_start ? (width() - kLabelWidth - kValueWidth - 4 * kGrid) / (most - m_start) : 0;
  for (size_t i = 0; i < m_bars.size(); ++i)
    drawBar(painter, m_bars[i], QRectF(0, static_cast<double>(i) * rowHeight(), width(), rowHeight()), perMillisecond);
  if (m_start <= 0) return;
  painter.setPen(colors.muted);
  painter.drawText(QRectF(kLabelWidth, rowHeight() * static_cast<double>(m_bars.size()), width() - kLabelWidth, rowHeight()),
                   Qt::AlignLeft | Qt::AlignVCenter, tr("the axis starts at %1").arg(durationText(m_start)));
}

void Waterfall::drawBar(QPainter& painter, const WaterfallBar& bar, const QRectF& row, double perMillisecond) const {
  const Colors& colors = colorsOf(palette());
  const std::vector<GroupId> chosen = m_context.provenance().groupsOf(m_context.selection().current());
  if (bar.group.isValid() && std::find(chosen.begin(), chosen.end(), bar.group) != chosen.end())
    painter.fillRect(row, colors.accentSoft);
  painter.setPen(bar.kind == WaterfallBar::Kind::residual ? colors.muted : colors.text);
  const QRectF name(2 * kGrid, row.top(), kLabelWidth - 4 * kGrid, row.height());
  painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(label(bar), Qt::ElideMiddle, static_cast<int>(name.width())));
  const auto pixel = [&](double at) { return kLabelWidth + std::max(0.0, at - m_start) * perMillisecond; };
  const double left = pixel(std::min(bar.from, bar.to)), right = pixel(std::max(bar.from, bar.to));
  const double delta = bar.to - bar.from;
  const bool isTotal = bar.kind == WaterfallBar::Kind::total;
  const QColor fill = isTotal ? colors.strongBorder
                      : bar.kind == WaterfallBar::Kind::residual ? colors.grid
                      : delta <= 0 ? colors.better : colors.worse;
  painter.fillRect(QRectF(left, row.top() + 3, std::max(1.0, right - left), row.height() - 6), fill);
  if (isTotal && m_start > 0) {   // broken: more of it lies to the left
    painter.setPen(QPen(colors.base, 2));
    for (const double x : {left + 8, left + 14})
      painter.drawLine(QPointF(x, row.bottom() - 2), QPointF(x + 4, row.top() + 2));
  }
  painter.setPen(colors.text);
  const QString value = isTotal ? durationText(bar.to) : std::fabs(delta) < 1e-9 ? QStringLiteral("0")
                                : (delta > 0 ? QStringLiteral("+") : QStringLiteral("−")) + durationText(std::abs(delta));
  painter.drawText(QRectF(width() - kValueWidth - 2 * kGrid, row.top(), kValueWidth, row.height()),
                   Qt::AlignRight | Qt::AlignVCenter, value);
}

void Waterfall::mousePressEvent(QMouseEvent* event) {
  const auto index = static_cast<size_t>(std::max(0.0, event->position().y() / rowHeight()));
  if (index < m_bars.size() && m_bars[index].group.isValid())
    m_context.selection().select(Thing::ofGroup(m_bars[index].group));
}

}  // namespace heddle::views
