// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/memory_chart.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr double kLeft = 88, kBottom = 20, kTop = 24;

}  // namespace

MemoryChart::MemoryChart(WorkbenchContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
  setMinimumHeight(120);
  setAccessibleName(tr("Memory plan"));
  connect(&m_context.selection(), &Selection::changed, this, qOverload<>(&QWidget::update));
}

void MemoryChart::setProfile(std::shared_ptr<const session::ProfileView> profile) {
  m_profile = std::move(profile);
  update();
}

QRectF MemoryChart::plot() const {
  return {kLeft, kTop, std::max(1.0, width() - kLeft - 2 * kGrid), std::max(1.0, height() - kTop - kBottom)};
}

QString MemoryChart::ownerOf(const session::MemoryBufferView& buffer) const {
  const session::GroupView* group = m_context.provenance().group(buffer.owner);
  return group ? QString::fromStdString(group->name) : QString::fromStdString(buffer.name);
}

QRectF MemoryChart::barOf(const session::MemoryBufferView& buffer) const {
  const QRectF area = plot();
  const double perStep = area.width() / std::max(1, m_profile->steps);
  const double perByte = area.height() / static_cast<double>(std::max<int64_t>(1, m_profile->arenaBytes));
  const double height = static_cast<double>(buffer.sizeBytes) * perByte;
  const double bottom = area.bottom() - static_cast<double>(buffer.offsetBytes) * perByte;
  return {area.left() + buffer.firstStep * perStep, bottom - height,
          std::max(1.0, (buffer.lastStep - buffer.firstStep + 1) * perStep), std::max(1.0, height)};
}

void MemoryChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  painter.fillRect(rect(), colors.base);
  painter.setPen(colors.muted);
  if (!m_profile || m_profile->memory.empty()) {
    painter.drawText(rect(), Qt::AlignCenter,
                     m_profile ? tr("No value passes between kernels: the arena is empty")
                               : tr("Measure to see how memory is used"));
    return;
  }
  const QRectF area = plot();
  painter.drawText(QRectF(2 * kGrid, 0, width() - 4 * kGrid, kTop), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("Arena %1; without reuse %2. Alive at the peak: coloured").arg(bytesText(m_profile->arenaBytes), bytesText(m_profile->sumBytes)));
  painter.drawText(QRectF(2 * kGrid, area.top() - 8, kLeft - 3 * kGrid, 16), Qt::AlignRight | Qt::AlignVCenter,
                   bytesText(m_profile->arenaBytes));
  painter.drawText(QRectF(2 * kGrid, area.bottom() - 8, kLeft - 3 * kGrid, 16), Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("0"));
  painter.drawText(QRectF(area.left(), area.bottom(), area.width(), kBottom), Qt::AlignLeft | Qt::AlignVCenter, tr("step 0"));
  painter.drawText(QRectF(area.left(), area.bottom(), area.width(), kBottom), Qt::AlignRight | Qt::AlignVCenter,
                   tr("step %1").arg(m_profile->steps - 1));
  const std::vector<GroupId> chosen = m_context.provenance().groupsOf(m_context.selection().current());
  for (const session::MemoryBufferView& buffer : m_profile->memory) {
    const QRectF bar = barOf(buffer);
    const bool isChosen = std::find(chosen.begin(), chosen.end(), buffer.owner) != chosen.end();
    painter.fillRect(bar, buffer.isAtPeak ? sequentialColor(colors, 0.45) : colors.grid);
    painter.setPen(isChosen ? QPen(colors.accent, 2) : QPen(colors.border));
    painter.drawRect(bar);
    const QRectF inside = bar.adjusted(kGrid, 0, -kGrid, 0);
    if (inside.height() < painter.fontMetrics().height() || inside.width() < 10 * kGrid) continue;
    painter.setPen(colors.text);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(ownerOf(buffer), Qt::ElideMiddle, static_cast<int>(inside.width())));
  }
  painter.setPen(colors.border);
  painter.drawRect(area);
}

const session::MemoryBufferView* MemoryChart::bufferAt(const QPointF& point) const {
  if (m_profile)
    for (const session::MemoryBufferView& buffer : m_profile->memory)
      if (barOf(buffer).contains(point)) return &buffer;
  return nullptr;
}

void MemoryChart::mousePressEvent(QMouseEvent* event) {
  if (const auto* buffer = bufferAt(event->position())) m_context.selection().select(Thing::ofGroup(buffer->owner));
}

bool MemoryChart::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const auto* buffer = bufferAt(help->pos());
  if (buffer == nullptr) {
    QToolTip::hideText();
    return true;
  }
  QToolTip::showText(help->globalPos(), tr("%1\n%2 at offset %3, steps %4 to %5%6")
                                            .arg(QString::fromStdString(buffer->name), bytesText(buffer->sizeBytes),
                                                 countText(buffer->offsetBytes))
                                            .arg(buffer->firstStep)
                                            .arg(buffer->lastStep)
                                            .arg(buffer->isAtPeak ? tr("\nalive at the peak") : QString()));
  return true;
}

}  // namespace heddle::views
