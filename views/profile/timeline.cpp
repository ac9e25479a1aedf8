// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/timeline.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr double kLabelWidth = 88, kRulerHeight = 24, kLaneHeight = 28, kLaneGap = 4;
constexpr size_t kFewestLanes = 3;   // that always have room

}  // namespace

Timeline::Timeline(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_bar(new QScrollBar(Qt::Vertical, this)) {
  m_bar->setSingleStep(static_cast<int>(kLaneHeight + kLaneGap));
  m_bar->setAccessibleName(tr("Threads"));
  m_bar->hide();
  connect(m_bar, &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Timeline of one run"));
  connect(&m_context.selection(), &Selection::changed, this, qOverload<>(&QWidget::update));
}

void Timeline::setProfile(std::shared_ptr<const session::ProfileView> profile) {
  m_profile = std::move(profile);
  m_lanes.clear();
  m_rows.clear();
  m_limitNs = 1;
  unmark();
  if (m_profile) {
    m_lanes = lanesOf(m_profile->events);
    for (const session::TimelineEvent& event : m_profile->events) m_limitNs = std::max(m_limitNs, event.endNs);
    for (size_t i = 0; i < m_profile->rows.size(); ++i) m_rows[m_profile->rows[i].group] = i;
  }
  const auto heightOf = [](size_t lanes) {
    return static_cast<int>(kRulerHeight + (kLaneHeight + kLaneGap) * static_cast<double>(std::max<size_t>(1, lanes))) + kGrid;
  };
  setMinimumHeight(heightOf(std::min(kFewestLanes, m_lanes.size())));
  setMaximumHeight(heightOf(m_lanes.size()) + 2 * kGrid);   // room beyond the lanes is better spent on the table
  arrangeBar();
  showAll();
}

void Timeline::showAll() {
  m_window = {0, m_limitNs, std::max(1.0, width() - kLabelWidth)};
  update();
}

void Timeline::unmark() {
  if (m_span.first == m_span.second) return;
  m_span = {};
  update();
  emit spanChanged();
}

std::vector<GroupId> Timeline::groupsInSpan() const {
  std::vector<GroupId> out;
  if (!m_profile) return out;
  std::vector<const session::TimelineEvent*> inside;
  for (const session::TimelineEvent& event : m_profile->events)
    if (event.beginNs < m_span.second && event.endNs > m_span.first) inside.push_back(&event);
  std::sort(inside.begin(), inside.end(), [](const auto* a, const auto* b) { return a->beginNs < b->beginNs; });
  for (const session::TimelineEvent* event : inside)
    if (std::find(out.begin(), out.end(), event->group) == out.end()) out.push_back(event->group);
  return out;
}

QRectF Timeline::laneRect(int lane) const {
  return {kLabelWidth, kRulerHeight + lane * (kLaneHeight + kLaneGap) - m_bar->value(), width() - kLabelWidth, kLaneHeight};
}

QRectF Timeline::lanesRect() const { return {0, kRulerHeight, double(width()), height() - kRulerHeight}; }

void Timeline::arrangeBar() {
  const double wanted = static_cast<double>(m_lanes.size()) * (kLaneHeight + kLaneGap), room = height() - kRulerHeight;
  const int width = m_bar->sizeHint().width();
  m_bar->setGeometry(this->width() - width, static_cast<int>(kRulerHeight), width, static_cast<int>(room));
  m_bar->setPageStep(static_cast<int>(room));
  m_bar->setMaximum(std::max(0, static_cast<int>(wanted - room)));
  m_bar->setVisible(wanted > room);
}

QString Timeline::nameOf(GroupId group) const {
  const auto it = m_rows.find(group);
  return it == m_rows.end() ? QString() : QString::fromStdString(m_profile->rows[it->second].name);
}

int Timeline::eventAt(const QPointF& point) const {
  if (!m_profile || !lanesRect().contains(point)) return -1;
  for (int lane = 0; lane < static_cast<int>(m_lanes.size()); ++lane) {
    if (!laneRect(lane).contains(point)) continue;
    for (const EventBox& box : layoutLane(m_profile->events, m_lanes[static_cast<size_t>(lane)], m_window))
      if (point.x() - kLabelWidth >= box.left && point.x() - kLabelWidth <= box.right)
        return static_cast<int>(box.event);
  }
  return -1;
}

void Timeline::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  painter.fillRect(rect(), colors.base);
  if (!m_profile || m_profile->events.empty()) {
    painter.setPen(colors.muted);
    painter.drawText(rect(), Qt::AlignCenter, tr("Measure to see where the time of one run goes"));
    return;
  }
  drawRuler(painter);
  for (int lane = 0; lane < static_cast<int>(m_lanes.size()); ++lane)
    if (laneRect(lane).intersects(lanesRect())) drawLane(painter, lane);
  if (m_span.first != m_span.second) drawSpan(painter);
  if (hasFocus()) {
    painter.setPen(colors.accent);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void Timeline::drawSpan(QPainter& painter) const {
  const Colors& colors = colorsOf(palette());
  const double left = kLabelWidth + m_window.toPixel(m_span.first), right = kLabelWidth + m_window.toPixel(m_span.second);
  const QRectF body(std::max(left, kLabelWidth), 0, std::max(1.0, right - std::max(left, kLabelWidth)), height());
  QColor ground = colors.accent;
  ground.setAlpha(40);
  painter.fillRect(body, ground);
  painter.setPen(colors.accent);
  painter.drawLine(body.topLeft(), body.bottomLeft());
  painter.drawLine(body.topRight(), body.bottomRight());
}

void Timeline::drawRuler(QPainter& painter) const {
  const Colors& colors = colorsOf(palette());
  const int64_t step = tickStep(m_window, 96);
  const int64_t first = (m_window.beginNs + step - 1) / step * step;
  for (int64_t tick = first; tick < m_window.endNs; tick += step) {
    const double x = std::floor(kLabelWidth + m_window.toPixel(tick)) + 0.5;
    painter.setPen(colors.grid);
    painter.drawLine(QPointF(x, kRulerHeight - 6), QPointF(x, height()));
    painter.setPen(colors.muted);
    painter.drawText(QRectF(x + 3, 0, 90, kRulerHeight - 4), Qt::AlignLeft | Qt::AlignVCenter,
                     tick == 0 ? QStringLiteral("0") : durationText(static_cast<double>(tick) / 1e6));
  }
}

void Timeline::drawLane(QPainter& painter, int lane) const {
  const Colors& colors = colorsOf(palette());
  const QRectF area = laneRect(lane);
  painter.save();
  painter.setClipRect(lanesRect());
  painter.setPen(colors.muted);
  painter.drawText(QRectF(2 * kGrid, area.top(), kLabelWidth - 3 * kGrid, area.height()),
                   Qt::AlignLeft | Qt::AlignVCenter, tr("thread %1").arg(lane));
  painter.setClipRect(area, Qt::IntersectClip);
  const std::vector<GroupId> chosen = m_context.provenance().groupsOf(m_context.selection().current());
  for (const EventBox& box : layoutLane(m_profile->events, m_lanes[static_cast<size_t>(lane)], m_window)) {
    const GroupId group = m_profile->events[box.event].group;
    const auto row = m_rows.find(group);
    const double share = row == m_rows.end() ? 0 : m_profile->rows[row->second].share;
    const QRectF body(kLabelWidth + box.left, area.top(), std::max(1.0, box.right - box.left), area.height());
    painter.fillRect(body, sequentialColor(colors, std::sqrt(share)));
    const bool isChosen = std::find(chosen.begin(), chosen.end(), group) != chosen.end();
    painter.setPen(isChosen ? QPen(colors.accent, 2) : QPen(colors.border));
    if (body.width() > 2 || isChosen) painter.drawRect(body.adjusted(0.5, 0.5, -0.5, -0.5));
    if (box.count > 1 || body.width() < 40) continue;
    painter.setPen(colors.text);
    const QRectF inner = body.adjusted(kGrid, 0, -kGrid, 0);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(nameOf(group), Qt::ElideMiddle, static_cast<int>(inner.width())));
  }
  painter.restore();
}

void Timeline::wheelEvent(QWheelEvent* event) {
  if (event->position().x() < kLabelWidth && m_bar->isVisible())
    m_bar->setValue(m_bar->value() - event->angleDelta().y() / 3);
  else if (event->modifiers() & Qt::ShiftModifier)
    m_window = m_window.moved(-event->angleDelta().y(), m_limitNs);
  else
    m_window = m_window.zoomed(std::pow(1.0015, event->angleDelta().y()), event->position().x() - kLabelWidth, m_limitNs);
  update();
  event->accept();
}

void Timeline::mousePressEvent(QMouseEvent* event) {
  m_pressed = event->position();
  m_isDragging = false;
  m_isMoving = event->button() != Qt::LeftButton || (event->modifiers() & Qt::ShiftModifier);
}

void Timeline::mouseMoveEvent(QMouseEvent* event) {
  if (!(event->buttons() & (Qt::LeftButton | Qt::MiddleButton)) || !m_profile) return;
  const double dx = event->position().x() - m_pressed.x();
  if (!m_isDragging && std::abs(dx) < QApplication::startDragDistance()) return;
  m_isDragging = true;
  if (m_isMoving) {
    m_window = m_window.moved(-dx, m_limitNs);
    m_pressed = event->position();
  } else {
    const auto [from, to] = std::minmax({m_pressed.x(), event->position().x()});
    const auto timeAt = [this](double x) { return std::clamp<int64_t>(m_window.toTime(x - kLabelWidth), 0, m_limitNs); };
    m_span = {timeAt(from), timeAt(to)};
  }
  update();
}

void Timeline::mouseReleaseEvent(QMouseEvent* event) {
  if (m_isDragging && !m_isMoving) emit spanChanged();
  if (m_isDragging || event->button() != Qt::LeftButton) return;
  const int hit = eventAt(event->position());
  if (hit < 0) return m_context.selection().clear();
  m_context.selection().select(
      Thing::ofEvent(m_profile->events[static_cast<size_t>(hit)].group, static_cast<uint32_t>(hit)));
}

void Timeline::mouseDoubleClickEvent(QMouseEvent*) { showAll(); }

void Timeline::keyPressEvent(QKeyEvent* event) {
  const double middle = m_window.width / 2;
  switch (event->key()) {
    case Qt::Key_Plus: m_window = m_window.zoomed(1.5, middle, m_limitNs); break;
    case Qt::Key_Minus: m_window = m_window.zoomed(1 / 1.5, middle, m_limitNs); break;
    case Qt::Key_Left: m_window = m_window.moved(-60, m_limitNs); break;
    case Qt::Key_Right: m_window = m_window.moved(60, m_limitNs); break;
    case Qt::Key_Up: m_bar->triggerAction(QAbstractSlider::SliderSingleStepSub); break;
    case Qt::Key_Down: m_bar->triggerAction(QAbstractSlider::SliderSingleStepAdd); break;
    case Qt::Key_F: showAll(); break;
    case Qt::Key_Escape:
      if (m_span.first == m_span.second) return QWidget::keyPressEvent(event);
      unmark();
      break;
    default: return QWidget::keyPressEvent(event);
  }
  update();
}

void Timeline::resizeEvent(QResizeEvent*) {
  m_window.width = std::max(1.0, width() - kLabelWidth);
  arrangeBar();
}

bool Timeline::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int hit = eventAt(help->pos());
  if (hit < 0) {
    QToolTip::hideText();
    return true;
  }
  const session::TimelineEvent& facts = m_profile->events[static_cast<size_t>(hit)];
  QToolTip::showText(help->globalPos(), tr("%1\n%2 on thread %3, from %4")
                                            .arg(nameOf(facts.group),
                                                 durationText(static_cast<double>(facts.endNs - facts.beginNs) / 1e6))
                                            .arg(facts.thread)
                                            .arg(durationText(static_cast<double>(facts.beginNs) / 1e6)));
  return true;
}

}  // namespace heddle::views
