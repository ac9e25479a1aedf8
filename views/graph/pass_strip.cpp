// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/pass_strip.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

QString changeText(const session::GraphStageView& stage, bool isFusion, size_t groups) {
  if (isFusion)
    return PassStrip::tr("%1 groups").arg(countText(static_cast<int64_t>(groups)));
  const int delta = stage.added - stage.removed;
  if (delta != 0) return (delta > 0 ? QStringLiteral("+") : QStringLiteral("−")) + countText(std::abs(delta));
  if (stage.changed > 0) return QStringLiteral("~") + countText(stage.changed);
  return {};
}

QString cardText(const session::GraphStageView& stage) {
  return QStringLiteral("<b>%1</b><br>%2<br>%3")
      .arg(QString::fromStdString(stage.pass).toHtmlEscaped(),
           QString::fromStdString(stage.identity).toHtmlEscaped(),
           PassStrip::tr("%1 nodes; %2 added, %3 removed, %4 changed; %5")
               .arg(countText(static_cast<int64_t>(stage.nodes.size())), countText(stage.added),
                    countText(stage.removed), countText(stage.changed),
                    durationText(stage.milliseconds)));
}

}  // namespace

PassStrip::PassStrip(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Passes"));
  m_player.setInterval(700);
  connect(&m_player, &QTimer::timeout, this, [this] {
    if (m_current + 1 >= count()) return setPlaying(false);
    choose(m_current + 1);
  });
}

void PassStrip::setSnapshot(const session::SnapshotRef& snapshot) {
  m_items.clear();
  if (snapshot) {
    const size_t last = snapshot->stages.size() - 1;
    const size_t groups = snapshot->fusion ? snapshot->fusion->groups.size() : 0;
    for (size_t i = 0; i < snapshot->stages.size(); ++i) {
      const auto& stage = *snapshot->stages[i];
      m_items.push_back({QString::fromStdString(stage.pass),
                         changeText(stage, i == last && groups > 0, groups), cardText(stage), {}});
    }
  }
  m_current = std::min(m_current, count() - 1);
  place();
}

void PassStrip::setCurrent(int stage) {
  m_current = stage;
  place();
}

void PassStrip::choose(int stage) {
  if (stage < 0 || stage >= count() || stage == m_current) return;
  setCurrent(stage);
  emit stageChosen(stage);
}

void PassStrip::setPlaying(bool isPlaying) {
  if (isPlaying == m_player.isActive()) return;
  if (isPlaying && m_current + 1 >= count()) choose(0);
  isPlaying ? m_player.start() : m_player.stop();
  emit playingChanged(isPlaying);
}

void PassStrip::place() {
  const QFontMetricsF metrics(font());
  double x = 0;
  for (Item& item : m_items) {
    const QString text = item.change.isEmpty() ? item.name : item.name + QLatin1Char(' ') + item.change;
    const double width = metrics.horizontalAdvance(text) + 16;
    item.box = QRectF(x, 3, width, height() - 6);
    x += width + 12;
  }
  const double total = x - 12;
  m_scroll = 0;
  if (total > width() && m_current >= 0 && m_current < count())
    m_scroll = std::clamp(m_items[static_cast<size_t>(m_current)].box.center().x() - width() / 2.0,
                          0.0, total - width());
  for (Item& item : m_items) item.box.translate(-m_scroll, 0);
  update();
}

int PassStrip::itemAt(QPointF position) const {
  for (size_t i = 0; i < m_items.size(); ++i)
    if (m_items[i].box.adjusted(-6, -4, 6, 4).contains(position)) return static_cast<int>(i);
  return -1;
}

bool PassStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int item = itemAt(help->pos());
  if (item >= 0)
    QToolTip::showText(help->globalPos(), m_items[static_cast<size_t>(item)].card, this);
  else
    QToolTip::hideText();
  return true;
}

void PassStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& colors = colorsOf(palette());
  const QFontMetricsF metrics(font());
  for (size_t i = 0; i < m_items.size(); ++i) {
    const Item& item = m_items[i];
    const bool isCurrent = static_cast<int>(i) == m_current;
    if (i > 0) {
      painter.setPen(QPen(colors.strongBorder, 1));
      const double y = item.box.center().y();
      painter.drawLine(QPointF(item.box.left() - 10, y), QPointF(item.box.left() - 2, y));
    }
    if (isCurrent) {
      painter.setPen(QPen(colors.accent, hasFocus() ? 1.8 : 1));
      painter.setBrush(colors.accentSoft);
      painter.drawRoundedRect(item.box, 3, 3);
    }
    painter.setPen(colors.text);
    const QRectF text = item.box.adjusted(8, 0, -8, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, item.name);
    painter.setPen(isCurrent ? colors.text : colors.muted);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight, item.change);
  }
}

void PassStrip::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  setPlaying(false);
  choose(itemAt(event->position()));
}

void PassStrip::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) choose(itemAt(event->position()));
}

void PassStrip::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return choose(m_current - 1);
    case Qt::Key_Right: return choose(m_current + 1);
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(count() - 1);
    case Qt::Key_Space: return setPlaying(!isPlaying());
    default: QWidget::keyPressEvent(event);
  }
}

void PassStrip::resizeEvent(QResizeEvent*) { place(); }

}  // namespace heddle::views
